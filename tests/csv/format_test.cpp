#include "chorus/csv/format.hpp"

#include "chorus/core/error.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chorus::csv {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class CsvHeaderTest : public testing::Test {
 protected:
  CsvHeader header_of(std::string_view bytes, std::optional<char> delimiter = std::nullopt) {
    test::write_file(file_, bytes);
    return read_csv_header(file_, delimiter);
  }

  /// The error's text, without the folder.
  std::string error_of(std::string_view bytes, std::optional<char> delimiter = std::nullopt) {
    try {
      (void)header_of(bytes, delimiter);
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Exit::kInput);
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
      std::string text = error.what();
      if (const auto at = text.find(file_.string()); at != std::string::npos) {
        text.replace(at, file_.string().size(), "songs.csv");
      }
      return text;
    }
    return "no error";
  }

  test::TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.file("songs.csv");
};

TEST_F(CsvHeaderTest, NamesColumnsAndTellsWhereRecordsBegin) {
  const CsvHeader header = header_of("id,Energy, tempo \n1,2,3\n");
  EXPECT_THAT(header.names, ElementsAre("id", "Energy", " tempo "));
  EXPECT_EQ(header.dialect.delimiter, ',');
  EXPECT_EQ(header.first_record.offset, 18U);
  EXPECT_EQ(header.first_record.line, 2);
  EXPECT_FALSE(header.crlf);
}

TEST_F(CsvHeaderTest, SkipsAByteOrderMarkAndBlankLines) {
  const CsvHeader header = header_of("\xEF\xBB\xBF\r\n\na,\"b\"\"\r\nc\"\r\n1,2");
  EXPECT_THAT(header.names, ElementsAre("a", "b\"\r\nc"));
  EXPECT_EQ(header.first_record.offset, 18U);
  EXPECT_EQ(header.first_record.line, 5);
  EXPECT_TRUE(header.crlf);
}

TEST_F(CsvHeaderTest, MayBeAllThereIs) {
  EXPECT_THAT(header_of("a,b").names, ElementsAre("a", "b"));
  EXPECT_EQ(header_of("a,b").first_record.offset, 3U);
  EXPECT_EQ(header_of("a,b").first_record.line, 1);
  EXPECT_THAT(header_of("a").names, ElementsAre("a"));
  EXPECT_THAT(header_of("a,,a,\n").names, ElementsAre("a", "", "a", ""));
}

TEST_F(CsvHeaderTest, FindsTheDelimiterThatSplitsMost) {
  EXPECT_EQ(header_of("a;b\n").dialect.delimiter, ';');
  EXPECT_EQ(header_of("a\tb\tc,d\n").dialect.delimiter, '\t');
  EXPECT_EQ(header_of("a|b|c\n").dialect.delimiter, '|');
  EXPECT_EQ(header_of("a,b;c\n").dialect.delimiter, ',') << "comma on a tie";
  EXPECT_EQ(header_of("plain\n").dialect.delimiter, ',');
  EXPECT_EQ(header_of("\"a,b,c\";d\n").dialect.delimiter, ';') << "what is in quotes does not count";
  EXPECT_THAT(header_of("\"a;1\";\"b\";\"c,d\"\n").names, ElementsAre("a;1", "b", "c,d"));
  EXPECT_THAT(header_of("a;b:c\n", ':').names, ElementsAre("a;b", "c"));
}

TEST_F(CsvHeaderTest, RefusesDelimitersThatMeanSomethingElse) {
  for (const char delimiter : {'"', '\n', '\r', '\0'}) {
    EXPECT_THAT(error_of("a,b\n", delimiter),
                StartsWith("a delimiter that is a quote, a line end or a NUL byte: "));
  }
}

TEST_F(CsvHeaderTest, RefusesEmptyFiles) {
  for (const std::string_view bytes : {"", "\n", "\r\n\n\r\n", "\xEF\xBB\xBF", "\xEF\xBB\xBF\n"}) {
    EXPECT_EQ(error_of(bytes),
              "no header: the file is empty (songs.csv:1:1): the first line must name the columns");
  }
}

TEST_F(CsvHeaderTest, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(error_of("a,\"b\"c\n"), StartsWith("text after a closing quote (songs.csv:1:6): "));
  EXPECT_THAT(error_of("a,\"b\n\nc"), StartsWith("a quoted field that does not end (songs.csv:1:3): "));
  EXPECT_THAT(error_of("a,\"b\nc\"d,e\n"), StartsWith("text after a closing quote (songs.csv:2:3): "));
  EXPECT_THAT(error_of("\n\na,b\rc"), StartsWith("a carriage return without a line feed (songs.csv:3:4): "));
  EXPECT_THAT(error_of("a,b\r"), StartsWith("a carriage return without a line feed (songs.csv:1:4): "));
  EXPECT_THAT(error_of(std::string_view("ab,cd\0,ef\n", 10)), StartsWith("a NUL byte (songs.csv:1:6): "));
}

