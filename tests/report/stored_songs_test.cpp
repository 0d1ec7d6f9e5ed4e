#include "chorus/report/stored_songs.hpp"

#include "chorus/report/json_form.hpp"
#include "support/made_up_report.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace chorus::report {
namespace {

/// The same by way of a tree of Json nodes.
std::string by_nodes(const std::vector<MapSong>& songs) {
  Json json = Json::object();
  for (const char* name : {"row", "pc1", "pc2", "cluster", "values", "title", "artist"}) {
    json[name] = Json::array();
  }
  for (const MapSong& song : songs) {
    json["row"].push_back(song.row);
    json["pc1"].push_back(song.pc1);
    json["pc2"].push_back(song.pc2);
    json["cluster"].push_back(song.cluster);
    json["values"].push_back(song.values);
    json["title"].push_back(display_text(song.title));
    json["artist"].push_back(display_text(song.artist));
  }
  return json.dump();
}

TEST(StoredSongs, TextIsThatOfTheNodes) {
  for (const bool hostile : {false, true}) {
    test::MadeUp options;
    options.hostile = hostile;
    const std::vector<MapSong> songs = test::make_up_report(options).data.songs;
    EXPECT_EQ(songs_text(songs), by_nodes(songs));
  }
  EXPECT_EQ(songs_text({}), by_nodes({}));
}

TEST(StoredSongs, NumbersOfAllKindsKeepTheirTextAndComeBack) {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  const std::vector<double> values = {0,    -0.0,  1,      173533, 1e15,    1e16,      1e22,
                                      0.1,  1e-05, 1.5E-7, 5e-324, 0.0001,  1 / 3.,    -12.757,
                                      kInf, 4.35,  2e15,   1e100,  -1e-300, 123456.789};
  std::vector<MapSong> songs;
  for (const double value : values)
    songs.push_back({std::int64_t{1} << 40, value, -value, 3, values, "a", "b"});
  const std::string text = songs_text(songs);
  EXPECT_EQ(text, by_nodes(songs));
  const std::vector<MapSong> again = songs_from(JsonDocument(text, {}).root());
  ASSERT_EQ(again.size(), songs.size());
  EXPECT_EQ(again[7].pc1, 0.1);
  EXPECT_EQ(again[16].values[12], 1 / 3.);
}

}  // namespace
}  // namespace chorus::report
