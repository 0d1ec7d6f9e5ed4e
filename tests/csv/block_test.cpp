#include "chorus/csv/block.hpp"

#include "chorus/core/error.hpp"
#include "chorus/csv/cutter.hpp"
#include "chorus/csv/records.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xxhash.h>

namespace chorus::csv {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// Three columns, of which the last and the first are wanted.
CsvSelection two_of_three() {
  CsvSelection selection;
  selection.columns = {2, 0};
  selection.features = {"tempo", "energy"};
  selection.column_count = 3;
  return selection;
}

CsvBlock parse(std::string_view text, const CsvSelection& selection = two_of_three()) {
  return parse_csv_block(text, {100, 7}, {}, selection, "songs.csv");
}

std::string error_of(std::string_view text, const CsvSelection& selection = two_of_three()) {
  try {
    (void)parse(text, selection);
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput);
    return error.what();
  }
  return "no error";
}

TEST(ParseCsvBlock, TakesTheChosenColumnsInTheirOrder) {
  const std::string text = "1,x,2\r\n\r\n\"3\",\"a,\"\"b\"\"\n\",4\n5,,6";
  const CsvBlock block = parse(text);
  EXPECT_EQ(block.rows, 3);
  EXPECT_THAT(block.values, ElementsAre(2, 1, 4, 3, 6, 5));
  EXPECT_THAT(block.lines, ElementsAre(7, 9, 11));
  EXPECT_THAT(block.offsets, ElementsAre(100, 109, 126));
  EXPECT_EQ(text.substr(9, 3), "\"3\"");
  EXPECT_EQ(text.substr(26), "5,,6");
  EXPECT_TRUE(block.record_hashes.empty());
}

TEST(ParseCsvBlock, ReadsNothingFromNothing) {
  EXPECT_EQ(parse("").rows, 0);
  EXPECT_EQ(parse("\n\r\n\n").rows, 0);
  EXPECT_TRUE(parse("\n").values.empty());
}

TEST(ParseCsvBlock, HashesRecordsWithoutTheirLineEnds) {
  CsvSelection selection = two_of_three();
  selection.hash_records = true;
  const std::vector<std::uint64_t> hashes = parse("1,x,2\r\n3,y,4\n1,x,2", selection).record_hashes;
  const XXH128_hash_t expected = XXH3_128bits("1,x,2", 5);
  ASSERT_EQ(hashes.size(), 6U);
  EXPECT_EQ(hashes[0], expected.low64);
  EXPECT_EQ(hashes[1], expected.high64);
  EXPECT_EQ(hashes[4], expected.low64);
  EXPECT_NE(hashes[2], expected.low64);
}

TEST(ParseCsvBlock, RefusesOrSkipsRaggedRecords) {
  const std::string text = "1,x,2\n\"a\nb\",1\n3,y,4,\n5,z,6\n";
  EXPECT_EQ(error_of(text),
            "a record of 2 fields, the header has 3 (songs.csv:8:1): repair the record, or leave such "
            "records out with "
            "--bad-rows skip");
  EXPECT_THAT(error_of("1\n"), StartsWith("a record of 1 field, the header has 3 (songs.csv:7:1): "));
  CsvSelection selection = two_of_three();
  selection.bad_rows = BadRows::kSkip;
  const CsvBlock block = parse(text, selection);
  EXPECT_EQ(block.skipped, 2);
  EXPECT_THAT(block.values, ElementsAre(2, 1, 6, 5));
  EXPECT_THAT(block.lines, ElementsAre(7, 11));
  EXPECT_THAT(block.offsets, ElementsAre(100, 121));
}

TEST(ParseCsvBlock, RefusesOrKeepsTextThatIsNoNumber) {
  const std::string text = "1,x,2\n3,\"\n\n\",abc\n";
  EXPECT_EQ(error_of(text),
            "'abc' is no number, in column tempo (songs.csv:10:3): choose other features, name the words for "
            "a missing "
            "value with --na, or repair the cell");
  CsvSelection selection = two_of_three();
  selection.non_numeric = NonNumeric::kMissing;
  const CsvBlock block = parse(text, selection);
  ASSERT_EQ(block.rows, 2);
  EXPECT_EQ(cell_kind(block.values[2]), CellKind::kNotNumeric);
  EXPECT_EQ(block.values[3], 3.0);
  EXPECT_THAT(error_of("1,,\"a\n" + std::string(100, 'x') + "\"\n"), StartsWith("'\"a\nxxx"));
  const std::string forty(40, 'w');
  EXPECT_THAT(error_of("1,," + forty + "\n"), StartsWith("'" + forty + "' is no number"));
  EXPECT_THAT(error_of("1,," + forty + "w\n"), StartsWith("'" + forty + "...' is no number"));
  EXPECT_EQ(cell_kind(parse("inf,,1\n").values[1]), CellKind::kNotFinite) << "an infinity is no error here";
  EXPECT_EQ(cell_kind(parse("?,,1\n").values[1]), CellKind::kMissing);
}

