#include "chorus/core/shell_word.hpp"

#include "chorus/core/shown_text.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <random>
#include <string>

namespace chorus {
namespace {

/// What bash takes the word for.
std::string read_by_bash(const std::string& word) {
  const test::TemporaryFolder folder;
  test::write_file(folder.file("script"), "printf %s " + word);
  // NOLINTNEXTLINE(cert-env33-c): a shell is what is tested
  FILE* shell = popen(("bash '" + folder.file("script").string() + "'").c_str(), "r");
  std::string text;
  std::array<char, 256> part{};
  for (std::size_t n = 0; (n = std::fread(part.data(), 1, part.size(), shell)) > 0;)
    text.append(part.data(), n);
  pclose(shell);
  return text;
}

TEST(ShellQuoted, LeavesPlainWords) {
  for (const char* word : {"energy=danceability", "a/b.csv", "-k", "2:10", "50%", "x@y"})
    EXPECT_EQ(shell_quoted(word), word);
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("energy=energy$(touch pwned)"), "'energy=energy$(touch pwned)'");
  EXPECT_EQ(shell_quoted("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_quoted("a;b"), "'a;b'");
  EXPECT_EQ(shell_quoted("\x1b[1m2"), "$'\\033[1m2'");
}

TEST(ShellQuoted, AShellReadsTheSameBytes) {
  std::mt19937 random(7);
  const std::string likely = "$`'\"\\;|&<>(){}[]*?!#~ =\n\t-ab01";
  for (int repeat = 0; repeat < 60; ++repeat) {
    std::string word(1 + random() % 20, ' ');
    for (char& c : word) {
      c = random() % 4 != 0 ? likely[random() % likely.size()] : static_cast<char>(1 + random() % 255);
    }
    const std::string quoted = shell_quoted(word);
    EXPECT_EQ(read_by_bash(quoted), word) << quoted;
    EXPECT_EQ(shown_text(quoted), quoted);  // survives being shown
  }
}

}  // namespace
}  // namespace chorus
