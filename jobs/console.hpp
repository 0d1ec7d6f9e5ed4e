// What rank 0 tells the person at the terminal. The other ranks stay silent. Nothing that is told can steer
// the terminal: control characters are shown escaped (core/shown_text.hpp).
#pragma once

#include "chorus/comm/communicator.hpp"

#include <string>
#include <string_view>

namespace chorus::jobs {

class Console {
 public:
  Console(const comm::Communicator& comm, bool quiet);

  /// A line or a block of lines, on standard output.
  void say(std::string_view text) const;
  /// A warning: one line on standard error that begins "chorus: warning:".
  void warn(std::string_view text) const;
  /// The state of a long step, over itself; only on a terminal that a person watches.
  void progress(std::string_view text);

 private:
  void end_progress() const;
  bool speaks_;
  bool warns_;
  bool live_;
  mutable bool open_line_ = false;
};

/// "chorus: MESSAGE" as exactly one line on standard error. Local.
void print_line(std::string_view message);

/// "chorus: error: MESSAGE" as exactly one line on standard error. Local.
void print_error(std::string_view message);

}  // namespace chorus::jobs
