// Suspicious input is said: records that span lines, bad quotes, values beyond doubt, rows hardly there, and
// catalogues whose CSV is not at hand.
#include "chorus/core/error.hpp"
#include "program.hpp"
#include "results.hpp"
#include "support/test_files.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace chorus::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Song i stands on line i + 1; `change` may give it another line.
std::string songs(int count, const std::function<std::string(int, std::string)>& change = {}) {
  std::string text = "id,title,energy,valence,tempo\n";
  for (int i = 1; i <= count; ++i) {
    const std::string line = fmt::format("{},Song {},{},{},{}\n", i, i, .1 + .8 * (i * 37 % 101) / 101,
                                         .1 + .8 * (i * 53 % 97) / 97, (i % 2 == 0 ? 90 : 150) + i % 7);
    text += change ? change(i, line) : line;
  }
  return text;
}

const Arguments kOptions = {"--features", "energy,valence,tempo", "-k", "2:3", "--restarts", "2"};

std::string line_with(const Outcome& outcome, std::string_view what) {
  std::string found;
  for (const std::string& line : outcome.said()) {
    if (line.find(what) != std::string::npos) found += line + "\n";
  }
  return found;
}

std::string title(const std::string& line, const std::string& other) {
  const auto begin = line.find(',') + 1;
  return line.substr(0, begin) + other + line.substr(line.find(',', begin));
}

TEST(Suspicious, SwallowedSongsAreSaidByClusterInspectAndIngest) {
  const TemporaryFolder folder;
  const auto csv = folder.file("s.csv");
  write_file(csv, songs(100, [](int i, const std::string& line) {
               if (i == 10) return title(line, "\"Heroes");
               return i == 60 ? title(line, "Blue Monday 12\"") : line;
             }));
  const std::string expected = "1 record spans 51 lines, from line 11";
  for (const int ranks : {1, 3}) {
    const auto to = folder.file(fmt::format("r{}", ranks));
    const Outcome cluster =
        run_chorus(ranks, Arguments{"cluster", csv.string(), "-o", to.string(), "--quiet"} + kOptions);
    ASSERT_RUN_OK(cluster);
    EXPECT_THAT(line_with(cluster, "warning"), HasSubstr(expected)) << cluster.story();
    EXPECT_THAT(read_summary(to).at("warnings").dump(), HasSubstr(expected));
    EXPECT_THAT(read_file(to / "report.html"), HasSubstr(expected));
  }
  const Outcome inspect = run_chorus(2, {"inspect", csv.string(), "--json"});
  ASSERT_RUN_OK(inspect);
  EXPECT_THAT(line_with(inspect, "warning"), HasSubstr(expected)) << inspect.story();
  const auto found = nlohmann::json::parse(inspect.out);
  EXPECT_EQ(found.at("spanning_records").at("longest"), 51);
  const Outcome ingest = run_chorus(
      2, {"ingest", csv.string(), "--features", "energy,valence,tempo", "-o", folder.file("s.h5").string()});
  ASSERT_RUN_OK(ingest);
  EXPECT_THAT(line_with(ingest, "warning"), HasSubstr(expected)) << ingest.story();
}

