#include "chorus/core/error.hpp"
#include "chorus/report/figures.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

namespace chorus::report {
namespace {

constexpr std::chrono::seconds kMostTime{120};

/// Starts gnuplot in `folder`, silent; an errno, or 0.
int start_gnuplot(const std::filesystem::path& folder, pid_t& child) {
  // Spawned, not forked: a fork is not safe under every MPI. No shell, so no name is parsed.
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "gnuplot.log", O_WRONLY | O_CREAT | O_TRUNC,
                                   0644);
  std::string program = "gnuplot";
  std::string script = "plots.gp";
  std::array<char*, 3> arguments = {program.data(), script.data(), nullptr};
  const int status = posix_spawnp(&child, "gnuplot", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return status;
}

std::string note(const std::string& problem, const std::string& advice) {
  return describe(problem, "data and script are in plots/", advice);
}

}  // namespace

std::string draw_figures(const std::filesystem::path& plots) {
  pid_t child = 0;
  if (const int status = start_gnuplot(plots, child); status != 0) {
    if (status == ENOENT) {
      return note("figures were not drawn: there is no gnuplot here",
                  "install gnuplot-nox and run gnuplot plots.gp there");
    }
    return note(std::string("figures were not drawn: gnuplot does not start: ") + std::strerror(status),
                "run gnuplot plots.gp there");
  }
  const auto end = std::chrono::steady_clock::now() + kMostTime;
  int status = 0;
  for (;;) {
    const pid_t ended = waitpid(child, &status, WNOHANG);
    if (ended == child) break;
    if (ended < 0 && errno != EINTR)
      return note("figures may be incomplete: gnuplot was lost", "run gnuplot plots.gp there");
    if (std::chrono::steady_clock::now() > end) {
      kill(child, SIGKILL);
      waitpid(child, &status, 0);
      return note("figures are incomplete: gnuplot took more than two minutes", "run gnuplot plots.gp there");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
    std::error_code ignored;
    std::filesystem::remove(plots / "gnuplot.log", ignored);
    return {};
  }
  return note("figures are incomplete: gnuplot failed",
              "read plots/gnuplot.log and run gnuplot plots.gp there");
}

}  // namespace chorus::report
