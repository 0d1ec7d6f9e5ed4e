#include "chorus/catalogue/synthetic.hpp"

#include "synthetic_song.hpp"
#include "synthetic_text.hpp"

#include <cassert>

namespace chorus::catalogue {

static_assert(kSyntheticFeatures.size() == kSyntheticWidth);

void synthetic_features(std::uint64_t seed, RowRange rows, std::span<double> values) {
  assert(values.size() == static_cast<std::size_t>(rows.size()) * kSyntheticWidth);
  const SongSampler sampler(seed);
  double* to = values.data();
  for (RowIndex row = rows.begin; row < rows.end; ++row) {
    for (const Decimal& feature : sampler.song(row).features) *to++ = value_of(feature);
  }
}

std::string_view synthetic_csv_header() {
  return "id_songs,name_song,popularity_songs,duration_ms,explicit,id_artists,release_date,danceability,"
         "energy,"
         "key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature,"
         "followers,genres,name_artists,popularity_artists\n";
}

void append_synthetic_records(std::uint64_t seed, RowRange rows, std::string& text) {
  const SongSampler sampler(seed);
  SyntheticText words;
  for (RowIndex row = rows.begin; row < rows.end; ++row) {
    const SyntheticSong song = sampler.song(row);
    describe_song(seed, row, kGroupFamilies[song.group], words);
    const auto& [danceability, energy, loudness, speechiness, acousticness, instrumentalness, liveness,
                 valence, tempo, duration] = song.features;
    const auto field = [&](std::string_view value) {
      append_csv_field(text, value);
      text += ',';
    };
    const auto count = [&](std::uint32_t value) {
      append_integer(text, value);
      text += ',';
    };
    const auto number = [&](Decimal value) {
      append_decimal(text, value);
      text += ',';
    };
    field(words.song_id);
    field(words.title);
    count(words.popularity);
    number(duration);
    count(words.is_explicit);
    field(words.artist_id);
    field(words.release_date);
    number(danceability);
    number(energy);
    count(words.key);
    number(loudness);
    count(words.mode);
    for (const Decimal& value : {speechiness, acousticness, instrumentalness, liveness, valence, tempo}) {
      number(value);
    }
    count(words.time_signature);
    count(words.followers);
    field(words.genres);
    field(words.artist);
    append_integer(text, words.artist_popularity);
    text += '\n';
  }
}

}  // namespace chorus::catalogue
