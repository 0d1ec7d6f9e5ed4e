#include "song_file.hpp"

#include "chorus/catalogue/ingest.hpp"
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
                        const std::optional<fs::path>& kept, session::PhaseClock& clock,
                        const std::function<void()>& after_round) {
  const bool hdf5 = is_catalogue(comm, options.input);
  clock.enter("ingest");
  if (hdf5) {
    clock.enter("load");
    SongFile file(catalogue::Catalogue::open(comm, options.input));
    require_features(file.info(), options);
    file.catalogue_.verify(comm);
    return file;
  }
  const fs::path made = kept.value_or(scratch / ".chorus-catalogue.h5");
  catalogue::IngestOptions ingest = comm::agree_on(comm, [&] { return options.ingest(); });
  ingest.durability = kept ? catalogue::Durability::kDurable : catalogue::Durability::kScratch;
  ingest.after_round = after_round;
  static_cast<void>(catalogue::ingest_csv(comm, options.input, made, ingest));
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
          [this, &clock, &comm](RowRange rows, std::span<double> values) {
            const session::IoTimer timer(clock);
            catalogue_.read(rows, values);
            comm.pulse().beat();
          }};
}

}  // namespace chorus::jobs
