// Options as a user meets them: help, version, and the file that repeats a run.
#include "program.hpp"
#include "results.hpp"
#include "support/test_files.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace chorus::test {
namespace {

using testing::HasSubstr;

TEST(Options, FileOfARunRepeatsIt) {
  const TemporaryFolder folder;
  const Arguments told = {"-k",
                          "3,5",
                          "--restarts",
                          "2",
                          "--seed",
                          "11",
                          "--scaling",
                          "minmax",
                          "--seeding",
                          "random",
                          "--min",
                          "duration_ms=120000",
                          "--max",
                          "tempo=180",
                          "--max",
                          "loudness=-1.5",
                          "--missing",
                          "drop",
                          "--na",
                          "NA,none at all,,#N/A,[x]",
                          "--scores",
                          "--choose",
                          "davies-bouldin",
                          "--silhouette",
                          "700",
                          "--components",
                          "3",
                          "--label-column",
                          "my \"group\" #'1'; [\xFF]",
                          "--column",
                          "energy=Energy",
                          "--tolerance",
                          "1e-3",
                          "--quiet"};
  const std::string first = folder.file("first").string();
  const std::string again = folder.file("again").string();
  ASSERT_RUN_OK(run_chorus(2, Arguments{"cluster", sample_songs().string(), "-o", first} + told));
  const std::string options = first + "/options.toml";
  ASSERT_RUN_OK(run_chorus(3, {"cluster", "--config", options, "-o", again}));
  EXPECT_EQ(differences(lasting_bytes(first), lasting_bytes(again)), "");
  EXPECT_NE(read_summary(first).at("rows_used"), 3000) << "--min and --max had no part in it";
  // As the README writes it; what stands on the command line comes before what stands in the file.
  const std::string other = folder.file("other").string();
  ASSERT_RUN_OK(
      run_chorus(1, {"--config", options, "cluster", sample_songs().string(), "-o", other, "--seed", "12"}));
  EXPECT_EQ(read_summary(other).at("seed"), 12);
  EXPECT_EQ(read_summary(other).at("k_selection").size(), 2U);
}

TEST(Options, FileOfAPlainRunRepeatsIt) {
  const TemporaryFolder folder;
  const std::string first = folder.file("first").string();
  const std::string again = folder.file("again").string();
  ASSERT_RUN_OK(run_chorus(2, {"cluster", sample_songs().string(), "-o", first}));
  ASSERT_RUN_OK(run_chorus(2, {"cluster", "--config", first + "/options.toml", "-o", again}));
  EXPECT_EQ(differences(lasting_bytes(first), lasting_bytes(again)), "");
  // And the summary tells how the program was called.
  const auto command = read_summary(again).at("run").at("command").get<std::string>();
  EXPECT_THAT(command,
              testing::EndsWith(fmt::format(" cluster --config {}/options.toml -o {}", first, again)));
}

TEST(Options, BracketsArePartsOfAText) {
  const TemporaryFolder folder;
  std::string songs = "id,[a],a,b\n";
  for (int i = 0; i < 40; ++i)
    songs += fmt::format("{},{},{},{}\n", i, i % 2 == 0 ? "[x]" : std::to_string(i), 7, i % 5);
  test::write_file(folder.file("songs.csv"), songs);
  const std::string results = folder.file("results").string();
  const Arguments told = {"--features", "[a],b", "--na", "[x]", "-k", "2", "--restarts", "1", "-o", results};
  ASSERT_RUN_OK(run_chorus(2, Arguments{"cluster", folder.file("songs.csv").string()} + told));
  EXPECT_EQ(read_summary(results).at("features"), (std::vector<std::string>{"[a]", "b"}));
  EXPECT_EQ(read_summary(results).at("rows_used"), 20) << "[x] is missing, and no other text";
}

TEST(Options, FileWithAnUnknownOptionIsRefused) {
  const TemporaryFolder folder;
  test::write_file(folder.file("options.toml"), "[cluster]\nrestrats=3\n");
  const Outcome run = run_chorus(2, {"--config", folder.file("options.toml").string(), "cluster",
                                     sample_songs().string(), "-o", folder.file("results").string()});
  EXPECT_EQ(run.status, 2) << run.story();
  EXPECT_THAT(run.err, HasSubstr("restrats"));
}

TEST(Options, FileThatIsNotUnderstoodIsRefusedWithItsLine) {
  const TemporaryFolder folder;
  test::write_file(folder.file("options.toml"), "[cluster]\nna=#N/A\n");
  const Outcome run = run_chorus(3, {"--config", folder.file("options.toml").string(), "cluster",
                                     sample_songs().string(), "-o", folder.file("results").string()});
  EXPECT_EQ(run.status, 2) << run.story();
  ASSERT_EQ(run.said().size(), 1U) << run.story();
  EXPECT_THAT(run.err, HasSubstr("options.toml:2"));
}

TEST(Options, FileDoesNotOverwrite) {
  const TemporaryFolder folder;
  const std::string first = folder.file("first").string();
  const Arguments told = {"cluster", sample_songs().string(), "-k", "2",  "--restarts",
                          "1",       "--overwrite",           "-o", first};
  ASSERT_RUN_OK(run_chorus(1, told));
  const auto before = all_bytes(first);
  EXPECT_EQ(run_chorus(1, {"cluster", "--config", first + "/options.toml", "-o", first}).status, 2);
  EXPECT_EQ(differences(before, all_bytes(first)), "");
}

TEST(Options, HelpFitsTheTerminalAndNamesDefaults) {
  for (const Arguments& command : {Arguments{}, Arguments{"cluster"}, Arguments{"inspect"},
                                   Arguments{"ingest"}, Arguments{"synth"}, Arguments{"report"}}) {
    const Outcome help = run_chorus(2, command + Arguments{"--help"});
    ASSERT_RUN_OK(help);
    EXPECT_TRUE(help.said().empty()) << help.story();
    std::istringstream lines(help.out);
    int usages = 0;
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 120U) << line;
      usages += line.starts_with("Usage:") ? 1 : 0;
    }
    EXPECT_EQ(usages, 1) << "rank 0 alone talks\n" << help.out;
  }
  const std::string help = run_chorus(1, {"cluster", "--help"}).out;
  for (const char* text :
       {"2:10", "=10", "0.0001", "300", "k-means++", "standard", "drop", "auto", "silhouette", "results",
        "Input", "Missing values", "Clustering", "Judging", "Results", "Running"}) {
    EXPECT_THAT(help, HasSubstr(text));
  }
  EXPECT_THAT(run_chorus(1, {"--help"}).out, HasSubstr("Exit statuses"));
}

