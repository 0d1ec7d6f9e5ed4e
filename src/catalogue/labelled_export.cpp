#include "chorus/catalogue/labelled_export.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/edit_distance.hpp"
#include "label_window.hpp"
#include "source_export.hpp"
#include "table_export.hpp"

#include <algorithm>
#include <optional>
#include <system_error>

namespace chorus::catalogue {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> appended_names(const LabelledRows& rows, const ExportOptions& options) {
  std::vector<std::string> names = {options.label_column};
  names.insert(names.end(), rows.score_names.begin(), rows.score_names.end());
  return names;
}

/// Where the source is, or nothing if it is not at hand.
std::optional<fs::path> find_source(const CatalogueInfo& info, const ExportOptions& options) {
  if (options.rows == ExportRows::kOfCatalogue) return std::nullopt;
  if (info.source.kind != "csv" || info.block_offsets.empty()) return std::nullopt;
  if (options.source) return options.source;
  std::error_code ignored;
  if (!fs::exists(info.source.path, ignored)) return std::nullopt;
  return info.source.path;
}

void check_target(const fs::path& to, const fs::path& input) {
  std::error_code absent;
  if (fs::equivalent(to, input, absent)) {
    throw Error(Exit::kInput, describe("the export would replace its own input", input.string(),
                                       "choose another name for the export"));
  }
}

/// Throws Error(kBug) unless the ranks' shards follow each other and make up the catalogue.
void check_shards(const comm::Communicator& comm, const LabelledRows& rows, RowIndex total) {
  RowIndex next = 0;
  bool whole = true;
  for (const RowRange& range : comm.all_gather(rows.range)) {
    whole = whole && (range.begin == next || range.empty());
    next += range.size();
  }
  if (!whole || next != total) {
    throw Error(Exit::kBug, describe("internal error: the shards do not make up the catalogue", "export",
                                     "please report it"));
  }
}

/// Feeds an exporter (on rank 0) window by window; all ranks stop together when it fails.
template <class Exporter>
std::uint64_t feed(const comm::Communicator& comm, const LabelledRows& rows, RowIndex total,
                   std::optional<Exporter>& exporter, const ExportOptions& options) {
  for (RowIndex begin = 0; begin < total; begin += kWindowRows) {
    const LabelWindow window = gather_window(comm, rows, {begin, std::min(total, begin + kWindowRows)});
    comm::agree_on(comm, [&] {
      if (exporter) exporter->add(window);
    });
  }
  std::uint64_t bytes = comm::agree_on(comm, [&] { return exporter ? exporter->finish(options) : 0; });
  comm.broadcast(std::span<std::uint64_t>(&bytes, 1), 0);
  return bytes;
}

/// Collective. Makes the labelled CSV for one or the other purpose.
ExportReport stream_labelled(const comm::Communicator& comm, const Catalogue& catalogue,
                             const LabelledRows& rows, const ExportOptions& options,
                             LabelledPurpose purpose) {
  const CatalogueInfo& info = catalogue.info();
  check_shards(comm, rows, info.rows);
  const std::vector<std::string> names = appended_names(rows, options);
  std::optional<SourceExport> from_source;
  std::optional<TableExport> from_catalogue;
  // Rank 0 alone looks for the source: another host may not see it.
  comm::agree_on(comm, [&] {
    if (!comm.is_root()) return;
    const std::optional<fs::path> source = find_source(info, options);
    const LabelledTarget to{options.to, purpose};
    check_target(options.to, info.path);
    if (source) {
      check_appended_names(names, info.source.header.names, source->string());
      check_target(options.to, *source);
      from_source.emplace(info, *source, to, names);
    } else {
      std::vector<std::string> present = info.features;
      present.emplace_back("row");
      check_appended_names(names, present, info.path.string());
      from_catalogue.emplace(catalogue, to, names);
    }
  });
  ExportReport report;
  report.rows = info.rows;
  report.from_source = comm.max_of<std::int64_t>(from_source ? 1 : 0) != 0;
  report.bytes = report.from_source ? feed(comm, rows, info.rows, from_source, options)
                                    : feed(comm, rows, info.rows, from_catalogue, options);
  return report;
}

}  // namespace

void check_appended_names(const std::vector<std::string>& appended, const std::vector<std::string>& present,
                          const std::string& where) {
  const auto is_label = [&](const std::string& name) { return &name == &appended.front(); };
  for (const std::string& name : appended) {
    const bool taken =
        std::ranges::any_of(present, [&](const std::string& other) { return same_name(name, other); });
    if (!taken) continue;
    throw Error(Exit::kInput, describe("there is a column called " + name + " already", where,
                                       is_label(name) ? "choose another name with --label-column"
                                                      : "rename it, or leave out --scores"));
  }
  for (std::size_t i = 1; i < appended.size(); ++i) {
    if (!same_name(appended.front(), appended[i])) continue;
    throw Error(Exit::kInput, describe("the label column would be called like the scores " + appended[i],
                                       where, "choose another name with --label-column"));
  }
}

ExportReport export_labelled(const comm::Communicator& comm, const Catalogue& catalogue,
                             const LabelledRows& rows, const ExportOptions& options) {
  return stream_labelled(comm, catalogue, rows, options, LabelledPurpose::kWrite);
}

void compare_labelled(const comm::Communicator& comm, const Catalogue& catalogue, const LabelledRows& rows,
                      const ExportOptions& options) {
  static_cast<void>(stream_labelled(comm, catalogue, rows, options, LabelledPurpose::kCompare));
}

}  // namespace chorus::catalogue
