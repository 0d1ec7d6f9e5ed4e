// Starting centroids from a CSV file (--init).
#pragma once

#include "centroid_rows.hpp"
#include "chorus/comm/communicator.hpp"
#include "chorus/features/scaling.hpp"
#include "cluster_options.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace chorus::jobs {

/// The largest file that is read.
inline constexpr std::size_t kMostCentroidBytes = std::size_t{1} << 30U;

/// What --init names, kMostCentroidBytes at most. Local. Throws Error(kInput, kIo).
[[nodiscard]] std::string centroid_text(const ClusterOptions& options);

/// k x d coordinates for the kernels, from the rows of a CSV text (centroid_rows), none larger than 1e15.
/// Local. Throws Error(kInput).
[[nodiscard]] std::vector<float> parse_centroids(const std::string& text, const CentroidsWanted& wanted,
                                                 const features::Scaler& scaler);

/// Collective. The same from the file that `options.init` names, of kMostCentroidBytes at most. Throws
/// AgreedError(kInput, kIo).
[[nodiscard]] std::vector<float> read_centroids(const comm::Communicator& comm, const ClusterOptions& options,
                                                const std::vector<std::string>& features,
                                                const features::Scaler& scaler, int k);

}  // namespace chorus::jobs
