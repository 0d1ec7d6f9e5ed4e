// The report's data from the rows of all ranks.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/report/report_data.hpp"
#include "chorus/report/row_block.hpp"

#include <cstddef>
#include <cstdint>

namespace chorus::report {

struct CollectOptions {
  std::size_t features = 0;    ///< d
  int clusters = 0;            ///< k
  std::uint64_t seed = 0;      ///< of the run
  std::size_t songs = 20'000;  ///< on the map
};

/// Collective. Fills songs (without titles and artists), density, centroid_scores and distributions; the same
/// on every rank. Reads `rows` twice. Memory beside the rows: at most 16 MiB for the counts of the map, 8 MiB
/// for those of the features, 128 KiB a feature, and the sample. Throws AgreedError if a rank's source
/// throws.
[[nodiscard]] ReportData collect_report_data(const comm::Communicator& comm, const RowSource& rows,
                                             const CollectOptions& options);

}  // namespace chorus::report
