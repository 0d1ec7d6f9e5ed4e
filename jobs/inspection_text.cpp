#include "chorus/features/cleaning.hpp"
#include "chorus/report/terminal_text.hpp"
#include "inspection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chorus::jobs {
namespace {

using report::columns_of;
using report::fitted;
using report::wrapped;

constexpr std::size_t kNameColumns = 18;

std::string padded(const std::string& text, std::size_t columns) {
  const std::string cut = fitted(text, columns);
  return cut + std::string(columns - std::min(columns, columns_of(cut)), ' ');
}

/// A number in at most nine columns, with as many digits as fit.
std::string compact(double value) {
  constexpr std::size_t kColumns = 9;
  if (std::isnan(value)) return "-";
  std::string text;
  for (int digits = 7; digits > 0; --digits) {
    text = fmt::format("{:.{}g}", value, digits);
    if (text.size() <= kColumns) break;
  }
  return text;
}

std::string two_digits(double value) {
  if (std::isnan(value)) return "-";
  const std::string text = fmt::format("{:.2f}", value);
  return text == "-0.00" ? "0.00" : text;
}

std::string percent(std::int64_t part, std::int64_t whole) {
  if (part == 0) return "-";
  const double share = 100 * static_cast<double>(part) / static_cast<double>(whole);
  return share < 0.005 ? "<.01 %" : fmt::format("{:.{}f} %", share, share < 99.995 ? 2 : 0);
}

/// Exact where eight columns are enough.
std::string count(std::int64_t cells) {
  if (cells == 0) return "-";
  return cells < 100'000'000 ? fmt::format("{}", cells) : report::short_count(cells);
}

std::string delimiter_name(char delimiter) {
  switch (delimiter) {
    case ',':
      return "commas";
    case ';':
      return "semicolons";
    case '\t':
      return "tabs";
    default:
      return fmt::format("'{}'", fitted(std::string(1, delimiter), 1));
  }
}

std::string head(const Inspection& found) {
  const catalogue::SourceInfo& source = found.info.source;
  std::string text = fitted(found.file, report::kTerminalColumns) + '\n';
  if (found.from_csv) {
    text +=
        fmt::format("CSV, {}, fields separated by {}, header ends in {}\n", report::bytes_text(source.size),
                    delimiter_name(source.header.dialect.delimiter), source.header.crlf ? "CRLF" : "LF");
    text += fmt::format("{} rows, {} columns", found.info.rows, found.columns.size());
    if (source.skipped > 0) {
      text += fmt::format(", {} bad records left out", source.skipped);
    }
    if (source.spans.records > 0) {
      text += fmt::format("\n{} of the rows span lines, the longest {} lines (from line {})",
                          source.spans.records, source.spans.longest, source.spans.line);
    }
  } else {
    text += fmt::format("catalogue made from {} data\n{} rows, {} features",
                        source.kind == "csv" ? "CSV" : fitted(source.kind, 20), found.info.rows,
                        found.info.width());
  }
  text += fmt::format("\ncomplete rows (with a value for each of the {} features): {}\n", found.info.width(),
                      found.cells.complete);
  if (found.absent_features.empty()) return text;
  std::string absent;
  for (const std::string& name : found.absent_features) absent += (absent.empty() ? "" : ", ") + name;
  return text + wrapped("Left out, since no column (or more than one) is called so: " + absent +
                            ". --column FEATURE=COLUMN tells where they are.",
                        0);
}

std::string columns_text(const Inspection& found) {
  if (!found.from_csv) {
    return "Columns\n" + wrapped("A catalogue holds the features alone: inspect the CSV for its columns.", 1);
  }
  constexpr std::size_t kShown = 100;
  constexpr std::size_t kName = 26;
  std::string text = fmt::format("{:<{}} {:<7} {:>8} {:>8} {:>7} {:>9} {:>9}  {}\n", "Columns", kName + 1,
                                 "type", "empty", "NA words", "absent", "numbers", "text", "feature");
  const std::size_t shown = std::min(kShown, found.columns.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const catalogue::ColumnCells& cells = found.columns[i];
    const std::string& name = found.info.source.header.names[i];
    const std::string feature = found.feature_in(i);
    text += fmt::format(" {} {:<7} {:>8} {:>8} {:>7} {:>9} {:>9}",
                        padded(name.empty() ? "(no name)" : name, kName), catalogue::type_name(cells.type()),
                        count(cells.empty), count(cells.missing_word),
                        percent(cells.missing(), found.info.rows), count(cells.numbers()), count(cells.text));
    text += (feature.empty() ? "" : "  " + fitted(feature, 16)) + '\n';
  }
  if (shown < found.columns.size()) {
    text += fmt::format(" and {} more; --json lists all\n", found.columns.size() - shown);
  }
  return text;
}

std::string cells_text(const Inspection& found) {
  std::string text = fmt::format("{:<{}} {:>10} {:>9} {:>11} {:>10} {:>11} {:>8} {:>7} {:>7}\n", "Cells",
                                 kNameColumns + 1, "present", "missing", "not numeric", "not finite",
                                 "implausible", "absent", "at min", "at max");
  for (std::size_t j = 0; j < found.info.width(); ++j) {
    const auto& cells = found.cells.cells[j];
    text += fmt::format(
        " {} {:>10} {:>9} {:>11} {:>10} {:>11} {:>8} {:>7} {:>7}\n",
        padded(found.info.features[j], kNameColumns), count(cells[0]), count(cells[1]), count(cells[2]),
        count(cells[3]), count(cells[4] + cells[5]), percent(found.info.rows - cells[0], found.info.rows),
        report::short_count(found.cells.at_min[j]), report::short_count(found.cells.at_max[j]));
  }
  return text +
         wrapped("Implausible: beyond --min or --max. Many values at min or max may stand for missing ones.",
                 1);
}

std::string duplicates_line(const std::string& what, const features::DuplicateCounts& counts) {
  const std::string begin = ' ' + padded("identical " + what, 28) + ' ';
  if (counts.repeats() == 0) return begin + fmt::format("none among {} rows\n", counts.rows);
  return begin + fmt::format("{} row{} an earlier one; {} distinct, at most {} alike\n", counts.repeats(),
                             counts.repeats() == 1 ? " repeats" : "s repeat", counts.distinct,
                             counts.largest_group);
}

std::string duplicates_text(const Inspection& found) {
  std::string text = "Duplicates\n";
  if (found.from_csv) text += duplicates_line("records", found.records);
  if (!found.id_column.empty()) text += duplicates_line(found.id_column, found.ids);
  text += duplicates_line("features", found.rows);
  if (found.from_csv) return text;
  return text + wrapped("A catalogue does not hold the records' text, so that they cannot be compared.", 1);
}

std::string statistics_text(const Inspection& found) {
  std::string text = fmt::format("{:<{}}", "Statistics", kNameColumns + 1);
  for (const char* title : {"mean", "std. dev.", "min", "25 %", "median", "75 %", "max"}) {
    text += fmt::format(" {:>10}", title);
  }
  text += '\n';
  const features::CellMoments& cells = found.cells;
  for (std::size_t j = 0; j < found.info.width(); ++j) {
    text += ' ' + padded(found.info.features[j], kNameColumns);
    for (const double value : {cells.mean[j], cells.deviation[j], cells.min[j], found.quartiles[j][0],
                               found.quartiles[j][1], found.quartiles[j][2], cells.max[j]}) {
      text += fmt::format(" {:>10}", compact(value));
    }
    text += '\n';
  }
  return text + wrapped("Over the values present of each feature; standard deviation of the population.", 1);
}

/// The lower triangle, in bands of columns that fit.
std::string correlations_text(const Inspection& found) {
  if (!found.correlations) {
    const char* why = found.cells.complete == 0 ? "No row has a value for every feature."
                                                : "Not measured: there are values beyond 1e301.";
    return "Correlation\n" + wrapped(why, 1);
  }
  constexpr std::size_t kBand = 10;
  const std::size_t d = found.info.width();
  std::string text;
  for (std::size_t first = 0; first < d; first += kBand) {
    const std::size_t last = std::min(first + kBand, d);
    text += fmt::format("{:<{}}", first == 0 ? "Correlation" : "", kNameColumns + 5);
    for (std::size_t b = first; b < last; ++b) text += fmt::format(" {:>6}", b + 1);
    text += '\n';
    for (std::size_t a = first; a < d; ++a) {
      text += fmt::format("{:>4} {}", a + 1, padded(found.info.features[a], kNameColumns));
      for (std::size_t b = first; b < std::min(a + 1, last); ++b) {
        const double value = found.correlations->values[a * d + b];
        text += fmt::format(" {:>6}", two_digits(value));
      }
      text += '\n';
    }
  }
  return text + wrapped("Pearson's, over complete rows.", 1);
}

}  // namespace

std::string inspection_text(const Inspection& found) {
  return head(found) + '\n' + columns_text(found) + '\n' + cells_text(found) + '\n' + duplicates_text(found) +
         '\n' + statistics_text(found) + '\n' + correlations_text(found);
}

}  // namespace chorus::jobs
