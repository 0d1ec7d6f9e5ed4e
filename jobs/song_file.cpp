#include "song_file.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/comm/hosts.hpp"
#include "chorus/core/temporary_paths.hpp"
#include "chorus/files/temporary_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

namespace chorus::jobs {

namespace fs = std::filesystem;

namespace {

/// HDF5's signature stands at the beginning of the file, or at 512, 1024, 2048... where a user block precedes
/// it; catalogues have none.
bool begins_as_hdf5(const fs::path& path) {
  constexpr std::array<char, 8> kSignature = {'\x89', 'H', 'D', 'F', '\r', '\n', '\x1a', '\n'};
  std::array<char, 8> begin{};
  std::error_code unknown;
  if (!fs::is_regular_file(path, unknown)) return false;  // opening a pipe would wait for its writer
  std::ifstream file(path, std::ios::binary);
  return file.read(begin.data(), begin.size()) && begin == kSignature;
}

[[noreturn]] void refuse(const std::string& problem, const catalogue::CatalogueInfo& info,
                         const std::string& has) {
  throw AgreedError(Exit::kInput, describe(problem, info.path.string() + " has " + has,
                                           "leave the option out, or ingest the CSV again with it"));
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

bool same_but_for_case(const std::string& a, const std::string& b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// An empty cell is missing whether it is listed or not.
std::vector<std::string> without_empty(std::vector<std::string> words) {
  std::erase(words, "");
  return words;
}

/// A catalogue was read once and for all: options that ask for another reading must not pass in silence.
void require_same_reading(const catalogue::CatalogueInfo& info, const InputOptions& options,
                          const catalogue::IngestOptions& wanted) {
  if (!options.features.empty() && options.features != info.features) {
    refuse("the catalogue has other features than --features asks for", info, listed(info.features));
  }
  for (const auto& [feature, column] : wanted.columns) {
    const auto found = std::ranges::find(info.features, feature);
    const auto at = static_cast<std::size_t>(found - info.features.begin());
    if (at < info.source.columns.size() && same_but_for_case(info.source.columns[at], column)) continue;
    refuse(fmt::format("the catalogue was not made with --column {}={}", feature, column), info,
           "the columns " + listed(info.source.columns));
  }
  const std::vector<std::string> words = without_empty(options.na);
  if (words != without_empty(InputOptions{}.na) && words != without_empty(info.source.missing_words)) {
    refuse("the catalogue was read with other words for missing values than --na names", info,
           listed(without_empty(info.source.missing_words)));
  }
  if (info.source.kind != "csv") return;
  if (wanted.delimiter && *wanted.delimiter != info.source.header.dialect.delimiter) {
    refuse("the catalogue was read with another --delimiter", info,
           fmt::format("'{}'", info.source.header.dialect.delimiter));
  }
  if (options.bad_rows != InputOptions{}.bad_rows && options.bad_rows != info.source.bad_rows)
    refuse("the catalogue was read with another --bad-rows", info, info.source.bad_rows);
  if (options.non_numeric != InputOptions{}.non_numeric && options.non_numeric != info.source.non_numeric)
    refuse("the catalogue was read with another --non-numeric", info, info.source.non_numeric);
}

/// Collective. A name that no other run has, also not for what MPI-IO shares on a node by a file's name.
fs::path scratch_name(const comm::Communicator& comm, const fs::path& folder) {
  return comm.broadcast(files::temporary_name(folder / "catalogue.h5").string(), 0);
}

}  // namespace

bool is_catalogue(const comm::Communicator& comm, const fs::path& path) {
  return comm.max_of<std::int64_t>(comm.is_root() && begins_as_hdf5(path) ? 1 : 0) == 1;
}

SongFile SongFile::open(const comm::Communicator& comm, const InputOptions& options, const fs::path& scratch,
                        const std::optional<fs::path>& kept, session::PhaseClock& clock,
                        const std::function<void()>& after_round) {
  clock.enter("ingest");
  if (is_catalogue(comm, options.input)) {
    clock.enter("load");
    SongFile file(catalogue::Catalogue::open(comm, options.input));
    require_same_reading(file.info(), options, comm::agree_on(comm, [&] { return options.ingest(); }));
    file.catalogue_->verify(comm);
    return file;
  }
  catalogue::IngestOptions how = comm::agree_on(comm, [&] { return options.ingest(); });
  how.after_round = after_round;
  return ingest(comm, options.input, scratch, kept, std::move(how), clock, nullptr);
}

SongFile SongFile::open_and_look(const comm::Communicator& comm, const InputOptions& options,
                                 const fs::path& scratch, const std::string& id_column,
                                 session::PhaseClock& clock, catalogue::IngestReport& report) {
  clock.enter("ingest");
  catalogue::IngestOptions how = comm::agree_on(comm, [&] { return options.ingest(); });
  how.id_column = id_column;
  return ingest(comm, options.input, scratch, std::nullopt, std::move(how), clock, &report);
}

SongFile SongFile::ingest(const comm::Communicator& comm, const std::string& from, const fs::path& scratch,
                          const std::optional<fs::path>& kept, catalogue::IngestOptions options,
                          session::PhaseClock& clock, catalogue::IngestReport* report) {
  const fs::path made = kept ? *kept : scratch_name(comm, scratch);
  const TemporaryPath temporary = kept || !comm.is_root() ? TemporaryPath() : TemporaryPath(made);
  options.durability = kept ? catalogue::Durability::kDurable : catalogue::Durability::kScratch;
  static_cast<void>(catalogue::ingest_csv(comm, from, made, options, report));
  clock.enter("load");
  SongFile file(catalogue::Catalogue::open(comm, made));
  if (!kept) {
    const bool here = comm::on_one_host(comm);  // and all ranks have opened it
    if (comm.is_root()) {
      file.passing_ = std::make_unique<const files::PassingFile>(
          made, here ? files::Readers::kThisHost : files::Readers::kOtherHosts);
    }
  }
  return file;
}

features::ShardRows SongFile::shard(const comm::Communicator& comm, session::PhaseClock& clock,
                                    const InputOptions& options) const {
  const RowPartition partition(info().rows, comm.size());
  return {partition.range(comm.rank()), info().width(),
          [open = catalogue_, &clock, &comm](RowRange rows, std::span<double> values) {
            const session::IoTimer timer(clock);
            open->read(rows, values);
            comm.pulse().beat();
          },
          options.keep_rows << 20U};
}

}  // namespace chorus::jobs
