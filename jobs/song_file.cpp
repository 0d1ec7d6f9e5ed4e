#include "song_file.hpp"

#include "chorus/comm/agree.hpp"

#include <array>
#include <fstream>
#include <system_error>

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

void require_features(const catalogue::CatalogueInfo& info, const InputOptions& options) {
  if (!options.features.empty() && options.features != info.features) {
    std::string has;
    for (const std::string& name : info.features) has += (has.empty() ? "" : ", ") + name;
    throw AgreedError(Exit::kInput, describe("the catalogue has other features than --features asks for",
                                             info.path.string() + " has " + has,
                                             "leave --features out, or ingest the CSV again"));
  }
}

}  // namespace

bool is_catalogue(const comm::Communicator& comm, const fs::path& path) {
  return comm.max_of<std::int64_t>(comm.is_root() && begins_as_hdf5(path) ? 1 : 0) == 1;
}

SongFile SongFile::open(const comm::Communicator& comm, const InputOptions& options, const fs::path& scratch,
                        const std::optional<fs::path>& kept, session::PhaseClock& clock) {
  clock.enter("ingest");
  if (is_catalogue(comm, options.input)) {
    clock.enter("load");
    SongFile file(catalogue::Catalogue::open(comm, options.input));
    require_features(file.info(), options);
    file.catalogue_.verify(comm);
    return file;
  }
  catalogue::IngestOptions how = comm::agree_on(comm, [&] { return options.ingest(); });
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
  const fs::path made = kept.value_or(scratch / ".chorus-catalogue.h5");
  options.durability = kept ? catalogue::Durability::kDurable : catalogue::Durability::kScratch;
  static_cast<void>(catalogue::ingest_csv(comm, from, made, options, report));
  clock.enter("load");
  SongFile file(catalogue::Catalogue::open(comm, made));
  if (!kept) {
    // Open files live on without a name, so nothing stays behind however the run ends.
    comm.barrier();
    std::error_code ignored;
    if (comm.is_root()) fs::remove(made, ignored);
  }
  return file;
}

features::ShardRows SongFile::shard(const comm::Communicator& comm, session::PhaseClock& clock) const {
  const RowPartition partition(info().rows, comm.size());
  return {partition.range(comm.rank()), info().width(),
          [this, &clock](RowRange rows, std::span<double> values) {
            const session::IoTimer timer(clock);
            catalogue_.read(rows, values);
          }};
}

}  // namespace chorus::jobs
