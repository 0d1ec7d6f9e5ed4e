// What a caller may learn, and do, while the pipeline works.
#pragma once

#include "chorus/comm/border.hpp"

#include <functional>
#include <string_view>

namespace chorus::pipeline {

/// Called on every rank. Whatever is not set is left out.
struct Observer {
  std::function<void(std::string_view)>
      phase;                             ///< a phase begins: seed, lloyd, quality, silhouette or profile
  comm::Border after_seeds;              ///< behind every step of a seeding
  comm::Border after_pass;               ///< behind every Lloyd pass
  std::function<void(int k)> finishing;  ///< before the best fit with k clusters labels all rows
  std::function<void()> after_batch;     ///< behind every batch of the silhouette's rows

  void enter(std::string_view name) const {
    if (phase) phase(name);
  }
};

}  // namespace chorus::pipeline
