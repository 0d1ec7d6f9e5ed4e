#include "chorus/report/run_tables.hpp"

#include "chorus/report/csv_table.hpp"

namespace chorus::report {

std::vector<TextFile> make_run_tables(const model::RunInfo& run, const ReportData& data) {
  CsvTable phases{"phase",           "mean_s", "min_s",     "max_s", "compute_s",
                  "communication_s", "io_s",   "waiting_s", "bytes", "calls"};
  for (const model::PhaseTiming& phase : run.phases) {
    phases.record(phase.name, phase.mean, phase.min, phase.max, phase.compute, phase.communication, phase.io,
                  phase.waiting, phase.bytes, phase.calls);
  }
  CsvTable memory{"rank", "peak_rss_bytes"};
  for (std::size_t rank = 0; rank < run.peak_rss_bytes.size(); ++rank)
    memory.record(rank, run.peak_rss_bytes[rank]);
  std::vector<TextFile> files = {{"tables/run_phases.csv", phases.text()},
                                 {"tables/run_memory.csv", memory.text()}};
  if (data.scaling.empty()) return files;
  files.push_back({"tables/run_scaling.csv", scaling_table(data.scaling)});
  return files;
}

std::string scaling_table(const std::vector<ScalingPoint>& points) {
  CsvTable scaling{"study",
                   "origin",
                   "ranks",
                   "nodes",
                   "rows",
                   "seconds",
                   "low",
                   "high",
                   "speed_up",
                   "efficiency",
                   "communication_share"};
  for (const ScalingPoint& point : points) {
    scaling.record(point.study, point.origin, point.ranks, point.nodes, point.rows, point.seconds, point.low,
                   point.high, point.speed_up, point.efficiency, point.communication);
  }
  return scaling.text();
}

}  // namespace chorus::report
