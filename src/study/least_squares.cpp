#include "chorus/study/least_squares.hpp"

#include <Eigen/QR>

#include <cassert>

namespace chorus::study {

Eigen::VectorXd nonnegative_least_squares(const Eigen::MatrixXd& a, const Eigen::VectorXd& b) {
  assert(a.rows() == b.size() && a.cols() <= 10);
  const auto columns = static_cast<int>(a.cols());
  Eigen::VectorXd best = Eigen::VectorXd::Zero(columns);
  double least = b.squaredNorm();
  // The solution is the unconstrained one of the columns in which it is positive.
  for (int subset = 1; subset < 1 << columns; ++subset) {
    std::vector<int> chosen;
    for (int c = 0; c < columns; ++c) {
      if ((subset >> c & 1) != 0) chosen.push_back(c);
    }
    Eigen::MatrixXd part(a.rows(), static_cast<Eigen::Index>(chosen.size()));
    for (std::size_t i = 0; i < chosen.size(); ++i) part.col(static_cast<Eigen::Index>(i)) = a.col(chosen[i]);
    const Eigen::VectorXd x = part.colPivHouseholderQr().solve(b);
    if (!(x.array() >= 0).all()) continue;
    const double left = (part * x - b).squaredNorm();
    if (!(left < least)) continue;
    least = left;
    best.setZero();
    for (std::size_t i = 0; i < chosen.size(); ++i) best[chosen[i]] = x[static_cast<Eigen::Index>(i)];
  }
  return best;
}

std::vector<int> distinct_columns(const Eigen::MatrixXd& a, double share) {
  std::vector<int> taken;
  std::vector<Eigen::VectorXd> directions;
  for (int c = 0; c < a.cols(); ++c) {
    Eigen::VectorXd rest = a.col(c);
    const double length = rest.norm();
    for (const Eigen::VectorXd& direction : directions) rest -= direction.dot(rest) * direction;
    if (!(rest.norm() > share * length)) continue;
    taken.push_back(c);
    directions.push_back(rest.normalized());
  }
  return taken;
}

}  // namespace chorus::study
