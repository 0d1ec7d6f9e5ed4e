#include "chorus/synthetic/songs.hpp"

#include "chorus/csv/block.hpp"
#include "chorus/csv/records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <vector>

namespace chorus::synthetic {
namespace {

constexpr std::size_t kWidth = kSyntheticFeatures.size();

std::vector<double> features(std::uint64_t seed, RowRange rows) {
  std::vector<double> values(static_cast<std::size_t>(rows.size()) * kWidth);
  synthetic_features(seed, rows, values);
  return values;
}

std::string records(std::uint64_t seed, RowRange rows) {
  std::string text;
  append_synthetic_records(seed, rows, text);
  return text;
}

std::vector<std::string> header_names() {
  std::string_view header = synthetic_csv_header();
  EXPECT_EQ(header.back(), '\n');
  header.remove_suffix(1);
  return csv::split_csv_record(header, {});
}

std::vector<std::vector<std::string>> table(std::uint64_t seed, RowRange rows) {
  const std::string text = records(seed, rows);
  csv::CsvRecordReader reader(text, {}, csv::CountFields::kYes);
  std::vector<std::vector<std::string>> cells;
  while (const auto record = reader.next()) {
    EXPECT_EQ(record->line_end, "\n");
    cells.push_back(csv::split_csv_record(record->text, {}));
  }
  return cells;
}

TEST(Synthetic, RowsDoNotDependOnWhatWasAskedBefore) {
  const RowRange all{0, 5000};
  const std::vector<double> together = features(3, all);
  const std::string text = records(3, all);
  std::string backwards;
  for (RowIndex row = all.end; row-- > 0;) {
    const std::vector<double> alone = features(3, {row, row + 1});
    ASSERT_TRUE(
        std::equal(alone.begin(), alone.end(), together.begin() + row * std::ssize(kSyntheticFeatures)));
    backwards.insert(0, records(3, {row, row + 1}));
  }
  EXPECT_EQ(backwards, text);
}

TEST(Synthetic, SeedsGiveDifferentSongs) {
  const auto one = table(1, {0, 200});
  const auto two = table(2, {0, 200});
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_NE(one[i][0], two[i][0]);
    EXPECT_NE(one[i][3], two[i][3]);
  }
}

TEST(Synthetic, TextHoldsTheSameDoubles) {
  constexpr RowRange kRows{1'000'000, 1'020'000};
  csv::CsvSelection selection;
  const std::vector<std::string> names = header_names();
  selection.column_count = names.size();
  for (const std::string_view feature : kSyntheticFeatures) {
    const auto found = std::find(names.begin(), names.end(), feature);
    ASSERT_NE(found, names.end());
    selection.columns.push_back(static_cast<std::size_t>(found - names.begin()));
    selection.features.emplace_back(feature);
  }
  const csv::CsvBlock block = csv::parse_csv_block(records(9, kRows), {}, {}, selection, "synthetic.csv");
  const std::vector<double> expected = features(9, kRows);
  ASSERT_EQ(block.rows, kRows.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(std::bit_cast<std::uint64_t>(block.values[i]), std::bit_cast<std::uint64_t>(expected[i])) << i;
  }
}

TEST(Synthetic, RecordsLookLikeTheOriginals) {
  const std::vector<std::string> names = header_names();
  EXPECT_THAT(names, testing::ElementsAre(
                         "id_songs", "name_song", "popularity_songs", "duration_ms", "explicit", "id_artists",
                         "release_date", "danceability", "energy", "key", "loudness", "mode", "speechiness",
                         "acousticness", "instrumentalness", "liveness", "valence", "tempo", "time_signature",
                         "followers", "genres", "name_artists", "popularity_artists"));
  std::set<std::string> ids;
  std::map<std::string, std::string> artists;
  int commas = 0;
  int quotes = 0;
  int foreign = 0;
  const auto cells = table(1, {0, 5000});
  ASSERT_EQ(cells.size(), 5000U);
  for (const auto& song : cells) {
    ASSERT_EQ(song.size(), names.size());
    for (const std::size_t id : {0U, 5U}) EXPECT_THAT(song[id], testing::MatchesRegex("[0-9A-Za-z]{22}"));
    ids.insert(song[0]);
    const std::string artist = song[21] + song[20] + song[19] + song[22];
    EXPECT_EQ(artists.emplace(song[5], artist).first->second, artist) << "an artist is one artist";
    EXPECT_THAT(song[6], testing::MatchesRegex("(19|20)[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?"));
    EXPECT_THAT(song[20], testing::MatchesRegex("\\[('[^']+'|\"[^\"]+'[^\"]+\")\\]"));
    for (const std::string& text : {song[1], song[21]}) {
      EXPECT_FALSE(text.empty());
      commas += text.find(',') != std::string::npos ? 1 : 0;
      quotes += text.find('"') != std::string::npos ? 1 : 0;
      foreign += std::any_of(text.begin(), text.end(), [](char c) { return c < 0; }) ? 1 : 0;
    }
    EXPECT_LT(std::stoi(song[9]), 12);
  }
  EXPECT_EQ(ids.size(), cells.size());
  EXPECT_LT(artists.size(), cells.size() * 9 / 10) << "artists have several songs";
  EXPECT_GT(artists.size(), cells.size() / 10);
  for (const int count : {commas, quotes, foreign}) EXPECT_GT(count, 500);
}

TEST(Synthetic, HoldsFarOut) {
  constexpr RowIndex kFar = (RowIndex{1} << 40) + 12345;
  const std::vector<double> values = features(1, {kFar, kFar + 2000});
  double tempo = 0;
  for (std::size_t i = 0; i < 2000; ++i) {
    for (const std::size_t share : {0U, 1U, 3U, 4U, 5U, 6U, 7U}) {
      ASSERT_TRUE(values[i * kWidth + share] >= 0 && values[i * kWidth + share] <= 1);
    }
    ASSERT_TRUE(values[i * kWidth + 2] >= -60 && values[i * kWidth + 2] <= 6);
    ASSERT_GE(values[i * kWidth + 9], 1000);
    tempo += values[i * kWidth + 8] / 2000;
  }
  EXPECT_NEAR(tempo, 117.5, 3);
}

TEST(Synthetic, SmallCataloguesHaveTheRightShares) {
  // Nobody but a speaker reaches such speechiness: 12.5 % of the original's songs.
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::vector<double> values = features(seed, {0, 3000});
    int spoken = 0;
    for (std::size_t i = 0; i < 3000; ++i) spoken += values[i * kWidth + 3] > 0.6 ? 1 : 0;
    EXPECT_NEAR(spoken / 3000.0, 0.121, 0.012) << seed;
  }
}

TEST(Synthetic, IsTheCatalogueThatItWas) {
  // A change here changes every synthetic catalogue, data/ included.
  EXPECT_EQ(
      records(1, {0, 1}),
      "KaDfUZP1ISgGcfrSHXKLrS,\"\"\"Golden\"\" Lantern, Pt. 2\",11,259964,0,oaVCG3CiDMtDMdlMTTSaeS,2000,"
      "0.441,0.901,0,-5.752,0,0.0895,0,0.0012,0.254,0.417,148.842,3,12,['classic soul'],Orchestra Sato,0\n");
}

}  // namespace
}  // namespace chorus::synthetic
