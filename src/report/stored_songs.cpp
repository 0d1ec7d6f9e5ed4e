#include "chorus/report/stored_songs.hpp"

#include "chorus/report/json_form.hpp"
#include "stored_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <concepts>

namespace chorus::report {

namespace {

// The songs are a quarter of a million numbers, so their text is written at once, without a tree of Json
// nodes. It is the text that Json::dump() gives, numbers by the same algorithm.

void append(std::string& text, std::integral auto value) {
  std::array<char, 24> digits{};
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  text.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append(std::string& text, double value) {
  if (!std::isfinite(value)) {
    text += "null";
    return;
  }
  std::array<char, 64> digits{};
  const char* end = nlohmann::detail::to_chars(digits.data(), digits.data() + digits.size(), value);
  text.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append(std::string& text, const std::string& value) {
  const bool plain = std::all_of(value.begin(), value.end(),
                                 [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; });
  if (plain) {
    text.append(1, '"').append(value).append(1, '"');
  } else {
    text += to_json_form(value).dump();
  }
}

void append(std::string& text, const std::vector<double>& values) {
  text += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += ',';
    append(text, values[i]);
  }
  text += ']';
}

}  // namespace

std::string songs_text(const std::vector<MapSong>& songs) {
  std::string text;
  const auto column = [&](const char* name, const auto& field) {
    text.append(text.empty() ? "{\"" : ",\"").append(name).append("\":[");
    for (const MapSong& song : songs) {
      if (&song != songs.data()) text += ',';
      append(text, field(song));
    }
    text += ']';
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
  return text += '}';
}

std::vector<MapSong> songs_from(JsonValue json) {
  std::vector<MapSong> songs(json.at("row").list_size());
  const auto column = [&](const char* name, const auto& field) {
    const JsonValue list = json.at(name);
    if (list.list_size() != songs.size())
      list.refuse(fmt::format("as many entries as row has, {}", songs.size()));
    for (std::size_t i = 0; i < songs.size(); ++i) read_value(list.item(i), field(songs[i]));
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
