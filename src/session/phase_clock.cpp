#include "chorus/session/phase_clock.hpp"

#include "chorus/session/faults.hpp"

#include <algorithm>

namespace chorus::session {
namespace {

double seconds_between(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

PhaseClock::PhaseClock(const comm::Communicator& comm)
    : comm_(comm), start_(std::chrono::steady_clock::now()), entered_(start_) {}

PhaseClock::Phase& PhaseClock::phase(const std::string& name) {
  const auto found =
      std::find_if(phases_.begin(), phases_.end(), [&](const Phase& p) { return p.name == name; });
  if (found != phases_.end()) return *found;
  phases_.push_back({name, 0, 0, {}});
  return phases_.back();
}

void PhaseClock::leave() {
  if (current_.empty()) return;
  Phase& ended = phase(current_);
  const comm::Traffic& now = comm_.traffic();
  ended.seconds += seconds_between(entered_, std::chrono::steady_clock::now());
  ended.traffic.seconds += now.seconds - at_entry_.seconds;
  ended.traffic.waiting += now.waiting - at_entry_.waiting;
  ended.traffic.bytes += now.bytes - at_entry_.bytes;
  ended.traffic.calls += now.calls - at_entry_.calls;
  current_.clear();
}

void PhaseClock::enter(std::string_view name) {
  leave();
  current_ = name;
  static_cast<void>(phase(current_));  // keeps its place in the order
  entered_ = std::chrono::steady_clock::now();
  at_entry_ = comm_.traffic();
  comm_.pulse().beat();
  if (on_enter_) on_enter_(current_);
  faults::reached(current_, comm_.rank());
}

void PhaseClock::add_io(double seconds) {
  if (!current_.empty()) phase(current_).io += seconds;
}

double PhaseClock::elapsed() const {
  return seconds_between(start_, std::chrono::steady_clock::now());
}

std::vector<PhaseTotals> PhaseClock::totals() const {
  struct Mine {
    double seconds, io, communication, waiting;
    std::uint64_t bytes, calls;
  };
  std::vector<Mine> mine;
  for (const Phase& p : phases_) {
    mine.push_back({p.seconds, p.io, p.traffic.seconds, p.traffic.waiting, p.traffic.bytes, p.traffic.calls});
    if (p.name != current_) continue;
    const comm::Traffic& now = comm_.traffic();
    mine.back().seconds += seconds_between(entered_, std::chrono::steady_clock::now());
    mine.back().communication += now.seconds - at_entry_.seconds;
    mine.back().waiting += now.waiting - at_entry_.waiting;
    mine.back().bytes += now.bytes - at_entry_.bytes;
    mine.back().calls += now.calls - at_entry_.calls;
  }
  const std::vector<Mine> all = comm_.all_gather(std::span<const Mine>(mine));
  std::vector<PhaseTotals> totals;
  const auto ranks = static_cast<double>(comm_.size());
  for (std::size_t i = 0; i < phases_.size(); ++i) {
    PhaseTotals total;
    total.name = phases_[i].name;
    total.min = all[i].seconds;
    for (std::size_t at = i; at < all.size(); at += phases_.size()) {
      const Mine& rank = all[at];
      total.min = std::min(total.min, rank.seconds);
      total.max = std::max(total.max, rank.seconds);
      total.mean += rank.seconds / ranks;
      total.communication += rank.communication / ranks;
      total.io += rank.io / ranks;
      total.waiting += rank.waiting / ranks;
      const double compute = std::max(0.0, rank.seconds - rank.communication - rank.io - rank.waiting);
      total.compute += compute / ranks;
      total.busiest = std::max(total.busiest, compute);
      total.bytes += rank.bytes;
      total.calls += rank.calls;
    }
    totals.push_back(std::move(total));
  }
  return totals;
}

}  // namespace chorus::session
