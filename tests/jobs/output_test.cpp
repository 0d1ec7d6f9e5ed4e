// Standard output and what is said are contracts: lost words are an error, a reader that has gone is none,
// nothing that is said steers a terminal, and advice can be pasted into a shell.
#include "program.hpp"
#include "results.hpp"
#include "support/test_files.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>

namespace chorus::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// What bash makes of a line, in which $C is the program, $S the sample and $D the folder.
Outcome run_shell(const TemporaryFolder& folder, const std::string& line) {
  const fs::path out = folder.file("shell.out");
  const fs::path err = folder.file("shell.err");
  write_file(folder.file("line.sh"),
             fmt::format("cd '{}'; C=$CHORUS_BIN S='{}' D='{}'\n{}\n", folder.path().string(),
                         sample_songs().string(), folder.path().string(), line));
  // NOLINTNEXTLINE(cert-env33-c, concurrency-mt-unsafe): a shell is what is tested
  const int status = std::system(fmt::format("timeout 120 bash '{}' >'{}' 2>'{}'",
                                             folder.file("line.sh").string(), out.string(), err.string())
                                     .c_str());
  Outcome outcome;
  outcome.status = WEXITSTATUS(status);
  outcome.out = read_file(out);
  outcome.err = read_file(err);
  return outcome;
}

const std::vector<std::string> kCommands = {
    "--help",
    "--version",
    "cluster --help",
    "cluster $S -k 2:3 --restarts 1 -o r --overwrite",
    "inspect $S",
    "inspect $S --json",
    "doctor --json",
    "report r",
    "synth --songs 20 -o $RANDOM.csv",
    "ingest $S -o $RANDOM.h5",
    "scaling --songs 2000 --passes 1 --repeats 1 -k 2 -o study --overwrite",
};

TEST(Output, LostWordsAreAnError) {
  const TemporaryFolder folder;
  for (const std::string& command : kCommands) {
    const Outcome outcome = run_shell(folder, "$C " + command + " >/dev/full");
    EXPECT_EQ(outcome.status, 4) << command << outcome.story();
    EXPECT_THAT(outcome.err, testing::StartsWith("chorus: error: cannot write to standard output"))
        << command;
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
  }
  EXPECT_TRUE(fs::exists(folder.file("r") / "summary.json"));  // what was written is whole
  EXPECT_EQ(run_shell(folder, "$C inspect $S >&-").status, 4);
  EXPECT_EQ(run_shell(folder, "$C synth --songs 20 -o quiet.csv --quiet >/dev/full").status, 0);
}

TEST(Output, AReaderThatHasGoneIsNone) {
  const TemporaryFolder folder;
  for (const std::string& command : kCommands) {
    for (const char* reader : {"true", "head -1 >/dev/null"}) {
      const Outcome outcome =
          run_shell(folder, fmt::format("$C {} | {}; exit ${{PIPESTATUS[0]}}", command, reader));
      EXPECT_EQ(outcome.status, 0) << command << outcome.story();
      EXPECT_EQ(outcome.err, "") << command;
    }
  }
  EXPECT_TRUE(fs::exists(folder.file("r") / "summary.json"));
  // It is mpirun that writes into the pipe: now and then it is ended by that (128 + SIGPIPE).
  EXPECT_THAT(run_shell(folder, "mpirun -n 2 $C inspect $S | true; exit ${PIPESTATUS[0]}").status,
              testing::AnyOf(0, 141));
}

/// Neither a control character nor a byte that is not UTF-8, but for line ends.
void expect_harmless(const std::string& text) {
  EXPECT_TRUE(std::ranges::none_of(text, [](char c) {
    return (c >= 0 && c < ' ' && c != '\n') || c == '\x7f';
  })) << text;
  EXPECT_EQ(text.find("\xC2\x9B"), std::string::npos) << text;
  EXPECT_EQ(text.find("\x9B"), std::string::npos) << text;
}

