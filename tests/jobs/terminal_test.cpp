// What a person sees who watches a run: one line that grows, on a terminal alone.
#include "program.hpp"
#include "support/test_files.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace chorus::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kClearLine = "\r\033[K";

/// What a command of the shell writes to a terminal of its own.
std::string on_terminal(const std::string& command) {
  int terminal = -1;
  const pid_t shell = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  if (shell == 0) {
    ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    ::_exit(127);
  }
  std::string seen;
  std::array<char, 4096> part{};
  for (ssize_t got = 0; (got = ::read(terminal, part.data(), part.size())) > 0;) {
    seen.append(part.data(), static_cast<std::size_t>(got));
  }
  int status = -1;
  EXPECT_EQ(::waitpid(shell, &status, 0), shell);
  EXPECT_EQ(status, 0) << command << seen;
  ::close(terminal);
  return seen;
}

TEST(Terminal, ProgressIsShownToAPersonAlone) {
  struct Case {
    const char* surroundings;
    const char* command;  // the shell stays its parent, as mpirun or a shell is
    bool shown;
  };
  constexpr const char* kPlain = "export TERM=xterm; unset CI SLURM_JOB_ID";
  const std::array cases = {
      Case{kPlain, "{}; exit $?", true},
      Case{"export TERM=dumb; unset CI SLURM_JOB_ID", "{}; exit $?", false},
      Case{"unset TERM CI SLURM_JOB_ID", "{}; exit $?", false},
      Case{"export TERM=xterm CI=1; unset SLURM_JOB_ID", "{}; exit $?", false},
      Case{"export TERM=xterm SLURM_JOB_ID=7; unset CI", "{}; exit $?", false},
      Case{kPlain, "exec 3>&1 >/dev/null; {} >&3 & wait $!", false},  // mpirun's own output goes elsewhere
      Case{kPlain, "{} >out; s=$?; cat out; exit $s", false},
      Case{kPlain, "{} --quiet; exit $?", false},
  };
  for (const Case& each : cases) {
    const TemporaryFolder folder;
    const std::string chorus = fmt::format("\"$CHORUS_BIN\" cluster '{}' -k 2:3 --restarts 1 -o '{}'",
                                           sample_songs().string(), folder.file("results").string());
    const std::string command =
        fmt::format("cd '{}' && {{ {}; }} && ", folder.path().string(), each.surroundings) +
        fmt::format(fmt::runtime(each.command), chorus);
    const std::string seen = on_terminal(command);
    if (each.shown) {
      EXPECT_THAT(seen, HasSubstr(kClearLine)) << command;
      EXPECT_THAT(seen, HasSubstr("Chosen: k = ")) << command;
    } else {
      EXPECT_THAT(seen, Not(HasSubstr("\033"))) << command;
    }
  }
}

}  // namespace
}  // namespace chorus::test
