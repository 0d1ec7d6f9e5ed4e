// The border between two steps of a long loop: what ranks ask of all ranks there (to stop, to keep what is
// done) travels with a sum that the step makes anyway, so that asking costs no message of its own.
#pragma once

#include "chorus/comm/communicator.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace chorus::comm {

/// Kinds of requests that can travel; what they mean is the caller's.
inline constexpr std::size_t kRequestKinds = 3;

/// How many ranks ask for each kind: 0 or 1 from one rank, and added up over all ranks.
using Requests = std::array<std::int64_t, kRequestKinds>;

struct Border {
  /// Local. What this rank asks for at the end of its part of a step. None: nothing.
  std::function<Requests()> ask = {};
  /// Called on every rank behind the step, with what all ranks asked for; may throw to end the loop on all
  /// ranks alike, and may communicate.
  std::function<void(const Requests&)> meet = {};

  [[nodiscard]] Requests asked() const { return ask ? ask() : Requests{}; }
  void met(const Requests& all) const {
    if (meet) meet(all);
  }
  /// Collective. A border where no sum is made that requests could travel with: one allreduce of their own.
  void cross(const Communicator& comm) const {
    Requests all = asked();
    comm.sum(std::span<std::int64_t>(all));
    met(all);
  }
};

}  // namespace chorus::comm
