// CSV to catalogue: every number of ranks and every block size gives the same catalogue or the same error.
#include "chorus/catalogue/ingest.hpp"
#include "chorus/comm/agree.hpp"
#include "support/job_folder.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>

namespace chorus::catalogue {
namespace {

namespace fs = std::filesystem;
using test::JobFolder;

IngestOptions options_for(std::vector<std::string> features) {
  IngestOptions options;
  options.features = std::move(features);
  return options;
}

std::vector<double> all_rows(const Catalogue& catalogue) {
  std::vector<double> values(static_cast<std::size_t>(catalogue.info().rows) * catalogue.info().width());
  catalogue.read({0, catalogue.info().rows}, values);
  return values;
}

/// The outcome as text: the error, or what the catalogue holds.
std::string outcome(const comm::Communicator& comm, const fs::path& from, const fs::path& to,
                    const IngestOptions& options) {
  try {
    ingest_csv(comm, from, to, options);
  } catch (const AgreedError& error) {
    return "status " + std::to_string(static_cast<int>(error.status())) + ": " + error.what();
  }
  const Catalogue catalogue = Catalogue::open(comm, to);
  catalogue.verify(comm);
  std::string text = std::to_string(catalogue.info().rows) + " rows, skipped " +
                     std::to_string(catalogue.info().source.skipped) + ", hash " +
                     catalogue.info().source.hash;
  for (const std::uint64_t offset : catalogue.info().block_offsets) text += " @" + std::to_string(offset);
  for (const std::int64_t line : catalogue.info().block_lines) text += " :" + std::to_string(line);
  for (const double value : all_rows(catalogue)) {
    text += " ";
    text += std::to_string(std::bit_cast<std::uint64_t>(value));
  }
  return text;
}

class Ingest : public testing::Test {
 protected:
  comm::Communicator comm = comm::Communicator::world();
};

TEST_F(Ingest, ReadsTheChosenColumnsInTheProgramsOrder) {
  const JobFolder folder(comm);
  const fs::path from = folder.write("songs.csv", "id,Energy,name,TEMPO\n1,.5,\"a, b\",120\n\n2,NA,c,1e2\n");
  const CatalogueInfo info =
      ingest_csv(comm, from, folder.file("songs.h5"), options_for({"tempo", "energy"}));
  EXPECT_EQ(info.rows, 2);
  EXPECT_EQ(info.features, (std::vector<std::string>{"tempo", "energy"}));
  EXPECT_EQ(info.source.columns, (std::vector<std::string>{"TEMPO", "Energy"}));
  EXPECT_EQ(info.missing, (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(info.range[0].min, 100);
  EXPECT_EQ(info.range[0].max, 120);
  EXPECT_EQ(info.block_offsets, (std::vector<std::uint64_t>{21}));
  EXPECT_EQ(info.block_lines, (std::vector<std::int64_t>{2}));
  EXPECT_TRUE(info.source.path.is_absolute());
  EXPECT_EQ(info.source.size, fs::file_size(from));
  const Catalogue catalogue = Catalogue::open(comm, folder.file("songs.h5"));
  const std::vector<double> values = all_rows(catalogue);
  EXPECT_EQ(values[0], 120);
  EXPECT_EQ(values[1], .5);
  EXPECT_EQ(values[2], 100);
  EXPECT_EQ(cell_kind(values[3]), CellKind::kMissing);
}

TEST_F(Ingest, DoesNotDependOnTheBlockSize) {
  const JobFolder folder(comm);
  std::string text = "a,name,b\n";
  for (int i = 0; i < 3000; ++i) {
    text += std::to_string(i) + ",\"line\nbreak, " + std::string(static_cast<std::size_t>(i % 40), 'x') +
            "\"," + std::to_string(i * i) + (i % 3 == 0 ? "\r\n" : "\n");
  }
  const fs::path from = folder.write("songs.csv", text);
  IngestOptions options = options_for({"a", "b"});
  const std::string whole = outcome(comm, from, folder.file("whole.h5"), options);
  EXPECT_EQ(whole.substr(0, 9), "3000 rows");
  for (const std::size_t bytes : {std::size_t{50}, std::size_t{1000}, std::size_t{20011}}) {
    options.block_bytes = bytes;
    EXPECT_EQ(outcome(comm, from, folder.file("songs.h5"), options), whole) << bytes;
  }
}

TEST_F(Ingest, EqualsItsSerialTwin) {
  const JobFolder folder(comm);
  std::string text = "x,id,name,y\r\n";
  for (int i = 0; i < 4000; ++i) {
    text += (i % 17 == 3 ? "?" : std::to_string(i * .37)) + "," + std::to_string(i);
    text += ",\"a \"\"name\"\",\n second line\"," + std::to_string(-i) + "e-3\r\n";
    if (i % 100 == 0) text += "\r\n";
  }
  const fs::path from = folder.write("songs.csv", text);
  IngestOptions options = options_for({"y", "x"});
  options.block_bytes = 3000;
  const CatalogueInfo info = ingest_csv(comm, from, folder.file("songs.h5"), options);

  csv::CsvSelection selection;
  selection.columns = {3, 0};
  selection.features = {"y", "x"};
  selection.column_count = 4;
  const csv::CsvPosition start = {13, 2};
  const csv::CsvBlock twin =
      csv::parse_csv_block(std::span(text).subspan(start.offset), start, {}, selection, "twin");
  ASSERT_EQ(info.rows, twin.rows);
  const Catalogue catalogue = Catalogue::open(comm, folder.file("songs.h5"));
  const std::vector<double> values = all_rows(catalogue);
  ASSERT_EQ(values.size(), twin.values.size());
  EXPECT_EQ(std::memcmp(values.data(), twin.values.data(), values.size() * sizeof(double)), 0);
  for (std::size_t block = 0; block < info.block_offsets.size(); ++block) {
    EXPECT_EQ(info.block_offsets[block], twin.offsets[block * kRowBlock]);
    EXPECT_EQ(info.block_lines[block], twin.lines[block * kRowBlock]);
  }
}

TEST_F(Ingest, TheEarliestErrorInTheFileWins) {
  const JobFolder folder(comm);
  std::string text = "a,b\n";
  for (int i = 0; i < 500; ++i) text += "1,2\n";
  text += "1,2,3\n";  // line 502
  for (int i = 0; i < 500; ++i) text += "1,2\n";
  text += "1,x\n";
  const fs::path from = folder.write("songs.csv", text + "\"never closed");
  IngestOptions options = options_for({"a", "b"});
  for (const std::size_t bytes : {std::size_t{5}, std::size_t{100}, std::size_t{1} << 20U}) {
    options.block_bytes = bytes;
    const std::string error = outcome(comm, from, folder.file("songs.h5"), options);
    EXPECT_EQ(error.substr(0, 10), "status 2: ");
    EXPECT_NE(error.find("songs.csv:502:"), std::string::npos) << error;
  }
  options.bad_rows = csv::BadRows::kSkip;
  options.non_numeric = csv::NonNumeric::kMissing;
  const std::string skipped = outcome(comm, from, folder.file("songs.h5"), options);
  EXPECT_EQ(skipped.substr(0, 21), "1001 rows, skipped 2,")
      << "the ragged one and the quote that does not close";
}

TEST_F(Ingest, SkipsAndCountsRaggedRecordsIfAsked) {
  const JobFolder folder(comm);
  const fs::path from = folder.write("songs.csv", "a,b\n1,2\n3\n4,5,6\n7,8\n");
  IngestOptions options = options_for({"a", "b"});
  options.bad_rows = csv::BadRows::kSkip;
  const CatalogueInfo info = ingest_csv(comm, from, folder.file("songs.h5"), options);
  EXPECT_EQ(info.rows, 2);
  EXPECT_EQ(info.source.skipped, 2);
}

TEST_F(Ingest, FilesWithoutRowsAreErrors) {
  const JobFolder folder(comm);
  IngestOptions options = options_for({"a", "b"});
  const fs::path to = folder.file("songs.h5");
  EXPECT_EQ(outcome(comm, folder.write("1.csv", "a,b\n"), to, options).substr(0, 8), "status 2");
  EXPECT_EQ(outcome(comm, folder.write("2.csv", "a,b"), to, options).substr(0, 8), "status 2");
  EXPECT_EQ(outcome(comm, folder.write("3.csv", "a,b\n\n\r\n\n"), to, options).substr(0, 8), "status 2");
  EXPECT_EQ(outcome(comm, folder.write("4.csv", ""), to, options).substr(0, 8), "status 2");
  EXPECT_EQ(outcome(comm, folder.file("absent.csv"), to, options).substr(0, 8), "status 4");
  EXPECT_EQ(outcome(comm, folder.path(), to, options).substr(0, 8), "status 2");
  options.bad_rows = csv::BadRows::kSkip;
  const std::string skipped = outcome(comm, folder.write("5.csv", "a,b\n1\n2\n"), to, options);
  EXPECT_NE(skipped.find("all 2 were skipped"), std::string::npos) << skipped;
}

TEST_F(Ingest, NeverReplacesItsSource) {
  const JobFolder folder(comm);
  const fs::path from = folder.write("songs.csv", "a\n1\n");
  EXPECT_EQ(outcome(comm, from, from, options_for({"a"})).substr(0, 8), "status 2");
  EXPECT_EQ(test::read_file(from), "a\n1\n");
}

TEST_F(Ingest, ReadsRealCatalogues) {
  CHORUS_SHARED_OR_SKIP(shared);
  const JobFolder folder(comm);
  const std::vector<std::string> features = {"danceability", "energy", "loudness", "tempo", "valence"};
  struct Expected {
    const char* name;
    RowIndex rows;
  };
  for (const auto& [name, rows] :
       {Expected{"combined-real.csv", 121017}, Expected{"hit-1960s.csv", 8642},
        Expected{"spotify-songs-32k.csv", 32833}, Expected{"music-genre-50k.csv", 50005},
        Expected{"classic-hit-15k.csv", 15150}}) {
    IngestReport report;
    const CatalogueInfo info = ingest_csv(comm, shared / "catalogues" / name, folder.file("songs.h5"),
                                          options_for(features), &report);
    EXPECT_EQ(info.rows, rows) << name;
    EXPECT_EQ(comm.sum_of(static_cast<std::int64_t>(report.record_hashes.size())), rows) << name;
    Catalogue::open(comm, folder.file("songs.h5")).verify(comm);
    comm.barrier();
  }
}

TEST(FindColumns, IgnoresCaseAndFollowsRenames) {
  IngestOptions options = options_for({"tempo", "duration_ms"});
  options.columns = {{"duration_ms", "Song_Duration"}};
  EXPECT_EQ(find_columns({"song_duration", "x", "Tempo"}, options, "f"), (std::vector<std::size_t>{2, 0}));
}

std::string find_error(const std::vector<std::string>& names, const IngestOptions& options) {
  try {
    (void)find_columns(names, options, "songs.csv");
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput);
    return error.what();
  }
  return "no error";
}

TEST(FindColumns, NamesTheFeatureTheColumnsAndTheNearest) {
  const std::string error = find_error({"id", "tempoo", "song_energy"}, options_for({"tempo"}));
  EXPECT_NE(error.find("no column is called tempo"), std::string::npos) << error;
  EXPECT_NE(error.find("id, tempoo, song_energy"), std::string::npos) << error;
  EXPECT_NE(error.find("--column tempo=tempoo"), std::string::npos) << error;
  EXPECT_NE(find_error({"id", "audio_mode", "song_duration_ms"}, options_for({"duration_ms"}))
                .find("duration_ms=song_duration_ms"),
            std::string::npos);
}

TEST(FindColumns, ShortensWhatItListsAndNeedsAFeature) {
  std::vector<std::string> names = {"", std::string(70, 'n'), "a\nb"};
  for (int i = 0; i < 40; ++i) names.push_back("column" + std::to_string(i));
  const std::string error = find_error(names, options_for({"tempo"}));
  EXPECT_NE(error.find("which has \"\", " + std::string(60, 'n') + "..., a\nb, column0, "), std::string::npos)
      << error;
  EXPECT_NE(error.find("column36 and 3 more"), std::string::npos) << error;
  EXPECT_NE(find_error(names, options_for({})).find("no feature is chosen"), std::string::npos);
}

TEST(FindColumns, RefusesRepeatedColumns) {
  EXPECT_NE(find_error({"a", "A", "b"}, options_for({"a"})).find("more than one"), std::string::npos);
  EXPECT_EQ(find_error({"a", "b", "b"}, options_for({"a"})), "no error");
  IngestOptions options = options_for({"a", "b"});
  options.columns = {{"b", "a"}};
  EXPECT_NE(find_error({"a", "b"}, options).find("the same column"), std::string::npos);
  options.columns = {{"c", "a"}};
  EXPECT_NE(find_error({"a", "b"}, options).find("no feature in use"), std::string::npos);
}

}  // namespace
}  // namespace chorus::catalogue
