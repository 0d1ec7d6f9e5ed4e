#include "early_checks.hpp"

#include "catalogue_source.hpp"
#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/catalogue/ingest.hpp"
#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/csv/format.hpp"
#include "given_centroids.hpp"
#include "results_folder.hpp"
#include "song_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> appended_names(const ClusterOptions& options, std::size_t features) {
  std::vector<std::string> names = {options.label_column};
  if (!options.scores) return names;
  const std::size_t kept = std::min(static_cast<std::size_t>(options.components), features);
  for (std::size_t c = 0; c < kept; ++c) names.push_back("PC" + std::to_string(c + 1));
  names.emplace_back("silhouette_width");
  names.emplace_back("distance_to_centroid");
  return names;
}

/// A record has at least a byte a column: the separators and the line end.
void check_count(const ClusterOptions& options, std::uint64_t bytes, std::size_t columns) {
  if (bytes == 0) return;                          // no song at all: reading says so
  const std::uint64_t most = bytes / columns + 1;  // the last may lack its line end
  const int k = options.ks().front();              // a range that goes too far is shortened
  if (static_cast<std::uint64_t>(k) <= most) return;
  throw Error(Exit::kCannotCluster, describe("more clusters than rows",
                                             fmt::format("k = {}, but {} has room for {} rows at most", k,
                                                         options.input.input, most),
                                             "use a smaller -k"));
}

/// The shape of --init.
void check_init(const ClusterOptions& options, std::vector<std::string> features) {
  if (options.init.empty()) return;
  static_cast<void>(centroid_rows(
      centroid_text(options), {options.init, options.init_space, std::move(features), options.ks().front()}));
}

void check_header(const ClusterOptions& options) {
  const fs::path path = options.input.input;
  const catalogue::IngestOptions ingest = options.input.ingest();
  const csv::CsvHeader header = csv::read_csv_header(path, ingest.delimiter);
  static_cast<void>(catalogue::find_columns(header.names, ingest, path.string()));
  static_cast<void>(options.input.rules(ingest.features));  // bounds of features that there are
  catalogue::check_appended_names(appended_names(options, ingest.features.size()), header.names,
                                  path.string());
  check_init(options, ingest.features);
  check_count(options, fs::file_size(path) - header.first_record.offset, header.names.size());
}

void check_catalogue(const ClusterOptions& options, const catalogue::CatalogueInfo& info) {
  static_cast<void>(options.input.rules(info.features));
  check_init(options, info.features);
  require_source_size(options, info);
  if (!source_of(options, info).empty()) {
    catalogue::check_appended_names(appended_names(options, info.width()), info.source.header.names,
                                    info.source.path.string());
  }
  if (const int k = options.ks().front(); k > info.rows) {
    throw Error(Exit::kCannotCluster,
                describe("more clusters than rows",
                         fmt::format("k = {}, but {} has {} rows", k, options.input.input, info.rows),
                         "use a smaller -k"));
  }
}

void check_target(const fs::path& file, const char* advice) {
  const std::string name = file.filename().string();
  const long most = pathconf(nearest_existing(file.parent_path()).c_str(), _PC_NAME_MAX);
  if (most > 0 && name.size() > static_cast<std::size_t>(most)) {
    throw Error(Exit::kInput,
                describe(fmt::format("a file name of {} bytes is too long here, where {} are allowed",
                                     name.size(), static_cast<std::size_t>(most)),
                         file.string(), advice));
  }
  std::error_code unknown;
  if (fs::is_directory(file, unknown))
    throw Error(Exit::kInput, describe("a folder stands where the output goes", file.string(), advice));
}

/// @param info of a catalogue; of a CSV there is none
void look(const ClusterOptions& options, const catalogue::CatalogueInfo* info) {
  std::error_code unknown;
  if (info != nullptr) check_catalogue(options, *info);
  if (info == nullptr && fs::is_regular_file(options.input.input, unknown)) check_header(options);
  if (!options.source.empty() && !fs::is_regular_file(options.source, unknown)) {
    throw Error(Exit::kInput, describe("the source is not there, or not a file", "--source " + options.source,
                                       "give the CSV that the catalogue was made of"));
  }
  check_target(options.labelled_csv(), "choose another with --name");
  if (const auto kept = options.kept_catalogue(); kept && info == nullptr)
    check_target(*kept, "leave out --keep-catalogue, or rename the input");
}

}  // namespace

void check_early(const comm::Communicator& comm, const ClusterOptions& options) {
  std::optional<catalogue::Catalogue> opened;
  if (is_catalogue(comm, options.input.input)) opened = catalogue::Catalogue::open(comm, options.input.input);
  comm::agree_on(comm, [&] {
    if (comm.is_root()) look(options, opened ? &opened->info() : nullptr);
  });
}

}  // namespace chorus::jobs
