// What one page shows of a run with very many clusters or features: the largest clusters and the first
// features. The tables hold all of them.
#pragma once

#include "chorus/model/run_result.hpp"
#include "chorus/report/report_data.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace chorus::report {

inline constexpr std::size_t kMostClustersShown = 128;
inline constexpr std::size_t kMostFeaturesShown = 64;

/// A run cut down to what is shown. Its `choices.chosen` still says how many clusters there are, and the
/// sizes in `k_selection` hold the smallest alone.
struct PagePart {
  model::RunResult result;
  ReportData data;
  std::string note;  ///< what is left out, and where it is; also the first of the result's warnings
};

/// Local. Nothing where all can be shown. Clusters are in order of size, so the first ones are the largest.
/// @pre the result and its data have no flaw (data_shape.hpp)
[[nodiscard]] std::optional<PagePart> part_for_page(const model::RunResult& result, const ReportData& data);

}  // namespace chorus::report
