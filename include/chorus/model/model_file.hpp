// model.h5: everything that is needed to give a song its cluster, and what the clusters are. Local; written
// by one rank, by serial HDF5 calls in memory, so that the file appears whole or not at all.
//
// The file is a user block, which HDF5 tools pass over, and an HDF5 file. The user block is what this program
// reads; the HDF5 file holds the same for all others. So every bit of the file is under one checksum, and
// libhdf5, which does not survive every file that is damaged or made to harm it, has no part in reading. The
// block (all integers little-endian): the 12 bytes "chorus-model", the format version (uint32 = 2), the sizes
// in bytes of the model's content and of the HDF5 file (uint64 each), a hash (16 bytes: the XXH3-128, in
// canonical order, of all behind it, with the XXH3-64 of all before it as the seed), the content
// (src/model/model_content.hpp), and zeros up to 512, 1,024, 2,048 ... bytes. No times, hosts or paths are in
// the file: equal runs write equal bytes.
//
// Schema (d features, k clusters, c components kept; f64, f32, i32, i64, u64 little-endian, contiguous;
// strings UTF-8 of fixed length, padded with zeros):
//   /                attributes format = "chorus-model"; fingerprint, space, label_column, program,
//   source_kind,
//                    source_hash: strings; seed, source_size: u64; rows, rows_used: i64
//   /features        name string [d], mean f64 [d], standard_deviation f64 [d]: of the rows used
//   /scaler          attribute kind; shift f64 [d], scale f64 [d]: scaled = (value - shift) / scale
//   /grid            centre, scale, offset, extent f64 [d], exponent i32 [d]; attribute space_unit f64. A
//   row's
//                    coordinate x_j is (value - centre) / scale / space_unit, rounded to a multiple of
//                    2^exponent and then to float; 0 where scale is 0
//   /clusters        centroid f32 [k x d]: in the coordinates of /grid, the bits that labels were assigned
//                    with: the label is the lowest index of the smallest t, where t = |c|^2 / 2 (in double,
//                    rounded to float), then t = fma(-x_j, c_j, t) in float for j ascending;
//                    centroid_scaled, centroid_original f64 [k x d]; size i64 [k]; name, use_case string [k]
//   /pca             explained_variance_ratio f64 [d], components f64 [c x d]: of scaled - offset
//   /options         name, value string [m]
#pragma once

#include "chorus/model/fingerprint.hpp"
#include "chorus/model/run_result.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace chorus::model {

/// The way from a value to the float that the kernels see; features/scaling.hpp's scaler. d = features.
struct AssignmentGrid {
  std::vector<double> centre;          ///< d, original units
  std::vector<double> scale;           ///< d, 0 for a constant feature
  std::vector<double> offset;          ///< d, what centring took away, in the scaled space
  std::vector<double> extent;          ///< d, bound on the coordinates of the rows used
  std::vector<std::int32_t> exponent;  ///< d, the step is 2^exponent
  double space_unit = 1;               ///< a power of two
};

/// Where the rows came from; a function of the source's bytes alone.
struct Provenance {
  std::string source_kind;  ///< "csv" or "synthetic"
  std::uint64_t source_size = 0;
  std::string source_hash;
  RowIndex rows = 0;
  RowIndex rows_used = 0;
};

struct StoredModel {
  FingerprintedModel fitted;  ///< features, scaler, k, float centroids, PCA
  AssignmentGrid grid;
  std::vector<double> mean, standard_deviation;  ///< d, original units, over rows used
  std::vector<double> centroids_scaled;          ///< k x d
  std::vector<double> centroids_original;        ///< k x d
  std::vector<RowIndex> sizes;                   ///< k
  std::vector<std::string> names, use_cases;     ///< k
  std::map<std::string, std::string> options;    ///< those that decide the result; no paths
  Provenance provenance;
  std::string fingerprint;  ///< 32 hex digits
  std::string space;
  std::string label_column;
  std::string program;  ///< e.g. "chorus 0.1.0"
  std::uint64_t seed = 0;
};

/// The stored form of what `result` found, with what it does not hold.
[[nodiscard]] StoredModel make_stored_model(const RunResult& result, std::vector<float> centroids,
                                            AssignmentGrid grid, Provenance provenance,
                                            std::string label_column);

/// Local. Writes the file whole or not at all. Throws Error(kIo).
/// @pre the lists of `model` have d, k, k x d entries as said above
void write_model_file(const std::filesystem::path& path, const StoredModel& model);

/// Local. Throws Error: kIo if the file cannot be read, kInput if it is no model of this version, broken, cut
/// short or at odds with itself.
[[nodiscard]] StoredModel read_model_file(const std::filesystem::path& path);

}  // namespace chorus::model
