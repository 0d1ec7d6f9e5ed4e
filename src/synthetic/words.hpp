// The words that the titles, artists and genres of synthetic songs are made of.
#pragma once

#include "synthetic/tables.hpp"

#include <span>
#include <string_view>

namespace chorus::synthetic {

/// UTF-8; none holds a comma or a double quote.
struct SyntheticWords {
  std::span<const std::string_view> moods;   ///< adjectives of titles and bands
  std::span<const std::string_view> things;  ///< nouns
  std::span<const std::string_view> given;   ///< given names of artists
  std::span<const std::string_view> family;  ///< family names of artists
};

[[nodiscard]] const SyntheticWords& synthetic_words();

/// Genres that go with a family of songs; some hold an apostrophe.
[[nodiscard]] std::span<const std::string_view> synthetic_genres(Family family);

}  // namespace chorus::synthetic
