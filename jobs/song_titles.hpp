// Titles and artists of a few songs, from the source of a catalogue.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/communicator.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace chorus::jobs {

/// What was found; empty texts where the source has no such column or is not at hand.
class TitledSongs {
 public:
  struct Entry {
    RowIndex row = 0;
    std::string title, artist;
  };
  /// Rows ascend.
  void add(RowIndex row, std::string title, std::string artist);
  [[nodiscard]] const Entry& of(RowIndex row) const;
  [[nodiscard]] const std::vector<Entry>& songs() const { return songs_; }

 private:
  std::vector<Entry> songs_;
};

/// Collective. Rank 0 looks the rows up in the source (or `source`, if given) and shares what it finds.
/// Columns are known by usual names: name_song, track_name, song_name, title, track...; name_artists,
/// artist_name, artist... A source without names gives ids for titles: id_songs, track_id, row_id...
[[nodiscard]] TitledSongs fetch_titles(const comm::Communicator& comm, const catalogue::CatalogueInfo& info,
                                       const std::filesystem::path& source, std::vector<RowIndex> rows);

}  // namespace chorus::jobs
