#include "chorus/csv/record_spans.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace chorus::csv {

void RecordSpans::add(std::int64_t first_line, std::int64_t lines, bool swallows_records) {
  add({1, lines, first_line, swallows_records ? 1 : 0, swallows_records ? first_line : 0});
}

void RecordSpans::add(const RecordSpans& other) {
  if (other.records == 0) return;
  if (other.longest > longest) line = other.line;
  if (other.longest == longest) line = std::min(line, other.line);
  longest = std::max(longest, other.longest);
  if (other.swallowing > 0) {
    swallowing_line =
        swallowing == 0 ? other.swallowing_line : std::min(swallowing_line, other.swallowing_line);
  }
  records += other.records;
  swallowing += other.swallowing;
}

std::string spans_text(const RecordSpans& spans, const std::string& file) {
  if (spans.records == 0) return {};
  std::string text = spans.records == 1 ? fmt::format("1 record spans {} lines, from line {} ({})",
                                                      spans.longest, spans.line, file)
                                        : fmt::format(
                                              "{} records span lines, the longest {}, from line {} "
                                              "({})",
                                              spans.records, spans.longest, spans.line, file);
  if (spans.swallowing > 0) {
    text += fmt::format(
        ": {} lines that are records by themselves, as a quote too many does{}; repair the quote, or leave "
        "such lines out with --bad-rows skip",
        spans.records == 1 ? "it takes in" : fmt::format("{} of them take in", spans.swallowing),
        spans.records == 1 ? "" : fmt::format(", the first from line {}", spans.swallowing_line));
  }
  return text;
}

}  // namespace chorus::csv
