#include "header_choice.hpp"

#include "chorus/catalogue/ingest.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/core/error.hpp"
#include "chorus/csv/format.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <system_error>

namespace chorus::jobs {
namespace {

class Header {
 public:
  explicit Header(const InputOptions& input)
      : ingest_(input.ingest()), path_(input.input), header_(read(path_, ingest_)) {}

  /// Exactly one column is called so.
  [[nodiscard]] bool has(const std::string& name) const {
    catalogue::IngestOptions one;
    one.features = {name};
    try {
      static_cast<void>(find_columns(header_.names, one, path_));
      return true;
    } catch (const Error&) {
      return false;
    }
  }

  [[nodiscard]] bool has_feature(const std::string& name) const {
    return ingest_.columns.contains(name) || has(name);
  }

  [[nodiscard]] std::string id_column(const std::string& wanted) const {
    if (wanted == "none") return {};
    if (wanted == "auto") {
      for (const char* name : {"track_id", "song_id", "id_songs", "spotify_id", "uri", "track_uri", "id"}) {
        if (has(name)) return name;
      }
      return {};
    }
    if (has(wanted)) return wanted;
    throw Error(Exit::kInput, describe("no column is called " + wanted + ", or more than one", path_,
                                       "name another with --id, or leave it out"));
  }

 private:
  static csv::CsvHeader read(const std::string& path, const catalogue::IngestOptions& ingest) {
    return csv::read_csv_header(path, ingest.delimiter);
  }
  catalogue::IngestOptions ingest_;
  std::string path_;
  csv::CsvHeader header_;
};

}  // namespace

HeaderChoice choose_columns(const comm::Communicator& comm, const InputOptions& input,
                            const std::string& id) {
  const std::vector<std::string> names = input.feature_names();
  std::vector<std::int64_t> present(names.size(), 1);
  std::string id_column = comm::agree_on(comm, [&] {
    std::error_code unknown;
    // What is no regular file is for ingest to refuse: reading a pipe's header would wait for its writer.
    if (!comm.is_root() || !std::filesystem::is_regular_file(input.input, unknown)) return std::string();
    const Header header(input);
    for (std::size_t i = 0; i < names.size() && input.features.empty(); ++i) {
      present[i] = header.has_feature(names[i]) ? 1 : 0;
    }
    return header.id_column(id);
  });
  comm.broadcast(std::span<std::int64_t>(present), 0);
  HeaderChoice choice;
  choice.id_column = comm.broadcast(std::move(id_column), 0);
  for (std::size_t i = 0; i < names.size(); ++i) {
    (present[i] == 1 ? choice.features : choice.absent).push_back(names[i]);
  }
  if (choice.features.empty()) return {names, {}, choice.id_column};
  return choice;
}

}  // namespace chorus::jobs
