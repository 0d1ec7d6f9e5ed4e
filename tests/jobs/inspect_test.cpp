// `chorus inspect` end to end: the numbers of scikit-learn and of the catalogues' descriptions, the same
// bytes on any number of ranks, and what it says of files that are not as they should be.
#include "chorus/files/owner.hpp"
#include "program.hpp"
#include "real_catalogue.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <sstream>

namespace chorus::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const std::string kOddSongs =
    "track_id,name,energy,tempo,Danceability\r\n"
    "a,One,.5,120,1\r\n"
    "b,\"Two, too\",oops,?,-0\r\n"
    "a,Three,,1e400,0\r\n"
    "\r\n"
    "b,\"Two, too\",oops,?,-0\r\n"
    "NA,Five,.25,-1,0";

Outcome inspect(int ranks, const std::string& file, const Arguments& options = {}) {
  return run_chorus(ranks, Arguments{"inspect", file} + options);
}

json inspected(int ranks, const std::string& file, const Arguments& options = {}) {
  const Outcome outcome = inspect(ranks, file, Arguments{"--json"} + options);
  EXPECT_RUN_OK(outcome);
  return outcome.ok() ? json::parse(outcome.out) : json();
}

json find_named(const json& list, const std::string& name) {
  for (const json& item : list) {
    if (item.at("name") == name) return item;
  }
  ADD_FAILURE() << "nothing is called " << name;
  return {};
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, line.size());
  return widest;
}

void expect_near(double found, double expected, const std::string& what) {
  EXPECT_LE(std::abs(found - expected), 1e-9 * std::abs(expected)) << what;
}

TEST(Inspect, AgreesWithScikitLearn) {
  CHORUS_SHARED_OR_SKIP(shared);
  for (const RealCatalogue& songs : real_catalogues()) {
    if (songs.truth.empty()) continue;
    SCOPED_TRACE(songs.name);
    const json found = inspected(2, songs.csv(shared).string(), songs.options);
    const json truth = json::parse(read_file(shared / "truth" / ("truth-" + songs.truth + ".json")));
    ASSERT_EQ(found.at("rows"), truth.at("rows_in"));
    EXPECT_EQ(found.at("complete_rows"), truth.at("rows_used"));
    const json& names = truth.at("features");
    for (std::size_t j = 0; j < names.size(); ++j) {
      const std::string name = names[j];
      const json feature = find_named(found.at("features"), name);
      expect_near(feature.at("mean"), truth.at("mean")[j], name);
      expect_near(feature.at("standard_deviation"), truth.at("scale_population_std")[j], name);
      EXPECT_EQ(feature.at("min"), truth.at("min")[j]) << name;
      EXPECT_EQ(feature.at("max"), truth.at("max")[j]) << name;
      expect_near(feature.at("q25"), truth.at("quartiles")[0][j], name);
      expect_near(feature.at("median"), truth.at("quartiles")[1][j], name);
      expect_near(feature.at("q75"), truth.at("quartiles")[2][j], name);
      ASSERT_EQ(found.at("correlation").at("features")[j], name);
      for (std::size_t i = 0; i < names.size(); ++i) {
        expect_near(found.at("correlation").at("matrix")[j][i], truth.at("correlation")[j][i], name);
      }
    }
  }
}

TEST(Inspect, FindsWhatIsKnownOfRealCatalogues) {
  CHORUS_SHARED_OR_SKIP(shared);
  const auto csv = [&, root = shared / "catalogues"](const char* name) { return (root / name).string(); };
  const json spotify = inspected(3, csv("spotify-songs-32k.csv"));
  EXPECT_EQ(spotify.at("columns").size(), 23);
  EXPECT_EQ(spotify.at("duplicates").at("ids").at("column"), "track_id");
  EXPECT_EQ(spotify.at("duplicates").at("ids").at("repeats"), 4477);
  EXPECT_EQ(find_named(spotify.at("features"), "tempo").at("min"), 0);
  EXPECT_EQ(find_named(spotify.at("features"), "tempo").at("at_min"), 1);

  EXPECT_EQ(inspected(2, csv("song-data-18k.csv")).at("duplicates").at("records").at("repeats"), 3909);
  EXPECT_EQ(inspected(1, csv("combined-real.csv")).at("duplicates").at("features").at("repeats"), 0);

  const json genres = inspected(4, csv("music-genre-50k.csv"));
  EXPECT_EQ(genres.at("rows"), 50005);
  const json tempo = find_named(genres.at("columns"), "tempo").at("cells");
  EXPECT_EQ(tempo.at("missing_word"), 4980);
  for (const json& column : genres.at("columns")) EXPECT_EQ(column.at("cells").at("empty"), 5);
  const json duration = find_named(genres.at("features"), "duration_ms");
  EXPECT_EQ(duration.at("min"), -1);
  EXPECT_EQ(duration.at("at_min"), 4939);
  const json bounded = inspected(2, csv("music-genre-50k.csv"), {"--min", "duration_ms=0"});
  EXPECT_EQ(find_named(bounded.at("features"), "duration_ms").at("absent").at("below_min"), 4939);
  EXPECT_EQ(find_named(bounded.at("features"), "duration_ms").at("count"), 45061);
}

