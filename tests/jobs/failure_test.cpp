// What goes wrong ends on every rank with one line on stderr and a documented status, and leaves nothing half
// done.
#include "program.hpp"
#include "results.hpp"
#include "support/test_files.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chorus::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Two features, as short as can be.
const Arguments kTwo = {"--features", "energy,tempo", "-k", "2", "--restarts", "2"};

struct Case {
  std::string name;
  std::string csv;    ///< bytes of the input; the input is absent if there are none
  Arguments options;  ///< beside the input and -o
  int status;
  std::vector<std::string> says;  ///< all of these
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

std::string rows(int count) {
  std::string text = "title,energy,tempo\n";
  for (int i = 0; i < count; ++i) text += fmt::format("song {},0.{},{}\n", i, i % 10, 90 + i * i % 71);
  return text;
}

std::string with(const std::string& line) {
  return rows(20) + line + "\n" + "last,0.5,100\n";
}

std::string utf16(const std::string& text) {
  std::string wide = "\xFF\xFE";
  for (const char c : text) wide += std::string(1, c) + std::string(1, '\0');
  return wide;
}

std::vector<Case> cases() {
  return {
      {"MissingFile", "", kTwo, 4, {"songs.csv"}},
      {"HeaderOnly", "title,energy,tempo\n", kTwo, 2, {"songs.csv", "row"}},
      {"BlankFile", "\n\n", kTwo, 2, {"songs.csv"}},
      {"MissingColumn", "title,energy,tempos\na,1,2\n", kTwo, 2, {"tempo", "tempos"}},
      {"DuplicateColumn", "energy,tempo,Energy\n1,2,3\n", kTwo, 2, {"energy"}},
      {"RaggedRow", with("x,1"), kTwo, 2, {"songs.csv:22", "--bad-rows"}},
      {"UnterminatedQuote", with("\"x,1,2"), kTwo, 2, {"songs.csv:22", "quote"}},
      {"TextAfterQuote", with("\"x\"y,1,2"), kTwo, 2, {"songs.csv:22", "quote"}},
      {"NulByte", with(std::string("x\0y,1,2", 7)), kTwo, 2, {"songs.csv:22", "NUL"}},
      {"Utf16", utf16(rows(5)), kTwo, 2, {"UTF-16"}},
      {"BareReturns", "title,energy,tempo\ra,1,2\rb,3,4\r", kTwo, 2, {"songs.csv"}},
      {"TextInFeature", with("x,loud,100"), kTwo, 2, {"songs.csv:22", "energy", "loud"}},
      {"AllMissing", "energy,tempo\n?,1\nNA,2\n,3\n", kTwo, 3, {"row"}},
      {"MissingForbidden", with("x,?,100"), kTwo + Arguments{"--missing", "error"}, 2, {"missing"}},
      {"MoreClustersThanRows", rows(5), {"--features", "energy,tempo", "-k", "9"}, 3, {"5", "9"}},
      {"MoreClustersThanDistinctRows",
       "energy,tempo\n1,2\n3,4\n1,2\n3,4\n1,2\n",
       {"--features", "energy,tempo", "-k", "3"},
       3,
       {"distinct"}},
      {"RandomSeedingOfTooFewDistinctRows",
       "energy,tempo\n1,2\n3,4\n1,2\n3,4\n1,2\n",
       {"--features", "energy,tempo", "-k", "3", "--seeding", "random"},
       3,
       {"distinct"}},
      {"ParallelSeedingOfTooFewDistinctRows",
       "energy,tempo\n1,2\n3,4\n1,2\n3,4\n1,2\n",
       {"--features", "energy,tempo", "-k", "3", "--seeding", "k-means||"},
       3,
       {"distinct"}},
      {"OneRow", rows(1), kTwo, 3, {"1"}},
      {"WrongOption", rows(20), kTwo + Arguments{"--clusterz", "3"}, 2, {"clusterz"}},
      {"OptionMisspelt",
       rows(20),
       kTwo + Arguments{"--restart", "3"},
       2,
       {"no option --restart ", "--restarts;"}},
      {"OptionMisspeltWithValue", rows(20), kTwo + Arguments{"--max-itreations=3"}, 2, {"--max-iterations;"}},
      {"SecondInput", rows(20), kTwo + Arguments{"more.csv"}, 2, {"more.csv"}},
      {"WrongValue", rows(20), kTwo + Arguments{"--seeding", "magic"}, 2, {"--seeding", "magic"}},
      {"ZeroClusters", rows(20), {"--features", "energy,tempo", "-k", "0"}, 2, {"-k"}},
      {"RangeBackwards", rows(20), {"--features", "energy,tempo", "-k", "10:2"}, 2, {"-k", "10:2"}},
      {"KIsNoNumber", rows(20), {"--features", "energy,tempo", "-k", "many"}, 2, {"-k", "many"}},
      {"InitWithoutSpace", rows(20), kTwo + Arguments{"--init", "songs.csv"}, 2, {"--init-space"}},
      {"InitAbsent",
       rows(20),
       kTwo + Arguments{"--init", "absent.csv", "--init-space", "scaled"},
       4,
       {"absent.csv"}},
      {"BoundOfUnknownFeature", rows(20), kTwo + Arguments{"--min", "loudness=1"}, 2, {"loudness"}},
      {"BoundWithoutNumber", rows(20), kTwo + Arguments{"--min", "energy=high"}, 2, {"high"}},
      {"LabelColumnTaken", "Cluster,energy,tempo\n1,2,3\n4,5,6\n7,8,9\n", kTwo, 2, {"--label-column"}},
      {"UnknownVectorTarget", rows(20), kTwo + Arguments{"--simd", "ABACUS"}, 2, {"ABACUS", "--simd"}},
      {"WrongCriterion", rows(20), kTwo + Arguments{"--choose", "taste"}, 2, {"taste"}},
      {"WrongSilhouette", rows(20), kTwo + Arguments{"--silhouette", "some"}, 2, {"--silhouette"}},
      {"ConfigAbsent", rows(20), kTwo + Arguments{"--config", "absent.toml"}, 2, {"absent.toml"}},
      {"CommandMissing", rows(20), {"--another-command"}, 2, {}},
  };
}

void expect_one_error(const Outcome& outcome, int status, const std::vector<std::string>& says) {
  EXPECT_EQ(outcome.status, status) << outcome.story();
  std::vector<std::string> errors;
  for (const std::string& line : outcome.said()) {
    if (line.starts_with("chorus: warning:")) continue;
    errors.push_back(line);
  }
  ASSERT_EQ(errors.size(), 1U) << outcome.story();
  EXPECT_TRUE(errors[0].starts_with("chorus: error: ")) << errors[0];
  for (const std::string& text : says) EXPECT_THAT(errors[0], HasSubstr(text));
}

class FailureOfInput : public testing::TestWithParam<Case> {};

TEST_P(FailureOfInput, EndsInOneLine) {
  const Case& c = GetParam();
  const TemporaryFolder folder;
  const fs::path csv = folder.file("songs.csv");
  if (!c.csv.empty()) write_file(csv, c.csv);
  for (const int ranks : {1, 3}) {
    SCOPED_TRACE("ranks: " + std::to_string(ranks));
    const fs::path to = folder.file("results" + std::to_string(ranks));
    expect_one_error(run_chorus(ranks, Arguments{"cluster", csv.string(), "-o", to.string()} + c.options),
                     c.status, c.says);
    EXPECT_THAT(all_bytes(to), testing::IsEmpty()) << "something was left behind";
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, FailureOfInput, testing::ValuesIn(cases()),
                         [](const auto& one) { return one.param.name; });

TEST(Failure, EmptyFileAndFolderAsInput) {
  const TemporaryFolder folder;
  write_file(folder.file("empty.csv"), "");
  const std::string to = folder.file("results").string();
  for (const int ranks : {1, 3}) {
    expect_one_error(
        run_chorus(ranks, Arguments{"cluster", folder.file("empty.csv").string(), "-o", to} + kTwo), 2,
        {"empty.csv", "empty"});
    expect_one_error(run_chorus(ranks, Arguments{"cluster", folder.path().string(), "-o", to} + kTwo), 2,
                     {folder.path().string(), "no regular file"});
    EXPECT_THAT(all_bytes(to), testing::IsEmpty());
  }
}

TEST(Failure, ResultsFolder) {
  const TemporaryFolder folder;
  write_file(folder.file("songs.csv"), rows(20));
  write_file(folder.file("in the way"), "a file");
  fs::create_directory(folder.file("full"));
  write_file(folder.file("full") / "thesis.txt", "mine");
  const Arguments command = Arguments{"cluster", folder.file("songs.csv").string()} + kTwo;
  for (const int ranks : {1, 3}) {
    expect_one_error(run_chorus(ranks, command + Arguments{"-o", folder.file("full").string()}), 2,
                     {"--overwrite"});
    EXPECT_EQ(all_bytes(folder.file("full")).size(), 1U);
    expect_one_error(run_chorus(ranks, command + Arguments{"-o", folder.file("in the way").string()}), 4,
                     {"in the way"});
    expect_one_error(
        run_chorus(ranks, command + Arguments{"-o", folder.file("in the way").string() + "/results"}), 4,
        {"in the way"});
    EXPECT_EQ(read_file(folder.file("in the way")), "a file");
  }
}

TEST(Failure, OldResultsStayWhenANewRunFails) {
  const TemporaryFolder folder;
  const std::string to = folder.file("results").string();
  write_file(folder.file("songs.csv"), rows(20));
  write_file(folder.file("bad.csv"), with("x,1"));
  ASSERT_RUN_OK(run_chorus(2, Arguments{"cluster", folder.file("songs.csv").string(), "-o", to} + kTwo));
  const auto before = all_bytes(to);
  for (const int ranks : {1, 3}) {
    const Arguments again = {"cluster", folder.file("bad.csv").string(), "--overwrite", "-o", to};
    expect_one_error(run_chorus(ranks, again + kTwo), 2, {"bad.csv:22"});
    EXPECT_EQ(differences(before, all_bytes(to)), "");
    const Arguments many = {
        "cluster",     folder.file("songs.csv").string(), "--overwrite", "-o", to, "-k", "50", "--features",
        "energy,tempo"};
    expect_one_error(run_chorus(ranks, many), 3, {"50"});
    EXPECT_EQ(differences(before, all_bytes(to)), "");
  }
}

TEST(Failure, DamagedCatalogueAndChangedSource) {
  const TemporaryFolder folder;
  const fs::path csv = folder.file("songs.csv");
  const fs::path h5 = folder.file("songs.h5");
  write_file(csv, rows(500));
  ASSERT_RUN_OK(run_chorus(2, {"ingest", csv.string(), "-o", h5.string(), "--features", "energy,tempo"}));
  const std::string whole = read_file(h5);
  const fs::path to = folder.file("results");
  for (const int ranks : {1, 3}) {
    const Arguments command = {"cluster", h5.string(), "-k", "2", "-o", to.string()};
    write_file(csv, rows(500) + "one more,0.5,100\n");
    expect_one_error(run_chorus(ranks, command), 2, {"songs.csv"});
    EXPECT_THAT(all_bytes(to), testing::IsEmpty());
    std::string same_size = rows(500);
    same_size[same_size.size() - 2] ^= 1;
    write_file(csv, same_size);
    expect_one_error(run_chorus(ranks, command), 2, {"songs.csv"});
    EXPECT_THAT(all_bytes(to), testing::IsEmpty());
    write_file(csv, rows(500));
    // One bit of the features, and a file cut short.
    std::string damaged = whole;
    const double value = 90 + 16;  // the tempo of song 4
    const auto at = whole.find(std::string(reinterpret_cast<const char*>(&value), sizeof value));
    ASSERT_NE(at, std::string::npos);
    damaged[at + 2] ^= 4;
    write_file(h5, damaged);
    expect_one_error(run_chorus(ranks, command), 2, {"songs.h5"});
    write_file(h5, whole.substr(0, whole.size() / 2));
    expect_one_error(run_chorus(ranks, command), 2, {"songs.h5"});
    EXPECT_THAT(all_bytes(to), testing::IsEmpty());
    write_file(h5, whole);
  }
  ASSERT_RUN_OK(run_chorus(3, {"cluster", h5.string(), "-k", "2", "-o", to.string()}));
}

/// What looks like a failure and is none.
TEST(Failure, SmallAndOddInputsWork) {
  const TemporaryFolder folder;
  const fs::path csv = folder.file("songs.csv");
  const auto run = [&](int ranks, const std::string& bytes, const Arguments& options) {
    write_file(csv, bytes);
    const Outcome outcome = run_chorus(
        ranks,
        Arguments{"cluster", csv.string(), "--overwrite", "-o", folder.file("results").string()} + options);
    EXPECT_RUN_OK(outcome);
    return outcome;
  };
  run(7, rows(3), kTwo);  // fewer rows than ranks
  EXPECT_EQ(read_summary(folder.file("results")).at("rows"), 3);
  run(3, rows(2), kTwo);  // as many clusters as rows
  run(3, rows(20), {"--features", "energy,tempo", "-k", "1"});
  for (const int ranks : {1, 3}) {
    const Outcome constant = run(ranks, "energy,tempo\n1,120\n2,120\n3,120\n9,120\n", kTwo);
    ASSERT_EQ(constant.said().size(), 1U) << constant.story();
    EXPECT_TRUE(constant.said()[0].starts_with("chorus: warning: feature tempo is constant"));
  }
  for (const char* scaling : {"standard", "minmax", "none"}) {
    run(3, "energy,tempo\n1e300,1\n1e-300,2\n-1e300,3\n1,4\n0,5\n5e299,6\n",
        kTwo + Arguments{"--scaling", scaling, "--quiet"});
    EXPECT_EQ(read_summary(folder.file("results")).at("rows_used"), 6);
  }
  run(3, "energy,tempo\n1,1\ninf,2\n3,-Infinity\n4,4\n1e999,5\n6,6\n", kTwo);
  const nlohmann::json summary = read_summary(folder.file("results"));
  EXPECT_EQ(summary.at("rows"), 6);
  EXPECT_EQ(summary.at("rows_used"), 3);
}

TEST(Failure, OtherCommands) {
  const TemporaryFolder folder;
  write_file(folder.file("songs.csv"), rows(20));
  write_file(folder.file("there.h5"), "something else");
  const std::string there = folder.file("there.h5").string();
  const std::string csv = folder.file("songs.csv").string();
  for (const int ranks : {1, 3}) {
    expect_one_error(run_chorus(ranks, {"clutser", csv}), 2, {"no command clutser", "nearest is cluster"});
    expect_one_error(run_chorus(ranks, {"x"}), 2, {"no command x", "nearest is"});
    expect_one_error(run_chorus(ranks, {"inspect", csv, "x", "y"}), 2, {"nothing is to be done with x, y"});
    expect_one_error(run_chorus(ranks, {"inspect", csv + "\nb"}), 4, {"songs.csv\\nb"});
    expect_one_error(run_chorus(ranks, {}), 2, {"command is missing", "cluster"});
    expect_one_error(run_chorus(ranks, {"ingest", csv, "--features", "energy", "-o", there}), 2,
                     {"--overwrite"});
    expect_one_error(run_chorus(ranks, {"ingest", csv, "-o", folder.file("new.h5").string()}), 2,
                     {"danceability"});
    expect_one_error(run_chorus(ranks, {"ingest", csv, "--features", "energy", "-o", csv + "/x.h5"}), 4,
                     {"songs.csv"});
    expect_one_error(run_chorus(ranks, {"synth", "--songs", "0", "-o", folder.file("made.csv").string()}), 2,
                     {"--songs"});
    expect_one_error(run_chorus(ranks, {"synth", "--songs", "9", "-o", csv + "/made.csv"}), 4, {"songs.csv"});
    expect_one_error(run_chorus(ranks, {"cluster", there, "-o", folder.file("results").string()}), 2,
                     {"there.h5"});
  }
  EXPECT_EQ(read_file(there), "something else");
  EXPECT_EQ(read_file(csv), rows(20));
  EXPECT_FALSE(fs::exists(folder.file("new.h5")));
  EXPECT_FALSE(fs::exists(folder.file("made.csv")));
}

}  // namespace
}  // namespace chorus::test
