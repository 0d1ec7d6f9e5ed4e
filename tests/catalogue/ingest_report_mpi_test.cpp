// What an ingest finds beside the catalogue: the same for every number of ranks and every block size.
#include "chorus/catalogue/ingest.hpp"
#include "chorus/comm/agree.hpp"
#include "support/job_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace chorus::catalogue {
namespace {

using test::JobFolder;

struct Found {
  std::vector<ColumnCells> columns;
  std::vector<Hash128> records, ids;  ///< of all ranks, sorted
};

std::vector<Hash128> of_all_ranks(const comm::Communicator& comm, const std::deque<Hash128>& mine) {
  const std::vector<Hash128> flat(mine.begin(), mine.end());
  std::vector<Hash128> all = comm.all_gather(std::span<const Hash128>(flat));
  std::ranges::sort(all);
  return all;
}

Found ingest(const comm::Communicator& comm, const JobFolder& folder, std::string_view text,
             std::size_t block_bytes) {
  IngestOptions options;
  options.features = {"a"};
  options.block_bytes = block_bytes;
  options.bad_rows = csv::BadRows::kSkip;
  options.non_numeric = csv::NonNumeric::kMissing;
  options.id_column = "ID";
  IngestReport report;
  (void)ingest_csv(comm, folder.write("songs.csv", text), folder.file("songs.h5"), options, &report);
  comm.barrier();
  return {report.columns, of_all_ranks(comm, report.record_hashes), of_all_ranks(comm, report.id_hashes)};
}

TEST(IngestReport, DoesNotDependOnRanksOrBlocks) {
  const auto comm = comm::Communicator::world();
  const JobFolder folder(comm);
  std::string text = "id,a,name\n";
  for (int i = 0; i < 400; ++i) {
    text += fmt::format("s{},{},\"x, {}\"\n", i % 300, i % 4 == 0 ? "?" : std::to_string(i % 7), i % 300);
    if (i % 100 == 0) text += "ragged\n\n";
  }
  const Found whole = ingest(comm, folder, text, std::size_t{1} << 20U);
  ASSERT_EQ(whole.columns.size(), 3);
  EXPECT_EQ(whole.columns[0].text, 400);
  EXPECT_EQ(whole.columns[1].missing_word, 100);
  EXPECT_EQ(whole.columns[1].integer, 300);
  EXPECT_EQ(whole.columns[1].type(), ColumnType::kInteger);
  EXPECT_EQ(whole.records.size(), 400);
  EXPECT_EQ(whole.ids.size(), 400);
  std::vector<Hash128> distinct = whole.ids;
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  EXPECT_EQ(distinct.size(), 300);
  for (const std::size_t bytes : {std::size_t{30}, std::size_t{1111}}) {
    const Found found = ingest(comm, folder, text, bytes);
    EXPECT_EQ(found.columns, whole.columns);
    EXPECT_EQ(found.records, whole.records);
    EXPECT_EQ(found.ids, whole.ids);
  }
}

TEST(IngestReport, AnUnknownIdColumnIsAnError) {
  const auto comm = comm::Communicator::world();
  const JobFolder folder(comm);
  IngestOptions options;
  options.features = {"a"};
  options.id_column = "nix";
  EXPECT_THROW((void)ingest_csv(comm, folder.write("songs.csv", "a\n1\n"), folder.file("songs.h5"), options),
               AgreedError);
}

}  // namespace
}  // namespace chorus::catalogue
