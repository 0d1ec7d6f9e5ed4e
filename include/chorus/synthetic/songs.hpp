// Synthetic catalogues of any size that follow the published statistics of single_genre_artists.csv (95,837
// songs of a public music catalogue, 1922 to 2021): moments, quartiles, correlations, and the clusters that
// K-Means finds on standardised features.
//
// A song is a pure function of (seed, row): it does not depend on the number of songs, of ranks, or on what
// was asked before, and uses no library function whose bits differ between machines. The model, a mixture of
// groups with a Gaussian copula and quantile tables in each, is described in
// src/catalogue/synthetic_tables.hpp. Rows are dealt to groups evenly (src/catalogue/plane_order.hpp), so
// that a catalogue of a few thousand songs already has nearly the right share of each.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/communicator.hpp"
#include "chorus/core/row_partition.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace chorus::synthetic {

/// The features of a synthetic song, in this order: danceability, energy, loudness (dB), speechiness,
/// acousticness, instrumentalness, liveness, valence, tempo (beats per minute), duration_ms.
inline constexpr std::array<std::string_view, 10> kSyntheticFeatures = {
    "danceability",     "energy",   "loudness", "speechiness", "acousticness",
    "instrumentalness", "liveness", "valence",  "tempo",       "duration_ms"};

/// The features of the rows in `rows` into `values` (rows.size() x 10, row-major). Every value is the nearest
/// double to the decimal that the CSV form shows. Local. @pre rows.begin >= 0, values.size() fits
void synthetic_features(std::uint64_t seed, RowRange rows, std::span<double> values);

/// The header record of the CSV form, with its line end: 23 column names.
[[nodiscard]] std::string_view synthetic_csv_header();

/// Appends the CSV records of the rows in `rows`, each with its line end (LF), to `text`: UTF-8,
/// comma-separated, fields quoted where they hold a comma or a quote. About 240 bytes a record. Local. @pre
/// rows.begin >= 0
void append_synthetic_records(std::uint64_t seed, RowRange rows, std::string& text);

/// What to make.
struct SyntheticOptions {
  RowIndex songs = 0;      ///< rows
  std::uint64_t seed = 1;  ///< another seed, another catalogue
  RowIndex round = 32768;  ///< rows that a rank holds at a time: 8 MB as CSV, 2.6 MB as features. No result
                           ///< depends on it
};

/// Collective. Writes the catalogue as CSV at `path`, all ranks together: first under a temporary name beside
/// it, renamed when it is whole and on disk; an older file stays until then. The bytes do not depend on the
/// number of ranks. Returns the size of the file in bytes. Throws AgreedError: kInput for a negative number
/// of songs, kIo where the system refuses.
std::uint64_t write_synthetic_csv(const comm::Communicator& comm, const std::filesystem::path& path,
                                  const SyntheticOptions& options);

/// Collective. Writes the features as a catalogue file at `path` (source kind "synthetic", with the seed); as
/// catalogue::CatalogueWriter does. The rows do not depend on the number of ranks. Throws AgreedError as
/// above.
catalogue::CatalogueInfo write_synthetic_catalogue(const comm::Communicator& comm,
                                                   const std::filesystem::path& path,
                                                   const SyntheticOptions& options);

}  // namespace chorus::synthetic
