// Synthetic songs as the studies cluster them.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/pipeline/prepared_rows.hpp"

namespace chorus::simulator {

using Songs = pipeline::PreparedRows;

/// Collective. The first `total` songs that `chorus synth` makes by default, dealt to the ranks and scaled.
[[nodiscard]] Songs make_songs(const comm::Communicator& comm, RowIndex total);

}  // namespace chorus::simulator
