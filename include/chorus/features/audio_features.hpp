// The ten audio features by which songs are grouped, in the program's order.
#pragma once

#include <string>
#include <vector>

namespace chorus::features {

[[nodiscard]] inline std::vector<std::string> audio_features() {
  return {"danceability",     "energy",   "loudness", "speechiness", "acousticness",
          "instrumentalness", "liveness", "valence",  "tempo",       "duration_ms"};
}

}  // namespace chorus::features
