// Laws: the fast reader agrees with the plain one on any bytes, on every SIMD target; and how a stream is
// divided into pieces can't be seen in the result.
#include "chorus/csv/cutter.hpp"
#include "chorus/csv/masks.hpp"
#include "chorus/csv/records.hpp"
#include "csv/csv_pieces.hpp"
#include "csv/csv_twin.hpp"
#include "support/random_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <random>

namespace chorus::csv::csv_test {
namespace {

constexpr std::size_t kColumns = 3;

/// Random bytes that are mostly well-formed records, with every structural character in odd places.
std::string random_text(std::mt19937_64& random, std::size_t length) {
  static constexpr std::string_view kCommon = "1.e-a ,,,\n";
  static constexpr std::string_view kRare = "\"\"\"\"\r\n,\t;\xFF";
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::size_t rareness = 1 + below(30);
  const bool with_pairs = below(2) == 0;
  std::string text;
  while (text.size() < length) {
    if (below(400) == 0) {
      text += below(20) == 0 ? '\0' : '"';
    } else if (with_pairs && below(6) == 0) {
      static constexpr std::string_view kPieces[] = {"\"a,\"\"b\"\",", ",\"\n\"\n", "\r\n",
                                                     ",\"1.5\"",       "\"\",",     "a\"b\"\"c,"};
      text += kPieces[below(std::size(kPieces))];
    } else if (below(rareness) == 0) {
      text += kRare[below(kRare.size())];
    } else {
      text += kCommon[below(kCommon.size())];
    }
  }
  return text;
}

CsvSelection selection_of_all() {
  CsvSelection selection;
  selection.columns = {0, 2, 1};
  selection.features = {"a", "c", "b"};
  selection.column_count = kColumns;
  selection.bad_rows = BadRows::kSkip;
  selection.non_numeric = NonNumeric::kMissing;
  selection.hash_records = true;
  return selection;
}

void expect_as_the_twin(const std::string& text, CsvDialect dialect) {
  const TwinText twin = read_plainly(text, dialect.delimiter);
  const CsvSelection selection = selection_of_all();
  const ReadOutcome outcome = read_at_once(text, {}, dialect, selection);
  if (twin.fault) {
    EXPECT_THAT(outcome.error,
                testing::StartsWith(twin.fault->problem + " (" +
                                    csv_place("songs.csv", twin.fault->line, twin.fault->column) + ")"))
        << testing::PrintToString(text);
    return;
  }
  ASSERT_EQ(outcome.error, "") << testing::PrintToString(text);
  CsvBlock expected;
  CsvRecordReader records(text, dialect, CountFields::kYes);
  for (const TwinRecord& record : twin.records) {
    const std::string_view record_text =
        std::string_view(text).substr(record.begin, record.end - record.begin);
    const std::optional<CsvRecord> found = records.next();
    ASSERT_TRUE(found) << testing::PrintToString(text);
    EXPECT_EQ(found->text, record_text);
    EXPECT_EQ(found->text.data(), text.data() + record.begin);
    EXPECT_EQ(found->line_end, std::string_view(text).substr(record.end, record.next - record.end));
    EXPECT_EQ(found->fields, record.fields.size()) << testing::PrintToString(text);
    if (record.fields.empty()) continue;
    EXPECT_EQ(split_csv_record(record_text, dialect), record.fields) << testing::PrintToString(text);
    if (record.fields.size() != kColumns) {
      ++expected.skipped;
      continue;
    }
    ++expected.rows;
    expected.offsets.push_back(record.begin);
    expected.lines.push_back(record.line);
    for (const std::size_t column : selection.columns) {
      expected.values.push_back(parse_cell(record.fields[column], selection.missing_words));
    }
  }
  EXPECT_FALSE(records.next());
  CsvBlock found = outcome.block;
  EXPECT_EQ(found.record_hashes.size(), 2 * static_cast<std::size_t>(found.rows));
  found.record_hashes.clear();
  EXPECT_TRUE(same_rows(found, expected)) << testing::PrintToString(text);
}

TEST(CsvLaw, AgreesWithThePlainReaderOnAnyBytes) {
  std::mt19937_64 random(1);
  for (int i = 0; i < chorus::test::random_cases(60000) && !testing::Test::HasFailure(); ++i) {
    const std::string text = random_text(random, random() % (i % 50 == 0 ? 5000 : 150));
    expect_as_the_twin(text, {i % 7 == 0 ? ';' : ','});
  }
}

TEST(CsvLaw, EveryDispatchTargetFindsTheSameMasks) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 200; ++i) {
    const std::string text = random_text(random, random() % 3000);
    std::vector<CsvMasks> expected((text.size() + kMaskBytes - 1) / kMaskBytes);
    for (std::size_t at = 0; at < text.size(); ++at) {
      CsvMasks& masks = expected[at / kMaskBytes];
      const std::uint64_t bit = std::uint64_t{1} << at % kMaskBytes;
      if (text[at] == ',') masks.delimiter |= bit;
      if (text[at] == '"') masks.quote |= bit;
      if (text[at] == '\n') masks.line_feed |= bit;
      if (text[at] == '\r') masks.carriage_return |= bit;
      if (text[at] == '\0') masks.nul |= bit;
    }
    int targets = 0;
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
      hwy::SetSupportedTargetsForTest(target);
      std::vector<CsvMasks> found(expected.size());
      find_csv_masks(text, {}, found);
      EXPECT_TRUE(std::ranges::equal(found, expected, [](const CsvMasks& a, const CsvMasks& b) {
        return a.delimiter == b.delimiter && a.quote == b.quote && a.line_feed == b.line_feed &&
               a.carriage_return == b.carriage_return && a.nul == b.nul;
      })) << hwy::TargetName(target);
      ++targets;
    }
    hwy::SetSupportedTargetsForTest(0);
    EXPECT_GE(targets, 1);
  }
}

TEST(CsvLaw, PiecesOfAnySizeGiveTheSame) {
  std::mt19937_64 random(3);
  for (const BadRows bad_rows : {BadRows::kSkip, BadRows::kError}) {
    CsvSelection selection = selection_of_all();
    selection.bad_rows = bad_rows;
    for (int i = 0; i < chorus::test::random_cases(5000) && !testing::Test::HasFailure(); ++i) {
      const std::string text = random_text(random, random() % 400);
      const CsvPosition start{1000, 11};
      const ReadOutcome whole = read_at_once(text, start, {}, selection);
      const auto expect_same = [&](const std::function<std::size_t()>& next_size) {
        const ReadOutcome pieces = read_in_pieces(text, start, {}, selection, next_size);
        EXPECT_EQ(pieces.error, whole.error) << testing::PrintToString(text);
        EXPECT_TRUE(!whole.error.empty() || same_rows(pieces.block, whole.block))
            << testing::PrintToString(text);
      };
      expect_same([] { return 1; });
      expect_same([] { return 7; });
      expect_same([] { return 64; });
      expect_same([&] { return 1 + static_cast<std::size_t>(random() % 100); });
    }
  }
}

}  // namespace
}  // namespace chorus::csv::csv_test
