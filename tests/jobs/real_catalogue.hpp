// The real catalogues of ../shared, and how their columns are called.
#pragma once

#include "program.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace chorus::test {

struct RealCatalogue {
  std::string name;  ///< of the file, without .csv
  Arguments options;
  std::string truth;  ///< name of the truth that has all its rows, or empty

  [[nodiscard]] std::filesystem::path csv(const std::filesystem::path& shared) const {
    return shared / "catalogues" / (name + ".csv");
  }
};

/// The five that scikit-learn's truths cover row by row come first.
[[nodiscard]] inline std::vector<RealCatalogue> real_catalogues() {
  return {{"hit-1960s", {}, "hit-1960s"},
          {"song-data-18k",
           {"--column", "valence=audio_valence", "--column", "duration_ms=song_duration_ms"},
           "song-data-18k"},
          {"classic-hit-15k", {"--column", "duration_ms=Duration"}, "classic-hit-15k"},
          {"spotify-songs-32k", {}, "spotify-songs-32k"},
          {"combined-real", {}, "combined-real"},
          {"music-genre-50k", {}, ""},
          {"top10s-latin1",
           {"--features",
            "danceability,energy,loudness,speechiness,acousticness,liveness,valence,tempo,duration_ms",
            "--column", "loudness=dB", "--column", "acousticness=acous", "--column",
            "tempo=beats_per_minutes", "--column", "duration_ms=durations"},
           ""}};
}

}  // namespace chorus::test
