#include "chorus/session/keeper.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/session/duration.hpp"
#include "chorus/session/stop_signals.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace chorus::session {
namespace {

/// What a rank can ask for; the last one that any rank asks for is done.
enum Request : std::size_t { kWrite, kTimeIsOver, kSignalled };
static_assert(kSignalled + 1 == comm::kRequestKinds);

}  // namespace

Keeper::Keeper(const comm::Communicator& comm, CheckpointFolder& folder, PhaseClock& clock,
               KeeperOptions options)
    : comm_(comm), folder_(folder), clock_(clock), options_(std::move(options)) {}

void Keeper::write(const StateOf& state) {
  const std::string phase = clock_.current();
  clock_.enter("checkpoint");
  std::exception_ptr failure;
  if (comm_.is_root()) {
    const IoTimer timer(clock_);
    try {
      folder_.write(identity_, state());
    } catch (...) {
      failure = std::current_exception();
    }
  }
  written_ = clock_.elapsed();
  clock_.enter(phase);
  comm::agree(comm_, failure);
}

void Keeper::write_if_possible(const StateOf& state) {
  try {
    write(state);
  } catch (const AgreedError& error) {
    if (!options_.on_failure) throw;
    options_.on_failure(error.what());
  }
}

comm::Requests Keeper::ask() {
  comm_.pulse().beat();
  const double now = clock_.elapsed();
  // The next step of this phase is taken to last as long as the one that ended here.
  const double step = clock_.current() == last_phase_ ? now - last_border_ : 0;
  last_border_ = now;
  last_phase_ = clock_.current();
  comm::Requests asked{};
  if (comm_.is_root()) {
    if (options_.interval > 0 && now - written_ >= options_.interval) asked[kWrite] = 1;
    if (options_.max_time > 0 && now + step >= options_.max_time) asked[kTimeIsOver] = 1;
  }
  if (StopSignals::received()) asked[kSignalled] = 1;
  return asked;
}

void Keeper::meet(const comm::Requests& asked, const StateOf& state) {
  const bool can_write = state != nullptr && !identity_.empty();
  if (asked[kSignalled] == 0 && asked[kTimeIsOver] == 0) {
    if (asked[kWrite] > 0 && can_write) write_if_possible(state);
    return;
  }
  if (can_write) write(state);
  const std::string why = asked[kSignalled] > 0
                              ? "a signal asked for it"
                              : "--max-time " + duration_text(options_.max_time) + " is used up";
  throw Stopped(
      describe("stopped, since " + why,
               (can_write ? "state saved in " : "nothing new to save in ") + folder_.path().string(),
               "give the same command again with --resume to go on"));
}

void Keeper::border(const StateOf& state) {
  comm::Requests asked = ask();
  comm_.sum(std::span<std::int64_t>(asked));
  meet(asked, state);
}

}  // namespace chorus::session
