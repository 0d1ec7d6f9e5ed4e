// The catalogue file: what is written is read back, by any number of ranks; damage is noticed.
#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/agree.hpp"
#include "support/job_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace chorus::catalogue {
namespace {

namespace fs = std::filesystem;
using test::JobFolder;

constexpr std::size_t kWidth = 3;

/// A row's values follow from its index alone.
std::vector<double> rows_of(RowRange range) {
  std::vector<double> values;
  for (RowIndex row = range.begin; row < range.end; ++row) {
    const auto x = static_cast<double>(row);
    values.push_back(x);
    values.push_back(row % 5 == 0 ? missing_cell(CellKind::kMissing) : -x / 7);
    values.push_back(row % 11 == 3 ? missing_cell(CellKind::kNotNumeric) : 1 / (x + 1));
  }
  return values;
}

std::vector<std::uint64_t> bits_of(const std::vector<double>& values) {
  std::vector<std::uint64_t> bits;
  for (const double value : values) bits.push_back(std::bit_cast<std::uint64_t>(value));
  return bits;
}

CatalogueInfo described() {
  CatalogueInfo info;
  info.features = {"tempo", "energy", "a feature, quoted"};
  info.source.kind = "csv";
  info.source.path = "/music/songs.csv";
  info.source.size = 12345;
  info.source.hash = "00112233445566778899aabbccddeeff";
  info.source.header.dialect.delimiter = ';';
  info.source.header.names = {"id", "", "Tempo", "Énergie", "name\nof song", "a feature, quoted"};
  info.source.header.first_record = {61, 3};
  info.source.header.crlf = true;
  info.source.columns = {"Tempo", "Énergie", "a feature, quoted"};
  info.source.missing_words = {"", "NA"};
  info.source.skipped = 4;
  return info;
}

/// Writes `rows` rows, dealt unevenly over several appends.
CatalogueInfo write_catalogue(const comm::Communicator& comm, const fs::path& path, RowIndex rows,
                              RowIndex most_at_a_time) {
  CatalogueWriter writer(comm, path, kWidth);
  RowIndex first = 0;
  while (first < rows) {
    const RowIndex together = std::min(most_at_a_time, rows - first);
    RowRange mine = RowPartition(together, comm.size()).range(comm.rank());
    mine = {mine.begin + first, mine.end + first};
    std::vector<std::uint64_t> offsets;
    std::vector<std::int64_t> lines;
    for (RowIndex row = mine.begin; row < mine.end; ++row) {
      offsets.push_back(static_cast<std::uint64_t>(100 + 10 * row));
      lines.push_back(3 + 2 * row);
    }
    writer.append(rows_of(mine), offsets, lines);
    first += together;
  }
  return writer.finish(described());
}

class CatalogueFile : public testing::TestWithParam<RowIndex> {
 protected:
  comm::Communicator comm = comm::Communicator::world();
};

TEST_P(CatalogueFile, ReturnsWhatWasWritten) {
  const RowIndex rows = GetParam();
  const JobFolder folder(comm);
  const fs::path path = folder.file("songs.h5");
  const CatalogueInfo written = write_catalogue(comm, path, rows, 1700);
  EXPECT_EQ(written.rows, rows);

  const Catalogue catalogue = Catalogue::open(comm, path);
  const CatalogueInfo& info = catalogue.info();
  EXPECT_EQ(info.path, path);
  EXPECT_EQ(info.rows, rows);
  EXPECT_EQ(info.features, described().features);
  EXPECT_EQ(info.source.header.names, described().source.header.names);
  EXPECT_EQ(info.source.header.dialect.delimiter, ';');
  EXPECT_EQ(info.source.header.first_record.offset, 61U);
  EXPECT_EQ(info.source.header.first_record.line, 3);
  EXPECT_TRUE(info.source.header.crlf);
  EXPECT_EQ(info.source.columns, described().source.columns);
  EXPECT_EQ(info.source.missing_words, described().source.missing_words);
  EXPECT_EQ(info.source.path, described().source.path);
  EXPECT_EQ(info.source.hash, described().source.hash);
  EXPECT_EQ(info.source.skipped, 4);
  EXPECT_EQ(info.missing, (std::vector<std::int64_t>{0, (rows + 4) / 5, 0}));
  EXPECT_EQ(info.not_numeric, (std::vector<std::int64_t>{0, 0, (rows + 7) / 11}));
  EXPECT_EQ(info.not_finite, (std::vector<std::int64_t>{0, 0, 0}));
  ASSERT_EQ(info.range.size(), kWidth);
  if (rows > 0) {
    EXPECT_EQ(info.range[0].min, 0);
    EXPECT_EQ(info.range[0].max, static_cast<double>(rows - 1));
  } else {
    EXPECT_GT(info.range[0].min, info.range[0].max);
  }
  ASSERT_EQ(std::ssize(info.block_offsets), rows == 0 ? 0 : (rows + kRowBlock - 1) / kRowBlock);
  for (std::size_t block = 0; block < info.block_offsets.size(); ++block) {
    const auto row = static_cast<RowIndex>(block) * kRowBlock;
    EXPECT_EQ(info.block_offsets[block], static_cast<std::uint64_t>(100 + 10 * row));
    EXPECT_EQ(info.block_lines[block], 3 + 2 * row);
  }

  const RowRange mine = RowPartition(rows, comm.size()).range(comm.rank());
  std::vector<double> values(static_cast<std::size_t>(mine.size()) * kWidth);
  catalogue.read(mine, values);
  EXPECT_EQ(bits_of(values), bits_of(rows_of(mine)));
  EXPECT_NO_THROW(catalogue.verify(comm));
}

// One row, fewer rows than ranks, and the borders of row blocks and chunks.
INSTANTIATE_TEST_SUITE_P(Sizes, CatalogueFile,
                         testing::Values(0, 1, 2, 5, 1023, 1024, 1025, 4096, 4097, 9001));

using CatalogueFailure = CatalogueFile;

TEST_P(CatalogueFailure, KeepsTheOlderFileUntilFinished) {
  const JobFolder folder(comm);
  const fs::path path = folder.write("songs.h5", "older");
  {
    CatalogueWriter writer(comm, path, kWidth);
    writer.append(rows_of({0, 1}), {}, {});
    EXPECT_EQ(test::read_file(path), "older");
    writer.discard();
  }
  comm.barrier();
  EXPECT_EQ(test::read_file(path), "older");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST_P(CatalogueFailure, WithoutDiscardNothingIsLeftAndNobodyWaits) {
  const JobFolder folder(comm);
  {
    CatalogueWriter writer(comm, folder.file("songs.h5"), kWidth);
    writer.append(rows_of({0, 10}), {}, {});
    if (comm.is_root()) comm.barrier();  // the others leave first, as after an exception
  }
  if (!comm.is_root()) comm.barrier();
  comm.barrier();
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST_P(CatalogueFailure, AFolderThatDoesNotExistIsAnErrorEverywhere) {
  const JobFolder folder(comm);
  try {
    const CatalogueWriter writer(comm, folder.file("absent") / "songs.h5", kWidth);
    FAIL() << "created a file in a folder that does not exist";
  } catch (const AgreedError& error) {
    EXPECT_EQ(error.status(), Exit::kIo);
    EXPECT_NE(std::string(error.what()).find("absent"), std::string::npos);
  }
}

Exit open_failure(const comm::Communicator& comm, const fs::path& path) {
  try {
    Catalogue::open(comm, path).verify(comm);
  } catch (const AgreedError& error) {
    EXPECT_NE(std::string(error.what()).find(path.string()), std::string::npos) << error.what();
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    return error.status();
  }
  return Exit::kDone;
}

TEST_P(CatalogueFailure, MissingForeignAndTruncatedFilesAreRefused) {
  const JobFolder folder(comm);
  EXPECT_EQ(open_failure(comm, folder.file("absent.h5")), Exit::kIo);
  EXPECT_EQ(open_failure(comm, folder.write("empty.h5", "")), Exit::kInput);
  EXPECT_EQ(open_failure(comm, folder.write("text.h5", "id,tempo\n1,2\n")), Exit::kInput);
  const fs::path path = folder.file("songs.h5");
  write_catalogue(comm, path, 5000, 5000);
  const auto whole = fs::file_size(path);
  comm.barrier();
  for (const auto size : {whole - 1, whole - 4096, whole / 2, whole / 7, std::uintmax_t{600}}) {
    if (comm.is_root()) fs::resize_file(path, size);
    comm.barrier();
    EXPECT_EQ(open_failure(comm, path), Exit::kInput) << size << " of " << whole;
  }
}

TEST_P(CatalogueFailure, AFlippedBitInAnyRowIsFound) {
  const JobFolder folder(comm);
  const fs::path path = folder.file("songs.h5");
  write_catalogue(comm, path, 3000, 3000);
  comm.barrier();
  const std::string good = test::read_file(path);
  const std::vector<double> row = rows_of({2500, 2501});
  std::string needle(row.size() * sizeof(double), '\0');
  std::memcpy(needle.data(), row.data(), needle.size());
  const std::size_t at = good.find(needle);
  ASSERT_NE(at, std::string::npos);
  std::string bad = good;
  bad[at + 5] = static_cast<char>(bad[at + 5] ^ 1);
  comm.barrier();
  folder.write("songs.h5", bad);
  try {
    Catalogue::open(comm, path).verify(comm);
    FAIL() << "the damage went unnoticed";
  } catch (const AgreedError& error) {
    EXPECT_EQ(error.status(), Exit::kInput);
    EXPECT_NE(std::string(error.what()).find("rows 2048 to 2999"), std::string::npos) << error.what();
  }
}

TEST_P(CatalogueFailure, ARefusedFileLockSaysWhatToSet) {
  const JobFolder folder(comm);
  const fs::path path = folder.file("songs.h5");
  CatalogueWriter writer(comm, path, kWidth);
  writer.append(rows_of({0, 1}), {}, {});
  int locked = -1;
  if (comm.is_root()) {
    const fs::path temporary = fs::directory_iterator(folder.path())->path();
    locked = ::open(temporary.c_str(), O_RDONLY);
    ASSERT_EQ(::flock(locked, LOCK_EX), 0);
  }
  comm.barrier();
  try {
    writer.finish(described());
    FAIL() << "wrote to a locked file";
  } catch (const AgreedError& error) {
    EXPECT_EQ(error.status(), Exit::kIo);
    EXPECT_NE(std::string(error.what()).find("HDF5_USE_FILE_LOCKING=FALSE"), std::string::npos)
        << error.what();
  }
  if (locked >= 0) ::close(locked);
}

TEST_P(CatalogueFailure, WideHeadersAreKeptAndImmoderateOnesRefused) {
  const JobFolder folder(comm);
  CatalogueInfo info = described();
  for (int i = 0; i < 20000; ++i) info.source.header.names.push_back("a column " + std::to_string(i));
  {
    CatalogueWriter writer(comm, folder.file("wide.h5"), kWidth);
    writer.append(rows_of({0, 1}), {}, {});
    writer.finish(info);
  }
  EXPECT_EQ(Catalogue::open(comm, folder.file("wide.h5")).info().source.header.names,
            info.source.header.names);
  info.source.header.names.emplace_back(900000, 'x');
  CatalogueWriter writer(comm, folder.file("wider.h5"), kWidth);
  writer.append(rows_of({0, 1}), {}, {});
  EXPECT_THROW(writer.finish(info), AgreedError);
  EXPECT_FALSE(fs::exists(folder.file("wider.h5")));
}

INSTANTIATE_TEST_SUITE_P(Any, CatalogueFailure, testing::Values(0));

}  // namespace
}  // namespace chorus::catalogue
