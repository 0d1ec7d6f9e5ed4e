#include "chorus/pca/components.hpp"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace chorus::pca {

Components find_components(const features::Moments& moments, const features::Scaler& scaler,
                           std::size_t count) {
  const std::size_t d = moments.width();
  assert(count >= 1 && count <= d);
  const auto at = [](std::size_t i) { return static_cast<Eigen::Index>(i); };
  Eigen::MatrixXd covariance(at(d), at(d));
  for (std::size_t a = 0; a < d; ++a) {
    for (std::size_t b = 0; b < d; ++b) {
      const auto ratio = [&](std::size_t j) {
        return scaler.scale[j] == 0 ? 0.0 : moments.unit[j] / scaler.scale[j] / scaler.space_unit;
      };
      covariance(at(a), at(b)) = moments.covariance[a * d + b] * ratio(a) * ratio(b);
    }
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);  // ascending eigenvalues
  double total = 0;
  for (std::size_t j = 0; j < d; ++j) total += std::max(0.0, solver.eigenvalues()(at(j)));
  Components components;
  for (std::size_t c = 0; c < d; ++c) {
    const double variance = std::max(0.0, solver.eigenvalues()(at(d - 1 - c)));
    components.explained_variance_ratio.push_back(total > 0 ? variance / total : 0.0);
    if (c >= count) continue;
    std::vector<double> loading(d);
    for (std::size_t j = 0; j < d; ++j) loading[j] = solver.eigenvectors()(at(j), at(d - 1 - c));
    std::size_t largest = 0;
    for (std::size_t j = 1; j < d; ++j) {
      if (std::abs(loading[j]) > std::abs(loading[largest]) + 1e-9) largest = j;
    }
    if (loading[largest] < 0) {
      for (double& value : loading) value = -value;
    }
    components.loadings.push_back(std::move(loading));
  }
  return components;
}

double score(const Components& components, const features::Scaler& scaler, std::size_t index,
             std::span<const double> row) {
  double sum = 0;
  for (std::size_t j = 0; j < row.size(); ++j) {
    sum += components.loadings[index][j] * scaler.centred(j, row[j]) * scaler.space_unit;
  }
  return sum;
}

}  // namespace chorus::pca
