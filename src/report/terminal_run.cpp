// What is said about how the run went.
#include "chorus/report/terminal_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace chorus::report {

std::string timings_text(const model::RunInfo& run) {
  const bool waited = std::any_of(run.phases.begin(), run.phases.end(),
                                  [](const model::PhaseTiming& phase) { return phase.waiting > 0; });
  std::string text = fmt::format("{:<12} {:>10} {:>9} {:>9}  {:>9} {:>9} {:>9}", "seconds", "min", "mean",
                                 "max", "compute", "comm.", "I/O");
  if (waited) text += fmt::format(" {:>9}", "waiting");
  text += fmt::format(" {:>9}\n", "traffic");
  for (const model::PhaseTiming& phase : run.phases) {
    text +=
        fmt::format("{:<12} {:>10.3f} {:>9.3f} {:>9.3f}  {:>9.3f} {:>9.3f} {:>9.3f}", fitted(phase.name, 12),
                    phase.min, phase.mean, phase.max, phase.compute, phase.communication, phase.io);
    if (waited) text += fmt::format(" {:>9.3f}", phase.waiting);
    text += fmt::format(" {:>9}\n", bytes_text(phase.bytes));
  }
  text += fmt::format("{:<12} {:>10.3f}\n", "whole run", run.seconds);
  return text;
}

std::string memory_text(const model::RunInfo& run) {
  constexpr std::size_t kFew = 8;
  const auto& peaks = run.peak_rss_bytes;
  if (peaks.empty()) return "";
  if (peaks.size() == 1) return fmt::format("Peak memory: {}\n", bytes_text(peaks.front()));
  if (peaks.size() <= kFew) {
    std::string list;
    for (std::size_t rank = 0; rank < peaks.size(); ++rank) {
      list += fmt::format("{}rank {} {}", rank == 0 ? "" : ", ", rank, bytes_text(peaks[rank]));
    }
    return wrapped("Peak memory: " + list, 0);
  }
  const auto [least, most] = std::minmax_element(peaks.begin(), peaks.end());
  return fmt::format("Peak memory of {} ranks: from {} (rank {}) to {} (rank {})\n", peaks.size(),
                     bytes_text(*least), least - peaks.begin(), bytes_text(*most), most - peaks.begin());
}

}  // namespace chorus::report
