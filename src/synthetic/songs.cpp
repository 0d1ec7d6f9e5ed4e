#include "chorus/synthetic/songs.hpp"

#include "synthetic/song.hpp"
#include "synthetic/text.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace chorus::synthetic {

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

namespace {

/// One record under construction, in a buffer that holds the longest that the word lists allow.
class RecordLine {
 public:
  /// A field that may need quotes.
  void field(std::string_view value) { separate(write_csv_field(at_, value)); }
  /// A field that never does.
  void plain(std::string_view value) { separate(std::copy(value.begin(), value.end(), at_)); }
  void count(std::uint32_t value) { separate(write_integer(at_, value)); }
  void number(Decimal value) { separate(write_decimal(at_, value)); }
  /// Ends the record and appends it to `text`.
  void finish(std::string& text) {
    at_[-1] = '\n';
    text.append(line_.data(), at_);
    at_ = line_.data();
  }

 private:
  void separate(char* end) {
    *end = ',';
    at_ = end + 1;
    assert(at_ <= line_.data() + line_.size());
  }
  std::array<char, 2048> line_;
  char* at_ = line_.data();
};

}  // namespace

void append_synthetic_records(std::uint64_t seed, RowRange rows, std::string& text) {
  const SongSampler sampler(seed);
  SyntheticText words;
  RecordLine line;
  for (RowIndex row = rows.begin; row < rows.end; ++row) {
    const SyntheticSong song = sampler.song(row);
    describe_song(seed, row, kGroupFamilies[song.group], words);
    const auto& [danceability, energy, loudness, speechiness, acousticness, instrumentalness, liveness,
                 valence, tempo, duration] = song.features;
    line.plain(words.song_id);
    line.field(words.title);
    line.count(words.popularity);
    line.number(duration);
    line.count(words.is_explicit);
    line.plain(words.artist_id);
    line.plain(words.release_date);
    line.number(danceability);
    line.number(energy);
    line.count(words.key);
    line.number(loudness);
    line.count(words.mode);
    for (const Decimal& value : {speechiness, acousticness, instrumentalness, liveness, valence, tempo}) {
      line.number(value);
    }
    line.count(words.time_signature);
    line.count(words.followers);
    line.field(words.genres);
    line.field(words.artist);
    line.count(words.artist_popularity);
    line.finish(text);
  }
}

}  // namespace chorus::synthetic
