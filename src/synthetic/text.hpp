// The names, ids and dates of synthetic songs: pure functions of (seed, row) and of the song's family.
#pragma once

#include "chorus/core/types.hpp"
#include "synthetic/tables.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace chorus::synthetic {

/// What the CSV form tells of a song beside its sound. UTF-8, not yet quoted.
struct SyntheticText {
  std::string song_id;  ///< 22 characters of 0-9A-Za-z
  std::string title;
  std::string artist_id;  ///< 22 characters; an artist has one id, name, genre and following
  std::string artist;
  std::string genres;                ///< a Python list of one: ['vintage chanson']
  std::string release_date;          ///< 1962, 1985-03 or 2004-11-26
  std::uint32_t popularity = 0;      ///< 0 to 95
  std::uint32_t is_explicit = 0;     ///< 0 or 1
  std::uint32_t key = 0;             ///< 0 to 11
  std::uint32_t mode = 0;            ///< 0 or 1
  std::uint32_t time_signature = 0;  ///< 0, 1, 3, 4 or 5
  std::uint32_t followers = 0;
  std::uint32_t artist_popularity = 0;  ///< 0 to 95
};

/// Fills `text`, reusing its storage. Local.
void describe_song(std::uint64_t seed, RowIndex row, Family family, SyntheticText& text);

/// Writes `value` at `to` as a CSV field, quoted, with quotes doubled, if it holds a comma or a quote;
/// returns its end. @pre 2 + 2 value.size() characters fit
char* write_csv_field(char* to, std::string_view value);

}  // namespace chorus::synthetic
