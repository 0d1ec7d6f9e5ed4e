#include "block_table.hpp"
#include "catalogue_seal.hpp"
#include "cell_tally.hpp"
#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/comm/environment.hpp"
#include "chorus/files/staged_file.hpp"
#include "description_file.hpp"
#include "features_file.hpp"

#include <cassert>
#include <optional>
#include <utility>
#include <vector>

namespace chorus::catalogue {

using comm::agree_on;
using files::StagedFile;

namespace {

/// Adds the description to the file that holds the rows, and gives it its name. Local.
void finish_file(StagedFile& staged, const Description& description, Durability durability) {
  const std::vector<RowRun> runs = add_description(staged, description);
  write_seal(staged, {to_bytes(description), description.info.width() * sizeof(double), runs});
  staged.commit(durability);
}

}  // namespace

struct CatalogueWriter::State {
  const comm::Communicator& comm;
  std::filesystem::path path;
  std::size_t width;
  Durability durability;
  std::optional<StagedFile> staged;  // on rank 0
  std::filesystem::path temporary;
  std::optional<FeaturesFile> features;
  RowIndex rows = 0;
  BlockTableBuilder blocks{width};
  CellTally cells{width};
};

CatalogueWriter::CatalogueWriter(const comm::Communicator& comm, std::filesystem::path path,
                                 std::size_t width, Durability durability)
    : state_(new State{comm, std::move(path), width, durability, {}, {}, {}}) {
  State& s = *state_;
  const auto reserve = [&](std::uint64_t bytes) {
    if (s.staged) s.staged->reserve(bytes);
  };
  constexpr std::uint64_t kProbe = std::uint64_t{64} << 10U;
  // A folder that refuses a file, or a full disk, is found here, where no rank has entered HDF5 yet.
  agree_on(comm, [&] {
    if (comm.is_root()) s.staged.emplace(s.path);
    reserve(kProbe);
  });
  s.temporary = comm.broadcast(s.staged ? s.staged->temporary().string() : std::string(), 0);
  agree_on(comm, [&] {
    const comm::Wait wait(comm.pulse());
    s.features.emplace(comm, s.temporary, width);
  });
  try {
    agree_on(comm, [&] { reserve(s.features->size_with(0)); });
  } catch (const AgreedError&) {
    discard();
    throw;
  }
}

CatalogueWriter::~CatalogueWriter() = default;

void CatalogueWriter::append(std::span<const double> values, std::span<const std::uint64_t> offsets,
                             std::span<const std::int64_t> lines) {
  State& s = *state_;
  assert(values.size() % s.width == 0 && offsets.size() == lines.size());
  const Int128 mine{values.size() / s.width};
  const auto counted = s.comm.scan(std::span(&mine, 1));
  const RowIndex first = s.rows + static_cast<RowIndex>(counted.below.front());
  const RowIndex rows = s.rows + static_cast<RowIndex>(counted.total.front());
  if (rows == s.rows) return;
  try {
    agree_on(s.comm, [&] {
      if (s.staged) s.staged->reserve(s.features->size_with(rows));
    });
    agree_on(s.comm, [&] {
      const comm::Wait wait(s.comm.pulse());
      s.features->extend(rows);
    });
    agree_on(s.comm, [&] {
      s.features->write(first, values);
      s.blocks.enter(first, values, offsets, lines);
      s.cells.count(values);
      if (s.staged && s.durability == Durability::kDurable) s.staged->begin_to_store();
    });
  } catch (const AgreedError&) {
    discard();
    throw;
  }
  s.rows = rows;
}

CatalogueInfo CatalogueWriter::finish(const CatalogueInfo& info) {
  State& s = *state_;
  assert(info.width() == s.width);
  Description description{info, {}};
  description.info.rows = s.rows;
  s.cells.describe(s.comm, description.info);
  BlockTable table = s.blocks.add_up(s.comm, s.rows);
  description.block_checksums = std::move(table.checksums);
  description.info.block_offsets = std::move(table.offsets);
  description.info.block_lines = std::move(table.lines);
  description.info.path = s.path;
  try {
    agree_on(s.comm, [&] {
      const comm::Wait wait(s.comm.pulse());
      s.features->close();
    });
    s.features.reset();
    // Rank 0 stores what its own host wrote together with the rest: the disk is waited for once.
    const bool elsewhere = s.comm.broadcast(comm::Environment::host(), 0) != comm::Environment::host();
    agree_on(s.comm, [&] {
      if (elsewhere && s.durability == Durability::kDurable) files::StagedPart(s.temporary, s.path).store();
    });
    // What describes the rows is small: rank 0 adds it alone.
    agree_on(s.comm, [&] {
      if (s.staged) finish_file(*s.staged, description, s.durability);
    });
  } catch (const AgreedError&) {
    discard();
    throw;
  }
  s.staged.reset();
  return description.info;
}

void CatalogueWriter::discard() noexcept {
  State& s = *state_;
  // The removed file's space comes back first, so that HDF5 finds room for what it flushes when it closes.
  s.staged.reset();
  if (!s.features) return;
  try {
    s.comm.barrier();
    const comm::Wait wait(s.comm.pulse());
    s.features->close();
  } catch (const std::exception&) {
    // The error that led here is the one to tell.
  }
  s.features.reset();
}

}  // namespace chorus::catalogue
