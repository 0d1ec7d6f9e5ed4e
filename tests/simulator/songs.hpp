// Synthetic songs as the studies cluster them.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/moments.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/kmeans/grid_totals.hpp"

namespace chorus::simulator {

struct Songs {
  features::Moments moments;
  features::Scaler scaler;
  features::ScaledRows rows;
  kmeans::GridTotals grid;
};

/// Collective. The first `total` songs that `chorus synth` makes by default, dealt to the ranks and scaled.
[[nodiscard]] Songs make_songs(const comm::Communicator& comm, RowIndex total);

}  // namespace chorus::simulator