/// ASCII text in an encoding of `width` bytes a character.
std::string widened(std::string_view text, std::size_t width, bool big_endian) {
  std::string bytes;
  for (const char c : text) {
    std::string unit(width, '\0');
    unit[big_endian ? width - 1 : 0] = c;
    bytes += unit;
  }
  return bytes;
}

TEST_F(CsvHeaderTest, RecognisesWideEncodings) {
  const std::string text = "danceability,energy,k\"ey\r\n0.5,0.25,1\r\n";
  for (const bool marked : {false, true}) {
    const std::string le16 = (marked ? "\xFF\xFE" : "") + widened(text, 2, false);
    const std::string be16 = (marked ? "\xFE\xFF" : "") + widened(text, 2, true);
    const std::string le32 = (marked ? std::string("\xFF\xFE\0\0", 4) : "") + widened(text, 4, false);
    const std::string be32 = (marked ? std::string("\0\0\xFE\xFF", 4) : "") + widened(text, 4, true);
    EXPECT_EQ(
        error_of(le16),
        "the file is in UTF-16LE (songs.csv:1:1): convert it, for instance with iconv -f UTF-16LE -t UTF-8");
    EXPECT_THAT(error_of(be16), StartsWith("the file is in UTF-16BE (songs.csv:1:1): "));
    EXPECT_THAT(error_of(le32), StartsWith("the file is in UTF-32LE (songs.csv:1:1): "));
    EXPECT_THAT(error_of(be32), StartsWith("the file is in UTF-32BE (songs.csv:1:1): "));
  }
}

TEST_F(CsvHeaderTest, NulsAloneAreNoWideEncoding) {
  const std::vector<std::string> units = {{"a\0\0b", 4}, {"a\0bc", 4}, {"\0\0\0\0", 4},
                                          {"\0\0ab", 4}, {"\0abc", 4}, {"\0\0\0\0a", 5}};
  for (const std::string& unit : units) {
    std::string bytes;
    for (int i = 0; i < 60; ++i) bytes += unit;
    EXPECT_THAT(error_of(bytes), StartsWith("a NUL byte (songs.csv:1:")) << unit[0] << unit[1] << unit[2];
  }
}

TEST_F(CsvHeaderTest, ADelimiterMayBeALetter) {
  EXPECT_THAT(header_of("axbyxc\n", 'x').names, ElementsAre("a", "by", "c"));
  EXPECT_THAT(header_of("ayb", 'x').names, ElementsAre("ayb"));
}

TEST_F(CsvHeaderTest, RecognisesOtherFormats) {
  EXPECT_THAT(error_of("\x1F\x8B\b"),
              StartsWith("the file is compressed (gzip) (songs.csv:1:1): decompress"));
  EXPECT_THAT(error_of("PK\3\4..."), StartsWith("the file is compressed (zip or xlsx) (songs.csv:1:1): "));
  EXPECT_THAT(error_of("\x89HDF\r\n\x1A\n"), StartsWith("the file is HDF5, not CSV (songs.csv:1:1): "));
  EXPECT_THAT(header_of("PK,BZ\n").names, ElementsAre("PK", "BZ"));
}

TEST_F(CsvHeaderTest, LooksAtTheFrontOfTheFileOnly) {
  const std::string name(kMaxRecordBytes - 3, 'n');
  EXPECT_THAT(header_of(name + ",b\n").names, ElementsAre(name, "b"));
  EXPECT_THAT(header_of("\xEF\xBB\xBF" + name + ",b\nmore\n").names, ElementsAre(name, "b"));
  EXPECT_THAT(error_of(name + ",bc\n"),
              StartsWith("a record of more than 1048576 bytes (songs.csv:1:1): is this a CSV file"));
  EXPECT_THAT(error_of("a,\"" + std::string(3 * kMaxRecordBytes, '\n')),
              StartsWith("a quoted field that does not end (songs.csv:1:3): "));
}

TEST_F(CsvHeaderTest, SaysWhyAFileCannotBeRead) {
  const auto io_error_of = [](const std::filesystem::path& path) -> std::string {
    try {
      (void)read_csv_header(path);
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Exit::kIo);
      return error.what();
    }
    return "no error";
  };
  EXPECT_EQ(io_error_of(folder_.file("absent.csv")),
            "cannot open the file (" + folder_.file("absent.csv").string() + "): No such file or directory");
  EXPECT_EQ(io_error_of(folder_.path()),
            "cannot read the file (" + folder_.path().string() + "): Is a directory");
}

TEST(CsvPlace, IsWhatEditorsUnderstand) {
  EXPECT_EQ(csv_place("a b.csv", 12, 3), "a b.csv:12:3");
}

}  // namespace
}  // namespace chorus::csv
