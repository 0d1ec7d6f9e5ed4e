#include "standard_output.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/error.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace chorus::jobs {
namespace {

/// The error number of the first write that failed; 0 if none did. Standard output is the process's own, and
/// so is this.
int g_failure = 0;

/// Some network file systems tell only here what they could not store.
int close_a_copy() noexcept {
  const int copy = ::dup(STDOUT_FILENO);
  if (copy < 0) return 0;  // never opened: then nothing was said, or a write has failed
  return ::close(copy) == 0 || errno == EINTR ? 0 : errno;
}

}  // namespace

void prepare_standard_streams() {
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c)
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // Open, but not for what it is there for: a write fails as it would have.
    if (::fcntl(stream, F_GETFD) < 0 && errno == EBADF)
      static_cast<void>(::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

void write_output(std::string_view bytes) noexcept {
  while (g_failure == 0 && !bytes.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) {  // somebody else made the pipe so
      pollfd room{STDOUT_FILENO, POLLOUT, 0};
      ::poll(&room, 1, -1);
      continue;
    }
    if (written < 0) {
      g_failure = errno;
      return;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void finish_output(const comm::Communicator& comm) {
  comm::agree_on(comm, [&] {
    if (g_failure == 0) g_failure = close_a_copy();
    if (g_failure == 0 || g_failure == EPIPE) return;
    throw Error(Exit::kIo,
                describe("cannot write to standard output", std::generic_category().message(g_failure),
                         "files that were written are whole; see where the output goes, or use --quiet"));
  });
}

}  // namespace chorus::jobs
