#include "synthetic/text.hpp"

#include "chorus/core/random.hpp"
#include "chorus/synthetic/decimal.hpp"
#include "synthetic/words.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace chorus::synthetic {

namespace {

// Draw numbers within Purpose::kSynthetic: a row's text begins at the first, an artist's at the second.
constexpr std::uint32_t kTextDraw = 16;
constexpr std::uint32_t kArtistDraw = 1U << 25U;
constexpr std::uint64_t kArtistsPerFamily = 4096;

/// The random numbers of one row or artist, in the order in which they are asked for.
class Draws {
 public:
  Draws(std::uint64_t seed, std::uint64_t address, std::uint32_t first)
      : seed_(seed), address_(address), next_block_(first) {}
  std::uint32_t bits() {
    if (at_ == bits_.size()) {
      bits_ = random_bits(seed_, Purpose::kSynthetic, address_, next_block_++);
      at_ = 0;
    }
    return bits_[at_++];
  }
  /// Uniform in [0, count).
  std::uint32_t below(std::uint64_t count) { return static_cast<std::uint32_t>((bits() * count) >> 32U); }
  /// In [0, count), the smaller the likelier.
  std::uint32_t skewed(std::uint64_t count) {
    const std::uint64_t first = below(count);
    return static_cast<std::uint32_t>(first * below(count) / count);
  }
  std::string_view word(std::span<const std::string_view> words) { return words[below(words.size())]; }

 private:
  std::uint64_t seed_;
  std::uint64_t address_;
  std::uint32_t next_block_;
  std::array<std::uint32_t, 4> bits_{};
  std::size_t at_ = 4;
};

void set_id(std::string& id, Draws& draws) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  constexpr std::size_t kLength = 22;
  constexpr std::size_t kPerDraw = 5;  // 62^5 < 2^32
  id.resize(kLength);
  std::uint32_t rest = 0;
  for (std::size_t i = 0; i < kLength; ++i) {
    if (i % kPerDraw == 0) rest = draws.bits();
    const std::uint64_t product = std::uint64_t{rest} * kAlphabet.size();
    id[i] = kAlphabet[product >> 32U];
    rest = static_cast<std::uint32_t>(product);
  }
}

void append_number(std::string& text, std::uint32_t value) {
  std::array<char, kDecimalRoom> digits{};
  text.append(digits.data(), write_integer(digits.data(), value));
}

void append_two_digits(std::string& text, std::uint32_t value) {
  text += static_cast<char>('0' + value / 10);
  text += static_cast<char>('0' + value % 10);
}

void set_date(std::string& date, Draws& draws) {
  date.clear();
  const std::uint32_t precision = draws.below(10);
  append_number(date, 2021 - draws.skewed(100));
  if (precision < 3) return;
  date += '-';
  append_two_digits(date, 1 + draws.below(12));
  if (precision < 4) return;
  date += '-';
  append_two_digits(date, 1 + draws.below(28));
}

template <class... Parts>
void join(std::string& text, const Parts&... parts) {
  text.clear();
  (text.append(parts), ...);
}

void set_title(std::string& title, Family family, Draws& draws) {
  const SyntheticWords& words = synthetic_words();
  const std::string_view mood = draws.word(words.moods);
  const std::string_view thing = draws.word(words.things);
  const std::string_view other = draws.word(words.things);
  const std::uint32_t form = draws.below(16);
  if (family == Family::kSpoken && form < 10) {
    join(title, form < 5 ? "Chapter " : "Kapitel ");
    append_number(title, 1 + draws.below(60));
    title.append(form % 2 == 0 ? ": " : ", ").append(mood).append(" ").append(thing);
    return;
  }
  switch (form) {
    case 0:
      return join(title, thing);
    case 1:
      return join(title, "The ", mood, " ", thing);
    case 2:
      return join(title, thing, " of the ", other);
    case 3:
      return join(title, thing, ", ", other);
    case 4:
      return join(title, mood, ", ", mood, " ", thing);
    case 5:
      return join(title, thing, " (Live)");
    case 6:
      return join(title, "Song for \"", thing, "\"");
    case 7:
      return join(title, "\"", mood, "\" ", thing, ", Pt. 2");
    case 8:
      return join(title, mood, " ", thing, " - Remastered");
    case 9:
      return join(title, "Don't Forget the ", thing);
    case 10:
      return join(title, thing, " & ", other);
    case 11:
      return join(title, "My ", thing);
    default:
      return join(title, mood, " ", thing);
  }
}

void set_artist(std::uint64_t seed, std::uint64_t artist, Family family, SyntheticText& text) {
  Draws draws(seed, artist, kArtistDraw);
  const SyntheticWords& words = synthetic_words();
  set_id(text.artist_id, draws);
  const std::string_view given = draws.word(words.given);
  const std::string_view name = draws.word(words.family);
  const std::string_view mood = draws.word(words.moods);
  const std::string_view thing = draws.word(words.things);
  switch (draws.below(10)) {
    case 0:
      join(text.artist, "The ", mood, " ", thing, "s");
      break;
    case 1:
      join(text.artist, given, " & The ", thing, "s");
      break;
    case 2:
      join(text.artist, name, ", ", given);
      break;
    case 3:
      join(text.artist, given, " \"", mood, "\" ", name);
      break;
    case 4:
      join(text.artist, "Orchestra ", name);
      break;
    default:
      join(text.artist, given, " ", name);
      break;
  }
  const std::string_view genre = draws.word(synthetic_genres(family));
  const std::string_view quote = genre.find('\'') == std::string_view::npos ? "'" : "\"";
  join(text.genres, "[", quote, genre, quote, "]");
  text.artist_popularity = draws.skewed(96);
  const std::uint64_t scale =
      20 + std::uint64_t{text.artist_popularity} * text.artist_popularity * text.artist_popularity;
  text.followers = draws.below(scale * 4);
}

}  // namespace

void describe_song(std::uint64_t seed, RowIndex row, Family family, SyntheticText& text) {
  Draws draws(seed, static_cast<std::uint64_t>(row), kTextDraw);
  set_id(text.song_id, draws);
  set_title(text.title, family, draws);
  set_date(text.release_date, draws);
  text.popularity = draws.skewed(96);
  const std::uint32_t traits = draws.bits();  // independent bit fields of one draw
  text.key = ((traits & 0xFFFFU) * 12U) >> 16U;
  text.mode = (traits >> 16U) % 8U < 5U ? 1 : 0;
  text.is_explicit = (traits >> 19U) % 32U == 0 ? 1 : 0;
  constexpr std::array<std::uint32_t, 16> kSignatures = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 5, 1};
  text.time_signature = kSignatures[(traits >> 24U) % 16U];
  const std::uint64_t pool = static_cast<std::uint64_t>(family) * kArtistsPerFamily;
  set_artist(seed, pool + draws.skewed(kArtistsPerFamily), family, text);
}

char* write_csv_field(char* to, std::string_view value) {
  const auto special = [](char c) { return c == ',' || c == '"'; };
  if (std::none_of(value.begin(), value.end(), special)) return std::copy(value.begin(), value.end(), to);
  *to++ = '"';
  for (const char c : value) {
    if (c == '"') *to++ = '"';
    *to++ = c;
  }
  *to++ = '"';
  return to;
}

}  // namespace chorus::synthetic