TEST(Inspect, TheSameBytesOnAnyNumberOfRanks) {
  const TemporaryFolder folder;
  write_file(folder.file("odd.csv"), kOddSongs);
  for (const std::string& file : {sample_songs().string(), folder.file("odd.csv").string()}) {
    const Outcome text = inspect(1, file);
    const Outcome numbers = inspect(1, file, {"--json"});
    ASSERT_RUN_OK(text);
    ASSERT_RUN_OK(numbers);
    EXPECT_LE(widest_line(text.out), 100) << text.out;
    for (const int ranks : {2, 3, 4, 7}) {
      EXPECT_EQ(inspect(ranks, file).out, text.out) << ranks;
      EXPECT_EQ(inspect(ranks, file, {"--json"}).out, numbers.out) << ranks;
    }
  }
}

TEST(Inspect, CountsWhatIsOdd) {
  const TemporaryFolder folder;
  write_file(folder.file("odd.csv"), kOddSongs);
  const json found = inspected(2, folder.file("odd.csv").string());
  EXPECT_EQ(found.at("rows"), 5);
  EXPECT_EQ(found.at("complete_rows"), 2);
  EXPECT_EQ(found.at("source").at("line_ends"), "crlf");
  EXPECT_EQ(found.at("absent_features").size(), 7);
  const json energy = find_named(found.at("features"), "energy");
  EXPECT_EQ(energy.at("absent").at("not_numeric"), 2);
  EXPECT_EQ(energy.at("absent").at("missing"), 1);
  EXPECT_EQ(energy.at("mean"), 0.375);
  EXPECT_EQ(energy.at("median"), 0.375);
  EXPECT_EQ(find_named(found.at("features"), "tempo").at("absent").at("not_finite"), 1);
  EXPECT_EQ(find_named(found.at("columns"), "energy").at("type"), "text");
  EXPECT_EQ(find_named(found.at("columns"), "tempo").at("type"), "number");
  EXPECT_EQ(find_named(found.at("columns"), "Danceability").at("type"), "integer");
  EXPECT_EQ(find_named(found.at("columns"), "Danceability").at("feature"), "danceability");
  const json& twice = found.at("duplicates");
  EXPECT_EQ(twice.at("records").at("repeats"), 1);
  EXPECT_EQ(twice.at("features").at("repeats"), 1);
  EXPECT_EQ(twice.at("ids").at("rows"), 4);
  EXPECT_EQ(twice.at("ids").at("distinct"), 2);
  EXPECT_EQ(found.at("correlation").at("rows"), 2);
  EXPECT_EQ(found.at("correlation").at("matrix")[0][1], 1);
}

TEST(Inspect, ACatalogueSaysThatRecordsCannotBeCompared) {
  const TemporaryFolder folder;
  const std::string h5 = folder.file("songs.h5").string();
  ASSERT_RUN_OK(run_chorus(2, {"ingest", sample_songs().string(), "-o", h5, "--quiet"}));
  const json from_csv = inspected(2, sample_songs().string());
  const json from_h5 = inspected(3, h5);
  EXPECT_EQ(from_h5.at("features"), from_csv.at("features"));
  EXPECT_EQ(from_h5.at("correlation"), from_csv.at("correlation"));
  EXPECT_EQ(from_h5.at("duplicates").at("features"), from_csv.at("duplicates").at("features"));
  EXPECT_TRUE(from_h5.at("columns").is_null());
  EXPECT_TRUE(from_h5.at("duplicates").at("records").is_null());
  EXPECT_THAT(inspect(1, h5).out, HasSubstr("cannot be compared"));
}

TEST(Inspect, ACatalogueIsNotReadAnotherWayInSilence) {
  const TemporaryFolder folder;
  const std::string h5 = folder.file("songs.h5").string();
  ASSERT_RUN_OK(run_chorus(1, {"ingest", sample_songs().string(), "-o", h5, "--quiet"}));
  EXPECT_EQ(inspect(2, h5, {"--na", "zero"}).status, 2);
  EXPECT_EQ(inspect(2, h5, {"--column", "tempo=energy"}).status, 2);
  EXPECT_EQ(inspect(2, h5, {"--features", "tempo"}).status, 2);
  EXPECT_RUN_OK(inspect(2, h5, {"--column", "tempo=Tempo", "--min", "tempo=1"}));
}

TEST(Inspect, LeavesNothingBehindAndWritesWholeFiles) {
  const TemporaryFolder folder;
  const TemporaryFolder scratch;
  const std::string to = folder.file("songs.json").string();
  const Arguments options = {"--scratch", scratch.path().string(), "-o", to, "--quiet"};
  const Outcome outcome = inspect(3, sample_songs().string(), options);
  ASSERT_RUN_OK(outcome);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(std::filesystem::is_empty(scratch.path()));
  EXPECT_EQ(read_file(to), inspect(1, sample_songs().string(), {"--json"}).out);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
  EXPECT_EQ(inspect(2, sample_songs().string(), options).status, 2);
  EXPECT_RUN_OK(inspect(2, sample_songs().string(), options + Arguments{"--overwrite"}));
}

