// The fits of a clustering: every number of clusters, every restart.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/kmeans/sweep.hpp"
#include "chorus/pipeline/observer.hpp"
#include "chorus/pipeline/prepared_rows.hpp"
#include "chorus/pipeline/settings.hpp"

#include <span>
#include <vector>

namespace chorus::pipeline {

/// Local, the same on every rank. The fits that the settings ask for, not yet seeded. Numbers of clusters
/// beyond the `rows` that can be used are left out. Throws AgreedError(kCannotCluster) if none is left.
[[nodiscard]] std::vector<kmeans::Fit> plan_fits(const Settings& settings, RowIndex rows);

/// Collective. Runs the fits to their end, from wherever they are. Phases seed, lloyd. Throws AgreedError as
/// kmeans::run_sweep does, and what the observer throws on all ranks.
void run_fits(const comm::Communicator& comm, const PreparedRows& prepared, const Settings& settings,
              std::span<kmeans::Fit> fits, const Observer& observer = {});

}  // namespace chorus::pipeline
