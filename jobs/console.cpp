#include "console.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace chorus::jobs {
namespace {

/// Whether a file descriptor of a process is a terminal, by where its link points.
bool is_terminal(const std::string& process, int descriptor) {
  std::error_code unknown;
  const auto target =
      std::filesystem::read_symlink("/proc/" + process + "/fd/" + std::to_string(descriptor), unknown)
          .string();
  return target.starts_with("/dev/pts/") || target.starts_with("/dev/tty");
}

/// mpirun gives every rank a pseudo-terminal of its own, so isatty alone would write control characters into
/// files: what counts is where mpirun itself, our parent, writes to.
bool watched_terminal() {
  const char* terminal = std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe): read before threads exist
  return isatty(STDOUT_FILENO) == 1 && is_terminal(std::to_string(getppid()), STDOUT_FILENO) &&
         terminal != nullptr && std::string_view(terminal) != "dumb" &&
         std::getenv("CI") == nullptr &&          // NOLINT(concurrency-mt-unsafe)
         std::getenv("SLURM_JOB_ID") == nullptr;  // NOLINT(concurrency-mt-unsafe)
}

std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return line;
}

}  // namespace

Console::Console(const comm::Communicator& comm, bool quiet)
    : speaks_(comm.is_root() && !quiet), warns_(comm.is_root()), live_(speaks_ && watched_terminal()) {}

void Console::end_progress() const {
  if (!open_line_) return;
  std::fputs("\r\033[K", stdout);
  open_line_ = false;
}

void Console::say(std::string_view text) const {
  if (!speaks_) return;
  end_progress();
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (!text.ends_with('\n')) std::fputc('\n', stdout);
  std::fflush(stdout);
}

void Console::warn(std::string_view text) const {
  if (!warns_) return;
  end_progress();
  const std::string line = "chorus: warning: " + one_line(text) + "\n";
  std::fputs(line.c_str(), stderr);
}

void Console::progress(std::string_view text) {
  if (!live_) return;
  std::fputs("\r\033[K", stdout);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
  open_line_ = true;
}

void print_error(std::string_view message) {
  print_line("error: " + std::string(message));
}

void print_line(std::string_view message) {
  const std::string line = "chorus: " + one_line(message) + "\n";
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace chorus::jobs