TEST(Suspicious, BadQuotesAreSkippedAndListed) {
  const TemporaryFolder folder;
  const auto csv = folder.file("s.csv");
  write_file(csv, songs(1000, [](int i, const std::string& line) {
               if (i == 10) return title(line, "\"Heroes");
               return i == 60 ? title(line, "\"say \\\"hi\\\"\"") : line;
             }));
  std::string listed;
  for (const int ranks : {1, 3}) {
    const auto to = folder.file(fmt::format("r{}", ranks));
    const Arguments run =
        Arguments{"cluster", csv.string(), "-o", to.string(), "--bad-rows", "skip"} + kOptions;
    const Outcome cluster = run_chorus(ranks, run);
    ASSERT_RUN_OK(cluster);
    EXPECT_THAT(cluster.out, HasSubstr("998 rows, 998 used, 2 bad records skipped"));
    EXPECT_EQ(read_summary(to).at("rows"), 998);
    EXPECT_EQ(read_summary(to).at("skipped_records"), 2);
    const std::string rejected = read_file(to / "rejected.csv");
    EXPECT_THAT(rejected, HasSubstr("\n11,4,a quoted field that does not end as it should,\"10,\"\"Heroes,"));
    EXPECT_THAT(rejected, HasSubstr("\n61,11,text after a closing quote,\"60,\"\"say \\\"\"hi"));
    EXPECT_TRUE(listed.empty() || listed == rejected) << "at " << ranks << " ranks";
    listed = rejected;
    // Taken off again, the clusters leave the input.
    std::string without;
    std::string labelled = read_file(to / "s_clustered.csv");
    for (std::size_t at = 0; at < labelled.size();) {
      const std::size_t end = labelled.find('\n', at);
      without += labelled.substr(at, labelled.rfind(',', end) - at) + "\n";
      at = end + 1;
    }
    EXPECT_EQ(without, read_file(csv));
    const Outcome again = run_chorus(ranks, run + Arguments{"--resume"});
    EXPECT_RUN_OK(again);
  }
  const Outcome strict =
      run_chorus(2, Arguments{"cluster", csv.string(), "-o", folder.file("strict").string()} + kOptions);
  EXPECT_EQ(strict.status, static_cast<int>(Exit::kInput)) << strict.story();
  const Outcome ingest = run_chorus(2, {"ingest", csv.string(), "--features", "energy,valence,tempo",
                                        "--bad-rows", "skip", "-o", folder.file("s.h5").string()});
  ASSERT_RUN_OK(ingest);
  EXPECT_EQ(read_file(folder.file("s.h5.rejected.csv")), listed);
}

TEST(Suspicious, AValueBeyondDoubtIsNamedWithRowLineAndFeature) {
  const TemporaryFolder folder;
  const auto csv = folder.file("s.csv");
  write_file(csv, songs(300, [](int i, const std::string& line) {
               return i == 17 ? std::string("17,Song 17,1e30,.5,120\n") : line;
             }));
  for (const int ranks : {1, 3}) {
    const auto to = folder.file(fmt::format("r{}", ranks));
    const Outcome cluster =
        run_chorus(ranks, Arguments{"cluster", csv.string(), "-o", to.string(), "--quiet"} + kOptions);
    ASSERT_RUN_OK(cluster);
    const std::string said = line_with(cluster, "feature energy: 1 value lies beyond any doubt");
    EXPECT_THAT(said, HasSubstr("1e+30 in row 17, line 18"));
    EXPECT_THAT(said, HasSubstr("--max energy=VALUE"));
    EXPECT_THAT(line_with(cluster, "coarse"), HasSubstr("feature energy is kept in steps of"));
    EXPECT_THAT(read_summary(to).at("warnings").dump(), HasSubstr("1e+30 in row 17, line 18"));
  }
  const Outcome bounded = run_chorus(
      2, Arguments{"cluster", csv.string(), "-o", folder.file("b").string(), "--max", "energy=1"} + kOptions);
  ASSERT_RUN_OK(bounded);
  EXPECT_EQ(line_with(bounded, "warning"), "");
}

