// What a point of a scaling study runs: Lloyd passes, or a whole sweep, on its share of the songs.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/study/measure.hpp"
#include "scaling_options.hpp"

#include <filesystem>
#include <string>

namespace chorus::jobs {

/// Where a study's songs come from.
struct StudySongs {
  std::filesystem::path catalogue;  ///< empty: synthetic songs
  RowIndex rows = 0;                ///< of the catalogue
  std::string identity;             ///< of the songs, for the plan
};

/// Collective. A catalogue is looked at; a CSV is ingested into `folder`, once, phases of `clock`.
[[nodiscard]] StudySongs find_songs(const comm::Communicator& comm, const ScalingOptions& options,
                                    session::PhaseClock& clock);

/// The work of any point: reads or makes its songs (phase load or make), measures and scales them
/// (statistics), draws starts (start); then, timed, the passes (lloyd) or the sweep (seed, lloyd, quality,
/// silhouette). A point takes the first rows of a catalogue. `options` and `songs` must outlive it.
[[nodiscard]] study::PrepareWork study_work(const ScalingOptions& options, const StudySongs& songs);

}  // namespace chorus::jobs
