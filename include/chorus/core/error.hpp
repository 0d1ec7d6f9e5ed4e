// Errors that reach the user: PROBLEM (WHERE) ADVICE, and the exit status that goes with each kind.
#pragma once

#include <stdexcept>
#include <string>

namespace chorus {

/// The documented exit statuses of the program.
enum class Exit : int {
  kDone = 0,
  kBug = 1,            ///< an internal contract was broken
  kInput = 2,          ///< usage, bad input, or a corrupt or foreign catalogue, model or checkpoint
  kCannotCluster = 3,  ///< the data cannot be clustered as asked (more clusters than distinct rows, no rows)
  kIo = 4,             ///< the operating system refused to read or write
  kMemory = 5,         ///< memory was refused
  kStopped = 75,       ///< stopped on request, resumable
  kHang = 76,          ///< the watchdog found a rank that no longer moves
};

/// What the user is told, in one line. Thrown by local code; `comm::agree` turns it into the same error on
/// every rank.
class Error : public std::runtime_error {
 public:
  Error(Exit status, const std::string& message) : std::runtime_error(message), status_(status) {}
  [[nodiscard]] Exit status() const noexcept { return status_; }

 private:
  Exit status_;
};

/// An error that every rank throws with the same text, so that each may leave by the normal way out.
class AgreedError : public Error {
 public:
  using Error::Error;
};

/// Composes "PROBLEM (WHERE) ADVICE" without empty parts.
[[nodiscard]] std::string describe(const std::string& problem, const std::string& where,
                                   const std::string& advice);

}  // namespace chorus
