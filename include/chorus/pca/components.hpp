// Principal components of the scaled features, from the reduced covariance.
#pragma once

#include "chorus/features/moments.hpp"
#include "chorus/features/scaling.hpp"

#include <span>
#include <vector>

namespace chorus::pca {

/// d features, c components kept.
struct Components {
  std::vector<double> explained_variance_ratio;  ///< d, largest first: of all components
  std::vector<std::vector<double>> loadings;  ///< c x d, unit length; the loading of largest size (the first
                                              ///< on a tie within 1e-9) is positive
};

/// Local, from equal moments on every rank. @pre 1 <= count <= d
[[nodiscard]] Components find_components(const features::Moments& moments, const features::Scaler& scaler,
                                         std::size_t count);

/// Local. The score of a row (d original values) on component `index`, in the scaled space's units.
[[nodiscard]] double score(const Components& components, const features::Scaler& scaler, std::size_t index,
                           std::span<const double> row);

}  // namespace chorus::pca
