// Starting centroids from a CSV file (--init).
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/scaling.hpp"
#include "cluster_options.hpp"

#include <string>
#include <vector>

namespace chorus::jobs {

/// Collective. k x d coordinates for the kernels, from the file's rows: with a header, columns are found by
/// feature name; without one, there are exactly d columns in the program's order. Throws AgreedError(kInput,
/// kIo).
[[nodiscard]] std::vector<float> read_centroids(const comm::Communicator& comm, const ClusterOptions& options,
                                                const std::vector<std::string>& features,
                                                const features::Scaler& scaler, int k);

}  // namespace chorus::jobs
