// Records that span lines are counted, and bad ones left out, the same by any number of ranks and in blocks
// of any size; what was left out is listed, and stays in the export.
#include "chorus/catalogue/ingest.hpp"
#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/catalogue/rejected_records.hpp"
#include "chorus/comm/agree.hpp"
#include "support/job_folder.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chorus::catalogue {
namespace {

namespace fs = std::filesystem;
using test::JobFolder;

struct Read {
  CatalogueInfo info;
  std::vector<double> tempo;
};

class BadRecords : public testing::Test {
 protected:
  Read read(const fs::path& from, const fs::path& to, csv::BadRows bad_rows,
            std::size_t block_bytes = 1U << 20U) {
    IngestOptions options;
    options.features = {"tempo"};
    options.bad_rows = bad_rows;
    options.block_bytes = block_bytes;
    ingest_csv(comm, from, to, options);
    const Catalogue catalogue = Catalogue::open(comm, to);
    Read read{catalogue.info(), std::vector<double>(static_cast<std::size_t>(catalogue.info().rows))};
    catalogue.read({0, catalogue.info().rows}, read.tempo);
    return read;
  }
  comm::Communicator comm = comm::Communicator::world();
};

std::string song(int i, const std::string& title) {
  return std::to_string(i) + "," + title + "," + std::to_string(60 + i) + "\n";
}

/// 1,000 songs: line i + 1 is song i.
std::string songs(const std::vector<std::pair<int, std::string>>& titles) {
  std::string text = "id,title,tempo\n";
  for (int i = 1; i <= 1000; ++i) {
    std::string title = "Song " + std::to_string(i);
    for (const auto& [at, other] : titles) {
      if (at == i) title = other;
    }
    text += song(i, title);
  }
  return text;
}

TEST_F(BadRecords, SwallowedRowsAreCountedAndNamed) {
  const JobFolder folder(comm);
  const fs::path from =
      folder.write("s.csv", songs({{10, "\"Heroes"}, {60, "Blue Monday 12\""}, {70, "\"two\nlines\""}}));
  for (const std::size_t block_bytes : {std::size_t{300}, std::size_t{1} << 20U}) {
    const csv::RecordSpans spans =
        read(from, folder.file("s.h5"), csv::BadRows::kError, block_bytes).info.source.spans;
    EXPECT_EQ(spans, (csv::RecordSpans{2, 51, 11, 1, 11}));
    EXPECT_EQ(csv::spans_text(spans, "s.csv"),
              "2 records span lines, the longest 51, from line 11 (s.csv): 1 of them take in lines that are "
              "records by themselves, as a quote too many does, the first from line 11; repair the quote, or "
              "leave such lines out with --bad-rows skip");
  }
  const fs::path sound = folder.write("t.csv", songs({{70, "\"two\nlines\""}}));
  EXPECT_EQ(
      csv::spans_text(read(sound, folder.file("t.h5"), csv::BadRows::kError).info.source.spans, "t.csv"),
      "1 record spans 2 lines, from line 71 (t.csv)");
}

TEST_F(BadRecords, StrayQuotesInTwoOfAThousandRowsCostThoseTwo) {
  const JobFolder folder(comm);
  const std::vector<std::vector<std::pair<int, std::string>>> cases = {
      {{10, "\"Heroes"}, {60, "\"Low"}},
      {{10, "\"a \\\"b\\\" c\""}, {999, "\"b\" x"}},
      {{10, "\"12\\\"\""}, {1000, "\"Low"}},
  };
  for (const auto& bad : cases) {
    const std::string text = songs(bad);
    const fs::path from = folder.write("s.csv", text);
    for (const std::size_t block_bytes : {std::size_t{200}, std::size_t{1} << 20U}) {
      const Read found = read(from, folder.file("s.h5"), csv::BadRows::kSkip, block_bytes);
      ASSERT_EQ(found.info.rows, 998);
      EXPECT_EQ(found.info.source.skipped, 2);
      EXPECT_EQ(found.info.source.spans.records, 0);
      std::vector<double> expected;
      for (int i = 1; i <= 1000; ++i) {
        if (i != bad[0].first && i != bad[1].first) expected.push_back(60 + i);
      }
      EXPECT_EQ(found.tempo, expected);
      comm::agree_on(comm, [&] {
        if (comm.is_root()) {
          EXPECT_EQ(write_rejected_records(found.info, from, folder.file("rejected.csv")), 2);
          EXPECT_EQ(line_of_row(found.info, from, 997), bad[1].first == 1000 ? 1000 : 1001);
          EXPECT_EQ(fetch_records(found.info, from, std::vector<RowIndex>{8, 9}),
                    (std::vector<std::string>{"9,Song 9,69", "11,Song 11,71"}));
        }
      });
    }
  }
}

TEST_F(BadRecords, TheListNamesLineColumnReasonAndTheRecordAsItStood) {
  const JobFolder folder(comm);
  const std::string text =
      "id,title,tempo\r\n1,a,1\r\n2,\"b\" x,2\r\n\r\n3,c\r\n4,\"d,4\r\n5,e,5\r\n\"6\n7\",f\r\n8,g,8";
  const fs::path from = folder.write("s.csv", text);
  const Read found = read(from, folder.file("s.h5"), csv::BadRows::kSkip, 16);
  EXPECT_EQ(found.tempo, (std::vector<double>{1, 5, 8}));
  EXPECT_EQ(found.info.source.skipped, 4);
  comm::agree_on(comm, [&] {
    if (!comm.is_root()) return;
    write_rejected_records(found.info, from, folder.file("rejected.csv"));
    EXPECT_EQ(test::read_file(folder.file("rejected.csv")),
              "line,column,reason,record\n"
              "3,6,text after a closing quote,\"2,\"\"b\"\" x,2\"\n"
              "5,1,\"a record of 2 fields, the header has 3\",\"3,c\"\n"
              "6,3,a quoted field that does not end as it should,\"4,\"\"d,4\"\n"
              "8,1,\"a record of 2 fields, the header has 3\",\"\"\"6\n7\"\",f\"\n");
  });
  const Catalogue catalogue = Catalogue::open(comm, folder.file("s.h5"));
  const RowRange mine = RowPartition(3, comm.size()).range(comm.rank());
  std::vector<Label> labels;
  for (RowIndex row = mine.begin; row < mine.end; ++row) labels.push_back(static_cast<Label>(row));
  ExportOptions options;
  options.to = folder.file("labelled.csv");
  export_labelled(comm, catalogue, {mine, labels, {}, {}}, options);
  comm::agree_on(comm, [&] {
    if (!comm.is_root()) return;
    EXPECT_EQ(
        test::read_file(options.to),
        "id,title,tempo,cluster\r\n1,a,1,0\r\n2,\"b\" x,2,\r\n\r\n3,c,\r\n4,\"d,4,\r\n5,e,5,1\r\n\"6\n7\",f,"
        "\r\n8,g,8,2");
  });
}

}  // namespace
}  // namespace chorus::catalogue
