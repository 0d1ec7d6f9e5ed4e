// What every method of clustering gives, and what quality, profiles, export and report take: labels, sizes,
// noise, and centroids if the method has any.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/types.hpp"
#include "chorus/features/row_blocks.hpp"
#include "chorus/features/scaling.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace chorus::features {

/// A label for every row used on this rank, in the smallest type that holds it.
class ClusterLabels {
 public:
  ClusterLabels() = default;
  /// Labels below `count` for so many rows, all 0 at first.
  ClusterLabels(RowIndex rows, std::size_t count);

  [[nodiscard]] std::size_t operator[](RowIndex row) const {
    const auto r = static_cast<std::size_t>(row);
    if (!narrow_.empty()) return narrow_[r];
    return wide_.empty() ? widest_[r] : wide_[r];
  }
  /// @pre label < count
  void set(RowIndex row, std::size_t label);

  /// Bytes a row that labels below `count` take.
  [[nodiscard]] static std::size_t bytes_per_row(std::size_t count);

  /// For kernels: the labels as they are stored, one for every lane of every block of rows. One of the lists
  /// is in use: of one byte a label for a count up to 256, of two for one up to 65,536, else of four.
  [[nodiscard]] AlignedVector<std::uint8_t>& narrow() { return narrow_; }
  [[nodiscard]] AlignedVector<std::uint16_t>& wide() { return wide_; }

 private:
  AlignedVector<std::uint8_t> narrow_;
  AlignedVector<std::uint16_t> wide_;
  AlignedVector<std::uint32_t> widest_;
};

/// The rows used, in clusters. k clusters, d features.
struct Clustering {
  std::vector<std::int64_t> sizes;  ///< k: rows on all ranks
  std::int64_t noise = 0;           ///< rows on all ranks that are in no cluster, though they are used
  std::vector<float> centroids;     ///< k x d, kernels' coordinates; empty if the method has none
  ClusterLabels labels;             ///< of this rank's rows used: the cluster, or k for noise

  [[nodiscard]] std::size_t clusters() const { return sizes.size(); }
  [[nodiscard]] bool is_noise(RowIndex i) const { return labels[i] == sizes.size(); }
  /// How many different labels rows have: the clusters, and noise where there is any.
  [[nodiscard]] std::size_t groups() const { return sizes.size() + (noise > 0 ? 1 : 0); }
};

/// Collective. Of the labels that a method found, counted; without centroids.
/// @param label of the i-th row used on this rank: below `clusters`, or `clusters` for noise
[[nodiscard]] Clustering make_clustering(const comm::Communicator& comm, const ScaledRows& rows,
                                         std::size_t clusters,
                                         const std::function<std::size_t(RowIndex)>& label);

/// Local. The labels of this rank's shard, one for every row of the catalogue: kNoise, and kNoLabel for rows
/// that are not used.
[[nodiscard]] std::vector<Label> labels_of_shard(const ScaledRows& rows, const Clustering& clustering);

}  // namespace chorus::features