TEST(ParseCsvBlock, FindsTheFirstErrorInTheBlock) {
  EXPECT_THAT(error_of("1,\"x\"y,2\n"), StartsWith("text after a closing quote (songs.csv:7:6): "));
  EXPECT_THAT(error_of("1,2\n1,\"x\"y,2\n"), StartsWith("a record of 2 fields"));
  EXPECT_THAT(error_of("1,2,b\n1,2\n"), StartsWith("'b' is no number"));
  EXPECT_THAT(error_of("1,2,3\n4,\"5\n6,7\n"),
              StartsWith("a quoted field that does not end (songs.csv:8:3): "));
  EXPECT_THAT(error_of("1,2,3\r4,5,6\r"),
              StartsWith("a carriage return without a line feed (songs.csv:7:6): "));
  EXPECT_THAT(error_of("1,2,3\r"), StartsWith("a carriage return without a line feed (songs.csv:7:6): "));
  EXPECT_THAT(error_of("1,2,3\n4,\"\n\"\r,\n"),
              StartsWith("a carriage return without a line feed (songs.csv:9:2): "));
  EXPECT_THAT(error_of(std::string("1,2,3\n4,5\0,6\n", 13)), StartsWith("a NUL byte (songs.csv:8:4): "));
  EXPECT_THAT(error_of(std::string("1,2,3\n4,\"\0\",6\n", 15)), StartsWith("a NUL byte (songs.csv:8:4): "));
  EXPECT_THAT(error_of(std::string("1,2,3\n4,\"5\"\0,6\n", 16)), StartsWith("a NUL byte (songs.csv:8:6): "));
}

TEST(ParseCsvBlock, StepsOverFieldsThatAreNotWanted) {
  EXPECT_EQ(parse("1,\xFF\xFE not UTF-8 \x80,2\n").rows, 1);
  CsvSelection none = two_of_three();
  none.columns.clear();
  none.features.clear();
  EXPECT_EQ(parse("a,b,c\nd,e,f\n", none).rows, 2);
  EXPECT_TRUE(parse("a,b,c\n", none).values.empty());
}

TEST(ParseCsvBlock, ReadsRecordsOfAnyWidth) {
  CsvSelection selection;
  selection.columns = {4999, 0, 2500};
  selection.features = {"last", "first", "middle"};
  selection.column_count = 5000;
  std::string text;
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 5000; ++column)
      text += std::to_string(row * 10000 + column).append(column < 4999 ? "," : "\r\n");
  }
  EXPECT_THAT(parse(text, selection).values,
              ElementsAre(4999, 0, 2500, 14999, 10000, 12500, 24999, 20000, 22500));
}

struct Expected {
  const char* file;
  std::vector<std::string> columns;
  RowIndex rows;
};

CsvBlock parse_catalogue(const std::filesystem::path& path, const std::vector<std::string>& columns) {
  const CsvHeader header = read_csv_header(path);
  CsvSelection selection;
  selection.column_count = header.names.size();
  selection.features = columns;
  for (const std::string& column : columns) {
    const auto found = std::ranges::find(header.names, column);
    EXPECT_NE(found, header.names.end()) << column;
    selection.columns.push_back(static_cast<std::size_t>(found - header.names.begin()));
  }
  const std::string text = test::read_file(path);
  return parse_csv_block(std::string_view(text).substr(header.first_record.offset), header.first_record,
                         header.dialect, selection, path.string());
}

TEST(ParseCsvBlock, ReadsRealCatalogues) {
  CHORUS_SHARED_OR_SKIP(shared);
  const std::vector<std::string> features = {"danceability", "energy",     "loudness",         "speechiness",
                                             "acousticness", "liveness",   "instrumentalness", "valence",
                                             "tempo",        "duration_ms"};
  for (const Expected& expected :
       {Expected{"combined-real.csv", features, 121017}, Expected{"hit-1960s.csv", features, 8642},
        Expected{"spotify-songs-32k.csv", features, 32833}, Expected{"music-genre-50k.csv", features, 50005},
        Expected{"classic-hit-15k.csv", {"Danceability", "Duration", "Tempo"}, 15150},
        Expected{"song-data-18k.csv", {"audio_valence", "song_duration_ms"}, 18835},
        Expected{"top10s-latin1.csv", {"beats_per_minutes", "durations"}, 603}}) {
    SCOPED_TRACE(expected.file);
    EXPECT_EQ(parse_catalogue(shared / "catalogues" / expected.file, expected.columns).rows, expected.rows);
  }
}

TEST(ParseCsvBlock, FindsTheHolesOfARealCatalogue) {
  CHORUS_SHARED_OR_SKIP(shared);
  const CsvBlock block =
      parse_catalogue(shared / "catalogues" / "music-genre-50k.csv", {"tempo", "duration_ms"});
  ASSERT_EQ(block.rows, 50005);
  int missing_tempos = 0;
  int missing_durations = 0;
  int implausible_durations = 0;
  for (std::size_t row = 0; row < 50005; ++row) {
    missing_tempos += cell_kind(block.values[2 * row]) == CellKind::kMissing ? 1 : 0;
    missing_durations += cell_kind(block.values[2 * row + 1]) == CellKind::kMissing ? 1 : 0;
    implausible_durations += block.values[2 * row + 1] == -1.0 ? 1 : 0;
  }
  EXPECT_EQ(missing_tempos, 4980 + 5);
  EXPECT_EQ(missing_durations, 5);
  EXPECT_EQ(implausible_durations, 4939);
}

}  // namespace
}  // namespace chorus::csv
