#include "chorus/report/stored_songs.hpp"

namespace chorus::report {

Json songs_form(const std::vector<MapSong>& songs) {
  Json json = Json::object();
  const auto column = [&](const char* name, const auto& field) {
    Json list = Json::array();
    list.get_ref<Json::array_t&>().reserve(songs.size());
    for (const MapSong& song : songs) list.push_back(to_json_form(field(song)));
    json[name] = std::move(list);
  };
  column("row", [](const MapSong& song) { return song.row; });
  column("pc1", [](const MapSong& song) { return song.pc1; });
  column("pc2", [](const MapSong& song) { return song.pc2; });
  column("cluster", [](const MapSong& song) { return song.cluster; });
  column(
      "values", [](const MapSong& song) -> const auto& { return song.values; });
  column(
      "title", [](const MapSong& song) -> const auto& { return song.title; });
  column(
      "artist", [](const MapSong& song) -> const auto& { return song.artist; });
  return json;
}

std::vector<MapSong> songs_from(const Json& json) {
  std::vector<MapSong> songs(json.at("row").size());
  const auto column = [&](const char* name, const auto& field) {
    const Json& list = json.at(name);
    if (!list.is_array() || list.size() != songs.size()) {
      throw Json::type_error::create(302, "the songs' lists differ in length", &list);
    }
    for (std::size_t i = 0; i < songs.size(); ++i) from_json_form(list[i], field(songs[i]));
  };
  column(
      "row", [](MapSong & song) -> auto& { return song.row; });
  column(
      "pc1", [](MapSong & song) -> auto& { return song.pc1; });
  column(
      "pc2", [](MapSong & song) -> auto& { return song.pc2; });
  column(
      "cluster", [](MapSong & song) -> auto& { return song.cluster; });
  column(
      "values", [](MapSong & song) -> auto& { return song.values; });
  column(
      "title", [](MapSong & song) -> auto& { return song.title; });
  column(
      "artist", [](MapSong & song) -> auto& { return song.artist; });
  return songs;
}

}  // namespace chorus::report
