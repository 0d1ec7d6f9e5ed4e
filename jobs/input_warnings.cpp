#include "input_warnings.hpp"

#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/comm/agree.hpp"

#include <fmt/format.h>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

/// "row 17" counted from 1, and its line where the source is at hand. Collective.
std::string place_of(const comm::Communicator& comm, const catalogue::CatalogueInfo& info,
                     const fs::path& source, RowIndex row) {
  std::int64_t line = comm::agree_on(comm, [&] {
    if (!comm.is_root() || source.empty()) return std::int64_t{0};
    return catalogue::line_of_row(info, source, row).value_or(0);
  });
  line = comm.max_of(line);
  std::string place = fmt::format("row {}", row + 1);
  if (line > 0) place += fmt::format(", line {}", line);
  return place;
}

std::string advice(const std::string& feature, const features::ValueCheck& check) {
  const bool above = check.worst > check.typical.median;
  return fmt::format("if that is a mistake, count such values as missing with --{} {}=VALUE",
                     above ? "max" : "min", feature);
}

std::string beyond_text(const std::string& feature, const features::ValueCheck& check,
                        const std::string& place) {
  return fmt::format(
      "feature {}: {} beyond any doubt, {}{:.6g} in {}, where the median is {:.6g} and the spread {:.3g}; {}",
      feature, check.beyond == 1 ? "1 value lies" : fmt::format("{} values lie", check.beyond),
      check.beyond == 1 ? "" : "the farthest ", check.worst, place, check.typical.median,
      check.typical.spread, advice(feature, check));
}

std::string coarse_text(const std::string& feature, const features::ValueCheck& check) {
  std::string text = fmt::format(
      "feature {} is kept in steps of {:.3g}, which is coarse beside its spread of {:.3g}, "
      "because its extreme values lie far out",
      feature, check.step, check.typical.spread);
  if (check.beyond == 0) text += fmt::format(": consider --min {0}=VALUE or --max {0}=VALUE", feature);
  return text;
}

}  // namespace

std::vector<std::string> input_warnings(const comm::Communicator& comm, const SongFile& file,
                                        const fs::path& source,
                                        std::span<const features::ValueCheck> checks) {
  const catalogue::CatalogueInfo& info = file.info();
  std::vector<std::string> warnings;
  if (info.source.spans.records > 0)
    warnings.push_back(csv::spans_text(info.source.spans, info.source.path.filename().string()));
  for (std::size_t j = 0; j < checks.size(); ++j) {
    const std::string& feature = info.features[j];
    if (checks[j].beyond > 0) {
      warnings.push_back(beyond_text(feature, checks[j], place_of(comm, info, source, checks[j].worst_row)));
    }
    if (checks[j].step > 0) warnings.push_back(coarse_text(feature, checks[j]));
  }
  return warnings;
}

}  // namespace chorus::jobs
