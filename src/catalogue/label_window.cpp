#include "label_window.hpp"

#include <algorithm>

namespace chorus::catalogue {

LabelWindow gather_window(const comm::Communicator& comm, const LabelledRows& mine, RowRange range) {
  const RowIndex begin = std::max(mine.range.begin, range.begin);
  const RowIndex end = std::max(begin, std::min(mine.range.end, range.end));
  const auto at = static_cast<std::size_t>(begin - mine.range.begin);
  const auto count = static_cast<std::size_t>(end - begin);
  LabelWindow window;
  window.score_columns = mine.scores.size();
  const std::span<const Label> labels = count > 0 ? mine.labels.subspan(at, count) : std::span<const Label>();
  window.labels = comm.gather(labels, 0);
  if (window.score_columns > 0) {
    std::vector<double> scores;
    scores.reserve(count * window.score_columns);
    for (std::size_t row = at; row < at + count; ++row) {
      for (const auto& column : mine.scores) scores.push_back(column[row]);
    }
    window.scores = comm.gather(std::span<const double>(scores), 0);
  }
  if (comm.is_root()) window.range = range;
  return window;
}

}  // namespace chorus::catalogue
