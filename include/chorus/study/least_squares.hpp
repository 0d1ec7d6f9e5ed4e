// Least squares with coefficients that are not negative, for a handful of columns. Local.
#pragma once

#include <Eigen/Core>

#include <vector>

namespace chorus::study {

/// The x >= 0 that minimizes |a x - b|. All subsets of columns are tried, so at most 10 columns.
/// @pre a.rows() == b.size(), a.cols() <= 10
[[nodiscard]] Eigen::VectorXd nonnegative_least_squares(const Eigen::MatrixXd& a, const Eigen::VectorXd& b);

/// Which columns, taken from the left, are not nearly a combination of those taken before: what is left of a
/// column must be above `share` of its length.
[[nodiscard]] std::vector<int> distinct_columns(const Eigen::MatrixXd& a, double share = 0.02);

}  // namespace chorus::study
