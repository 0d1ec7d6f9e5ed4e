// The fingerprint of a run: XXH3-128 (xxHash) over model and labels. Equal input and options give equal
// fingerprints, on any machine and any number of ranks; paths, times, ranks and titles have no part in it.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/types.hpp"
#include "chorus/model/run_result.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace chorus::model {

/// The part of the fingerprint that comes before the labels. d = features, k = clusters.
struct FingerprintedModel {
  std::vector<std::string> features;  ///< d
  Scaler scaler;
  int k = 0;
  std::vector<float> centroids;  ///< k x d, row-major, scaled space: the bits that labels were assigned with
  PcaResult pca;
};

/// Hashes, in this order, all numbers little-endian and without padding:
///   1. the 8 bytes "chorusfp" and the format version, uint32 = 1
///   2. d as uint64; each feature name as its length in bytes (uint64) and its bytes
///   3. the scaler's kind as length and bytes; d shifts, d scales (IEEE-754 binary64)
///   4. k as uint64; the number of centroid values as uint64; these (binary32)
///   5. the number of explained-variance ratios as uint64, these; the number of components as uint64; each
///      component as the number of its loadings (uint64) and these (binary64)
///   6. the label of every row of the catalogue, in row order, as int32 (kNoLabel = -1 for rows not used,
///   kNoise = -2)
/// However the labels are cut into calls of add_labels, the result is the same.
/// Local.
class Fingerprint {
 public:
  explicit Fingerprint(const FingerprintedModel& model);
  ~Fingerprint();
  Fingerprint(Fingerprint&&) noexcept;
  Fingerprint& operator=(Fingerprint&&) noexcept;

  /// The next labels, in row order.
  void add_labels(std::span<const Label> labels);

  /// 32 lower-case hex digits, most significant first (xxHash's canonical form), of what was added so far.
  [[nodiscard]] std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Collective. The fingerprint of a model and the labels of the catalogue's `rows`, on every rank.
/// @param labels of this rank's shard (RowPartition)
[[nodiscard]] std::string take_fingerprint(const comm::Communicator& comm, const FingerprintedModel& model,
                                           RowIndex rows, std::span<const Label> labels);

}  // namespace chorus::model
