#include "console.hpp"

#include "chorus/core/shown_text.hpp"
#include "standard_output.hpp"

#include <unistd.h>

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

/// Takes the line that shows progress away.
constexpr std::string_view kEraseLine = "\r\033[K";

}  // namespace

Console::Console(const comm::Communicator& comm, bool quiet)
    : speaks_(comm.is_root() && !quiet), warns_(comm.is_root()), live_(speaks_ && watched_terminal()) {}

void Console::end_progress() const {
  if (!open_line_) return;
  write_output(kEraseLine);
  open_line_ = false;
}

void Console::say(std::string_view text) const {
  if (!speaks_) return;
  end_progress();
  write_output(shown_block(text) + (text.ends_with('\n') ? "" : "\n"));
}

void Console::warn(std::string_view text) const {
  if (!warns_) return;
  end_progress();
  print_line("warning: " + std::string(text));
}

void Console::progress(std::string_view text) {
  if (!live_) return;
  write_output(std::string(kEraseLine) + shown_text(text));
  open_line_ = true;
}

void print_error(std::string_view message) {
  print_line("error: " + std::string(message));
}

void print_line(std::string_view message) {
  const std::string line = "chorus: " + shown_text(message) + "\n";
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace chorus::jobs
