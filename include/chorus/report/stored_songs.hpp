// The songs of the map as JSON: a list for each field, which is smaller and faster than an object for each
// song.
#pragma once

#include "chorus/core/json_document.hpp"
#include "chorus/report/report_data.hpp"

#include <string>
#include <vector>

namespace chorus::report {

/// {row, pc1, pc2, cluster, title, artist: lists of one entry a song; values: a list a song}.
[[nodiscard]] std::string songs_text(const std::vector<MapSong>& songs);

/// The reverse. Throws Error(kInput) for another form, lists of different lengths among them.
[[nodiscard]] std::vector<MapSong> songs_from(JsonValue json);

}  // namespace chorus::report