TEST(Inspect, TakesAwayWhatAKilledRunLeft) {
  const TemporaryFolder scratch;
  const auto left_by = [&](const std::string& name, const files::Owner& owner) {
    std::filesystem::create_directory(scratch.file(name));
    write_file(scratch.file(name) / "in-use", files::to_text(owner));
    write_file(scratch.file(name) / "rows", "rows");
  };
  const files::Owner living = files::this_process();
  files::Owner killed = living;
  ++killed.start;
  files::Owner elsewhere = living;
  elsewhere.host += "-another";
  left_by("chorus-scratch-living", living);
  left_by("chorus-scratch-killed", killed);
  left_by("chorus-scratch-elsewhere", elsewhere);
  left_by("chorus-scratch-silent", elsewhere);
  std::filesystem::last_write_time(
      scratch.file("chorus-scratch-silent/in-use"),
      std::filesystem::file_time_type::clock::now() - files::kAbandoned - std::chrono::minutes(1));
  std::filesystem::create_directory(scratch.file("chorus-scratch-other"));
  ASSERT_RUN_OK(inspect(2, sample_songs().string(), {"--scratch", scratch.path().string(), "--quiet"}));
  EXPECT_FALSE(std::filesystem::exists(scratch.file("chorus-scratch-killed")));
  EXPECT_FALSE(std::filesystem::exists(scratch.file("chorus-scratch-silent")));
  EXPECT_TRUE(std::filesystem::exists(scratch.file("chorus-scratch-living/rows")));
  EXPECT_TRUE(std::filesystem::exists(scratch.file("chorus-scratch-elsewhere/rows")));
  EXPECT_TRUE(std::filesystem::exists(scratch.file("chorus-scratch-other"))) << "not known to be abandoned";
}

TEST(Inspect, RefusesInOneLine) {
  const TemporaryFolder folder;
  const std::string odd = folder.file("odd.csv").string();
  write_file(odd, kOddSongs);
  write_file(folder.file("short.csv"), "energy,tempo\n1,2\n3\n");
  struct Refused {
    Arguments arguments;
    int status;
    const char* says;
  };
  for (const Refused& refused : {
           Refused{{folder.file("absent.csv").string()}, 4, "cannot open"},
           Refused{{folder.path().string()}, 2, "no regular file"},
           Refused{{folder.file("short.csv").string()}, 2, "a record of 1 field"},
           Refused{{odd, "--features", "nix"}, 2, "no column is called nix"},
           Refused{{odd, "--id", "nix"}, 2, "no column is called nix"},
           Refused{{odd, "--column", "tempo=nix"}, 2, "no column is called nix"},
           Refused{{odd, "--min", "tempo=3", "--max", "tempo=2"}, 2, "no value can lie between"},
           Refused{{odd, "--non-numeric", "error"}, 2, "'oops' is no number"},
           Refused{{odd, "-o", odd, "--overwrite"}, 2, "would replace the input"},
           Refused{{odd, "-o", folder.file("no/such/folder.json").string()}, 4, "does not exist"},
           Refused{{odd, "--scratch", folder.file("nowhere").string()}, 4, "--scratch"},
       }) {
    const Outcome outcome = run_chorus(2, Arguments{"inspect"} + refused.arguments);
    EXPECT_EQ(outcome.status, refused.status) << outcome.story();
    ASSERT_EQ(outcome.said().size(), 1) << outcome.story();
    EXPECT_THAT(outcome.said().front(), HasSubstr(refused.says));
    EXPECT_THAT(outcome.said().front(), testing::StartsWith("chorus: error: "));
  }
  EXPECT_EQ(read_file(odd), kOddSongs);
  EXPECT_RUN_OK(inspect(2, folder.file("short.csv").string(), {"--bad-rows", "skip"}));
}

TEST(Inspect, NamesFromTheFileCannotSteerTheTerminal) {
  const TemporaryFolder folder;
  const std::string file = folder.file("hostile.csv").string();
  std::string name = "\x1b[2J\xc2\x9b" + std::string("1m\xe2\x80\xae\xff");
  for (int i = 0; i < 30; ++i) name += "\xe6\xad\x8c";
  write_file(file, "energy,\"" + name + "\",\"a\nb\"\n1,2,3\n");
  const Outcome text = inspect(2, file);
  ASSERT_RUN_OK(text);
  const Outcome numbers = inspect(2, file, {"--json"});
  ASSERT_RUN_OK(numbers);
  for (const std::string& out : {text.out, numbers.out}) {
    for (const char* harm : {"\x1b", "\xc2\x9b", "\xe2\x80\xae", "\xff", "a\nb"})
      EXPECT_THAT(out, Not(HasSubstr(harm)));
  }
  EXPECT_EQ(json::parse(numbers.out).at("columns").size(), 3);
}

}  // namespace
}  // namespace chorus::test
