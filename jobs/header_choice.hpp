// Which columns an exploration looks at closely: it should not fail because a file has nine of the ten
// features, and finds out by itself which column tells songs apart.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "input_options.hpp"

#include <string>
#include <vector>

namespace chorus::jobs {

struct HeaderChoice {
  std::vector<std::string> features;
  std::vector<std::string> absent;  ///< audio features without a column (of that name, or but one)
  std::string id_column;            ///< empty: none
};

/// Collective. Reads the header of the CSV file `input.input` and chooses
/// - the features that --features asks for, whether there or not; without, those audio features that a column
///   or --column names, or all if there is none, so that ingest says what is wrong;
/// - the id column that `id` names; of "auto" the first of track_id, song_id, id_songs, spotify_id, uri,
///   track_uri and id that is there; of "none" none.
/// Throws AgreedError: as reading the header does, and kInput if there is no column `id`.
[[nodiscard]] HeaderChoice choose_columns(const comm::Communicator& comm, const InputOptions& input,
                                          const std::string& id);

}  // namespace chorus::jobs
