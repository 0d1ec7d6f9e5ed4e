// The report of a run: what its charts show is reduced over all ranks, rank 0 writes it.
#pragma once

#include "chorus/report/report_data.hpp"
#include "cluster_steps.hpp"

namespace chorus::jobs {

/// Collective. What the charts need beside `result`. Phase report.
[[nodiscard]] report::ReportData collect_report(const Job& job, const Songs& songs,
                                                const pipeline::ChosenFit& chosen,
                                                const pca::Components& components,
                                                std::span<const Label> labels,
                                                const model::RunResult& result);

/// Collective. Rank 0 writes report.html, plots and tables into the results, and says what could not be done.
/// Returns, on rank 0, the names of the files.
[[nodiscard]] std::vector<std::string> write_report(const Job& job, const model::RunResult& result,
                                                    const report::ReportData& data);

}  // namespace chorus::jobs