TEST(Options, VersionTellsWhatItIsMadeOf) {
  const Outcome version = run_chorus(2, {"--version"});
  ASSERT_RUN_OK(version);
  for (const char* text : {"chorus 0.", "compiler  GNU", "MPI       Open MPI", "HDF5      1.", "SIMD      "})
    EXPECT_THAT(version.out, HasSubstr(text));
  EXPECT_EQ(version.out.find("compiler"), version.out.rfind("compiler")) << "rank 0 alone talks";
  EXPECT_FALSE(simd_targets_listed().empty());
}

TEST(Options, QuietSaysNothing) {
  const TemporaryFolder folder;
  const Outcome outcome = run_chorus(3, {"cluster", sample_songs().string(), "-k", "2", "--restarts", "1",
                                         "--quiet", "-o", folder.file("results").string()});
  ASSERT_RUN_OK(outcome);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(outcome.said().empty()) << outcome.story();
}

TEST(Options, TerminalTellsTheStory) {
  const TemporaryFolder folder;
  const Outcome outcome = run_chorus(3, {"cluster", sample_songs().string(), "-k", "2:3", "--restarts", "1",
                                         "-o", folder.file("results").string()});
  ASSERT_RUN_OK(outcome);
  for (const char* text :
       {"3 ranks", "3000 rows, 3000 used", "Chosen: k = ", "Peak memory: ", "standardized features"})
    EXPECT_THAT(outcome.out, HasSubstr(text));
  const nlohmann::json summary = read_summary(folder.file("results"));
  EXPECT_THAT(outcome.out, HasSubstr("fingerprint " + summary.at("fingerprint").get<std::string>()));
  EXPECT_EQ(outcome.out.find("fingerprint"), outcome.out.rfind("fingerprint"));
  EXPECT_EQ(outcome.out.find('\x1b'), std::string::npos) << "control characters where no terminal is";
  const auto phases = summary.at("run").at("seconds").at("phases");
  for (const char* phase : {"ingest", "load", "statistics", "seed", "lloyd", "silhouette", "quality", "pca",
                            "profile", "export", "report"})
    EXPECT_TRUE(phases.contains(phase)) << phase;
}

}  // namespace
}  // namespace chorus::test
