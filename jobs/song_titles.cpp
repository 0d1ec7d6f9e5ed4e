#include "song_titles.hpp"

#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/csv/records.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cctype>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace chorus::jobs {
namespace {

// Where songs have no names, their ids tell them apart.
constexpr std::array<std::string_view, 14> kTitleNames = {
    "name_song",  "track_name", "song_name", "title",   "track",  "song", "name",
    "song_title", "id_songs",   "track_id",  "song_id", "row_id", "uri",  "id"};
constexpr std::array<std::string_view, 8> kArtistNames = {"name_artists", "artist_name", "artist",
                                                          "track_artist", "artists",     "artist_names",
                                                          "performer",    "singer"};

std::optional<std::size_t> column_of(const std::vector<std::string>& names,
                                     std::span<const std::string_view> known) {
  for (const std::string_view wanted : known) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      std::string lower = names[i];
      std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
        return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
      });
      if (lower == wanted) return i;
    }
  }
  return std::nullopt;
}

TitledSongs look_up(const catalogue::CatalogueInfo& info, const std::filesystem::path& source,
                    const std::vector<RowIndex>& rows) {
  TitledSongs found;
  const auto title = column_of(info.source.header.names, kTitleNames);
  const auto artist = column_of(info.source.header.names, kArtistNames);
  const std::filesystem::path& path = source;
  std::error_code absent;
  if (info.source.kind != "csv" || (!title && !artist) || !std::filesystem::exists(path, absent))
    return found;
  const std::vector<std::string> records = catalogue::fetch_records(info, path, rows);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto field = [&](std::optional<std::size_t> column) {
      return column ? csv::csv_field_at(records[i], info.source.header.dialect, *column) : std::string();
    };
    found.add(rows[i], field(title), field(artist));
  }
  return found;
}

/// Texts with their lengths before them: they may hold any byte.
std::string pack(const TitledSongs& songs) {
  std::string bytes;
  const auto put = [&](const std::string& text) {
    const auto length = static_cast<std::uint64_t>(text.size());
    bytes.append(reinterpret_cast<const char*>(&length), sizeof length);
    bytes += text;
  };
  for (const TitledSongs::Entry& song : songs.songs()) {
    bytes.append(reinterpret_cast<const char*>(&song.row), sizeof song.row);
    put(song.title);
    put(song.artist);
  }
  return bytes;
}

TitledSongs unpack(std::string_view bytes) {
  TitledSongs songs;
  const auto number = [&] {
    std::int64_t value = 0;
    std::copy_n(bytes.begin(), sizeof value, reinterpret_cast<char*>(&value));
    bytes.remove_prefix(sizeof value);
    return value;
  };
  const auto text = [&] {
    const auto length = static_cast<std::size_t>(number());
    std::string value(bytes.substr(0, length));
    bytes.remove_prefix(length);
    return value;
  };
  while (!bytes.empty()) {
    const RowIndex row = number();
    std::string title = text();
    std::string artist = text();
    songs.add(row, std::move(title), std::move(artist));
  }
  return songs;
}

}  // namespace

void TitledSongs::add(RowIndex row, std::string title, std::string artist) {
  assert(songs_.empty() || songs_.back().row < row);
  songs_.push_back({row, std::move(title), std::move(artist)});
}

const TitledSongs::Entry& TitledSongs::of(RowIndex row) const {
  static const Entry kNone;
  const auto found = std::lower_bound(songs_.begin(), songs_.end(), row,
                                      [](const Entry& song, RowIndex wanted) { return song.row < wanted; });
  return found == songs_.end() || found->row != row ? kNone : *found;
}

TitledSongs fetch_titles(const comm::Communicator& comm, const catalogue::CatalogueInfo& info,
                         const std::filesystem::path& source, std::vector<RowIndex> rows) {
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  const std::string packed = comm::agree_on(
      comm, [&] { return comm.is_root() ? pack(look_up(info, source, rows)) : std::string(); });
  return unpack(comm.broadcast(packed, 0));
}

}  // namespace chorus::jobs