TEST(Output, NothingSteersTheTerminal) {
  const TemporaryFolder folder;
  const std::string evil =
      "\x1b[31m\xC2\x9B"
      "1m\x9B\x7f";
  const std::string rows = "0.1,90\n0.2,95\n0.8,140\n0.9,150\n";
  write_file(folder.file(evil + ".csv"), "energy,tempo\n" + rows);
  write_file(folder.file("header.csv"), evil + "x,tempo\n" + rows);
  write_file(folder.file("cell.csv"), "energy,tempo\n" + rows + evil + ",3\n");
  write_file(folder.file("column.csv"), evil + "," + evil + "2\n" + rows);
  const std::string name = folder.file(evil + ".csv").string();
  for (const int ranks : {1, 2}) {
    for (const Arguments& arguments :
         {Arguments{"cluster", name, "--features", "energy,tempo", "-k", "2", "--overwrite", "-o",
                    folder.file("r").string()},
          Arguments{"inspect", name}, Arguments{"inspect", name + "absent"}, Arguments{evil},
          Arguments{"cluster", folder.file("header.csv").string(), "--features", "energy,tempo", "-o",
                    folder.file("h").string()},
          Arguments{"cluster", folder.file("cell.csv").string(), "--features", "energy,tempo", "-o",
                    folder.file("h").string()},
          Arguments{"cluster", folder.file("column.csv").string(), "--features", evil + "," + evil + "2",
                    "-k", "2", "-o", folder.file("c").string(), "--overwrite"},
          Arguments{"doctor", name, "--json"}}) {
      const Outcome outcome = run_chorus(ranks, arguments);
      expect_harmless(outcome.out);
      for (const std::string& line : outcome.said()) expect_harmless(line);
    }
  }
  const Outcome outcome = run_chorus(1, {"inspect", name + "absent"});
  EXPECT_THAT(outcome.err, HasSubstr("\\x1b[31m\\u009b1m\\x9b\\x7f.csvabsent"));
}

TEST(Output, AdviceCanBePasted) {
  const TemporaryFolder folder;
  write_file(folder.file("songs.csv"), "energy$(touch pwned),tempo\n0.1,90\n0.2,95\n0.8,140\n");
  const Outcome outcome = run_shell(folder, "$C cluster songs.csv --features energy,tempo -k 2 -o r");
  EXPECT_EQ(outcome.status, 2);
  const auto at = outcome.err.find("--column ");
  ASSERT_NE(at, std::string::npos) << outcome.err;
  const std::string advice = outcome.err.substr(at, outcome.err.find('\n') - at);
  EXPECT_EQ(advice, "--column 'energy=energy$(touch pwned)'");
  EXPECT_RUN_OK(run_shell(folder, "$C cluster songs.csv --features energy,tempo -k 2 -o r " + advice));
  EXPECT_FALSE(fs::exists(folder.file("pwned")));
}

TEST(Output, NoCharacterIsCutInHalf) {
  const TemporaryFolder folder;
  std::string name;
  for (int i = 0; i < 40; ++i) name += "\xE6\x9D\xB1";
  for (const char* shift : {"", "a", "ab"}) {
    write_file(folder.file("songs.csv"), std::string(shift) + name + ",tempo\n1,2\n");
    write_file(folder.file("cell.csv"), std::string("energy,tempo\n") + shift + name + ",2\n");
    for (const char* file : {"songs.csv", "cell.csv"}) {
      const Outcome outcome = run_chorus(1, {"cluster", folder.file(file).string(), "--features",
                                             "energy,tempo", "-o", folder.file("r").string()});
      EXPECT_EQ(outcome.status, 2);
      EXPECT_THAT(outcome.err, HasSubstr("\xE6\x9D\xB1...")) << outcome.err;
      EXPECT_EQ(outcome.err.find("\\xe6"), std::string::npos) << outcome.err;
    }
  }
}

TEST(Output, TextsInTablesAreNoFormulas) {
  const TemporaryFolder folder;
  std::string csv = "title,artist,=cmd|' /C calc'!A0,tempo\n";
  for (int i = 0; i < 12; ++i) csv += fmt::format("=HYPERLINK({}),@artist,{},-{}\n", i, i % 4, 90 + i);
  write_file(folder.file("songs.csv"), csv);
  const fs::path results = folder.file("r");
  ASSERT_RUN_OK(run_chorus(1, {"cluster", folder.file("songs.csv").string(), "--features",
                               "=cmd|' /C calc'!A0,tempo", "-k", "2", "-o", results.string()}));
  int guarded = 0;
  for (const auto& [name, bytes] : all_bytes(results)) {
    if (!name.ends_with(".csv") || name.ends_with("_clustered.csv")) continue;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      const bool begins = at == 0 || bytes[at - 1] == ',' || bytes[at - 1] == '\n' ||
                          (bytes[at - 1] == '"' && at > 1 && (bytes[at - 2] == ',' || bytes[at - 2] == '\n'));
      if (!begins) continue;
      if (bytes.substr(at, 2) == "'=") ++guarded;
      const bool number = bytes[at] == '-' && at + 1 < bytes.size() && std::isdigit(bytes[at + 1]) != 0;
      if (number) continue;
      EXPECT_EQ(std::string("=+-@\t\r").find(bytes[at]), std::string::npos)
          << name << ": " << bytes.substr(at, 40);
    }
  }
  EXPECT_GT(guarded, 12);
  // The labelled CSV is the input's bytes and the labels.
  EXPECT_THAT(read_file(results / "songs_clustered.csv"), HasSubstr("\n=HYPERLINK(3),@artist,3,-93,"));
}

}  // namespace
}  // namespace chorus::test
