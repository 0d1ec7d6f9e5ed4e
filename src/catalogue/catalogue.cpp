#include "block_table.hpp"
#include "catalogue_description.hpp"
#include "catalogue_seal.hpp"
#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/agree.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <optional>
#include <string>
#include <utility>

namespace chorus::catalogue {
namespace {

Error corrupt(const std::filesystem::path& path, const std::string& what) {
  return {Exit::kInput, describe("this is no catalogue of this program, or a damaged one",
                                 path.string() + ": " + what, "make it again with `chorus ingest`")};
}

}  // namespace

struct Catalogue::State {
  std::optional<SourceFile> file;
  std::vector<RowRun> runs;         // in row order
  std::vector<RowIndex> first_row;  // of each run
};

Catalogue::Catalogue() : state_(std::make_unique<State>()) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

Catalogue Catalogue::open(const comm::Communicator& comm, const std::filesystem::path& path) {
  Catalogue catalogue;
  State& state = *catalogue.state_;
  // Rank 0 checks the seal for all; the others only need to know where the rows are.
  std::string bytes = comm::agree_on(comm, [&] {
    if (!comm.is_root()) return std::string();
    state.file.emplace(path);
    return to_bytes(read_seal(*state.file));
  });
  bytes = comm.broadcast(std::move(bytes), 0);
  auto size = static_cast<std::int64_t>(state.file ? state.file->size() : 0);
  size = comm.max_of(size);
  comm::agree_on(comm, [&] {
    Seal seal = seal_from_bytes(bytes).value();
    std::optional<Description> description = from_bytes(seal.description);
    if (!description || !well_formed(*description)) throw corrupt(path, "its parts do not fit");
    catalogue.info_ = std::move(description->info);
    catalogue.info_.path = path;
    catalogue.block_checksums_ = std::move(description->block_checksums);
    RowIndex rows = 0;
    for (const RowRun& run : seal.runs) {
      state.first_row.push_back(rows);
      rows += run.rows;
    }
    state.runs = std::move(seal.runs);
    if (rows != catalogue.info_.rows || seal.row_bytes != catalogue.info_.width() * sizeof(double)) {
      throw corrupt(path, "it does not hold the rows that it should");
    }
    if (!state.file) state.file.emplace(path);
    if (static_cast<std::int64_t>(state.file->size()) != size) {
      throw Error(Exit::kIo, describe("ranks see different files under one name", path.string(),
                                      "put the catalogue where all hosts see the same"));
    }
  });
  return catalogue;
}

void Catalogue::read(RowRange range, std::span<double> values) const {
  static_assert(std::endian::native == std::endian::little, "rows are read as they are stored");
  const std::size_t width = info_.width();
  assert(0 <= range.begin && range.begin <= range.end && range.end <= info_.rows);
  assert(values.size() == static_cast<std::size_t>(range.size()) * width);
  for (RowIndex row = range.begin; row < range.end;) {
    const auto after = std::ranges::upper_bound(state_->first_row, row);
    const auto run = static_cast<std::size_t>(after - state_->first_row.begin()) - 1;
    const RowIndex into = row - state_->first_row[run];
    const RowIndex rows = std::min(state_->runs[run].rows - into, range.end - row);
    const auto part = values.first(static_cast<std::size_t>(rows) * width);
    state_->file->read(state_->runs[run].offset + static_cast<std::uint64_t>(into) * width * sizeof(double),
                       {reinterpret_cast<char*>(part.data()), part.size_bytes()});
    values = values.subspan(part.size());
    row += rows;
  }
}

std::uint64_t Catalogue::checksum(RowIndex first_row, std::size_t width, std::span<const double> values) {
  return rows_checksum(first_row, width, values);
}

void Catalogue::verify(const comm::Communicator& comm) const {
  const RowPartition partition(info_.rows, comm.size());
  const RowRange mine = partition.range(comm.rank());
  const std::size_t width = info_.width();
  const RowIndex batch = std::max<RowIndex>(
      static_cast<RowIndex>((std::size_t{4} << 20U) / sizeof(double) / width) / kRowBlock, 1);
  const RowIndex first_block = (mine.begin + kRowBlock - 1) / kRowBlock;
  const RowIndex end_block = (mine.end + kRowBlock - 1) / kRowBlock;
  // Ranks hold ascending rows, so the lowest rank that fails names the first damaged block.
  comm::agree_on(comm, [&] {
    std::vector<double> values;
    for (RowIndex block = first_block; block < end_block; block += batch) {
      const RowRange rows = {block * kRowBlock,
                             std::min(info_.rows, std::min(block + batch, end_block) * kRowBlock)};
      values.resize(static_cast<std::size_t>(rows.size()) * width);
      read(rows, values);
      for (RowIndex row = rows.begin; row < rows.end; row += kRowBlock) {
        const RowIndex end = std::min(row + kRowBlock, rows.end);
        const auto part = std::span<const double>(values).subspan(
            static_cast<std::size_t>(row - rows.begin) * width, static_cast<std::size_t>(end - row) * width);
        if (checksum(row, width, part) != block_checksums_[static_cast<std::size_t>(row / kRowBlock)]) {
          throw Error(Exit::kInput, describe("the catalogue is damaged in rows " + std::to_string(row) +
                                                 " to " + std::to_string(end - 1),
                                             info_.path.string(), "make it again with `chorus ingest`"));
        }
      }
    }
  });
}

}  // namespace chorus::catalogue