TEST(Suspicious, ARowWithoutHalfOfItsValuesIsNeverFilled) {
  const TemporaryFolder folder;
  const auto csv = folder.file("s.csv");
  write_file(csv, songs(300, [](int i, const std::string& line) {
               if (i <= 5) return fmt::format("{},empty{},,,\n", i, i);
               return i == 6 ? std::string("6,filled6,.5,,120\n") : line;
             }));
  const auto to = folder.file("r");
  const Outcome cluster = run_chorus(
      3, Arguments{"cluster", csv.string(), "-o", to.string(), "--missing", "mean", "--typical", "290"} +
             kOptions);
  ASSERT_RUN_OK(cluster);
  EXPECT_THAT(cluster.out, HasSubstr("300 rows, 295 used, 5 dropped (too_few_values)"));
  EXPECT_THAT(cluster.out, HasSubstr("1 values filled with the mean (valence 1)"));
  const nlohmann::json summary = read_summary(to);
  EXPECT_EQ(summary.at("dropped").at("too_few_values"), 5);
  EXPECT_EQ(summary.at("filled"), (nlohmann::json{{"valence", 1}}));
  const std::string typical = summary.at("profiles").dump();
  EXPECT_THAT(typical, Not(HasSubstr("empty1")));
  EXPECT_THAT(typical, Not(HasSubstr("filled6")));
  EXPECT_THAT(typical, HasSubstr("Song 7"));
}

TEST(Suspicious, ACatalogueWhoseCsvWasMovedIsAnError) {
  const TemporaryFolder folder;
  const auto csv = folder.file("s.csv");
  const auto h5 = folder.file("s.h5");
  write_file(csv, songs(100));
  ASSERT_RUN_OK(
      run_chorus(1, {"ingest", csv.string(), "--features", "energy,valence,tempo", "-o", h5.string()}));
  const auto moved = folder.file("moved.csv");
  std::filesystem::rename(csv, moved);
  const Arguments run = {"cluster", h5.string(), "-k", "2", "--restarts", "1", "-o"};
  const Outcome refused = run_chorus(3, run + Arguments{folder.file("a").string()});
  EXPECT_EQ(refused.status, static_cast<int>(Exit::kInput)) << refused.story();
  EXPECT_THAT(line_with(refused, "error"), HasSubstr("--source FILE"));
  const Outcome found = run_chorus(2, run + Arguments{folder.file("b").string(), "--source", moved.string()});
  ASSERT_RUN_OK(found);
  EXPECT_THAT(read_file(folder.file("b") / "s_clustered.csv"), HasSubstr("id,title,energy"));
  const Outcome bare = run_chorus(2, run + Arguments{folder.file("c").string(), "--without-source"});
  ASSERT_RUN_OK(bare);
  EXPECT_THAT(read_file(folder.file("c") / "s_clustered.csv"), HasSubstr("row,energy,valence,tempo,cluster"));
  std::string other = songs(100);
  for (const bool longer : {false, true}) {
    other.at(40) ^= 1;
    write_file(folder.file("other.csv"), other + (longer ? "x" : ""));
    const Outcome wrong = run_chorus(
        2, run + Arguments{folder.file("d").string(), "--source", folder.file("other.csv").string()});
    EXPECT_EQ(wrong.status, static_cast<int>(Exit::kInput)) << wrong.story();
    EXPECT_THAT(line_with(wrong, "error"), HasSubstr("not the file that the catalogue was made from"));
  }
}

TEST(Suspicious, OptionsOnReadingDoNotPassInSilenceOnACatalogue) {
  const TemporaryFolder folder;
  const auto csv = folder.file("s.csv");
  const auto h5 = folder.file("s.h5");
  write_file(csv, songs(100));
  ASSERT_RUN_OK(
      run_chorus(1, {"ingest", csv.string(), "--features", "energy,valence,tempo", "-o", h5.string()}));
  for (const Arguments& option : {Arguments{"--delimiter", ";"}, Arguments{"--bad-rows", "skip"},
                                  Arguments{"--non-numeric", "missing"}}) {
    const Outcome refused =
        run_chorus(2, Arguments{"cluster", h5.string(), "-k", "2", "-o", folder.file("a").string()} + option);
    EXPECT_EQ(refused.status, static_cast<int>(Exit::kInput)) << refused.story();
    EXPECT_THAT(line_with(refused, "error"), HasSubstr("another " + option.front()));
  }
  EXPECT_RUN_OK(run_chorus(
      2, {"cluster", h5.string(), "-k", "2", "-o", folder.file("b").string(), "--delimiter", ","}));
}

}  // namespace
}  // namespace chorus::test
