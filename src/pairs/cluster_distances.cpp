#include "chorus/pairs/cluster_distances.hpp"

#include "chorus/features/row_sample.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace chorus::pairs {
namespace {

using features::kLanes;

features::RowBlocks to_blocks(std::span<const float> coordinates, std::size_t width) {
  features::RowBlocks blocks(static_cast<RowIndex>(coordinates.size() / width), width);
  for (RowIndex i = 0; i < blocks.rows(); ++i) {
    for (std::size_t j = 0; j < width; ++j)
      blocks.set(i, j, coordinates[static_cast<std::size_t>(i) * width + j]);
  }
  return blocks;
}

/// The sampled rows' own labels, from the ranks that own them, in the order of the batch.
std::vector<std::uint16_t> fetch_labels(const comm::Communicator& comm, const features::ScaledRows& rows,
                                        std::span<const RowIndex> batch,
                                        std::span<const Labelling> labellings) {
  std::vector<std::uint16_t> mine;
  for (const RowIndex row : batch) {
    const RowIndex i = features::index_of(rows, row);
    if (i < 0) continue;
    for (const Labelling& labelling : labellings)
      mine.push_back(static_cast<std::uint16_t>(labelling.label(i)));
  }
  return comm.all_gather(std::span<const std::uint16_t>(mine));
}

/// Sums by lane of sampled row, while the data rows of this rank pass by: (clusters of all labellings) x
/// kLanes for every block of sampled rows.
class LaneSums {
 public:
  LaneSums(std::size_t sampled_blocks, std::size_t clusters)
      : stride_(clusters * kLanes), totals_(sampled_blocks * stride_, 0) {}

  void add(std::size_t sampled_block, const Tile& tile, std::span<const LabelRuns> runs,
           std::span<const std::size_t> first_cluster) {
    for (std::size_t f = 0; f < runs.size(); ++f) {
      add_runs(tile, runs[f], totals_.data() + sampled_block * stride_ + first_cluster[f] * kLanes);
    }
  }
  [[nodiscard]] std::int64_t at(std::size_t sampled, std::size_t cluster) const {
    return totals_[sampled / kLanes * stride_ + cluster * kLanes + sampled % kLanes];
  }

 private:
  std::size_t stride_;
  features::AlignedVector<std::int64_t> totals_;
};

}  // namespace

void for_each_batch(const comm::Communicator& comm, const features::ScaledRows& rows,
                    std::span<const RowIndex> sample, std::span<const Labelling> labellings,
                    DistanceUnits units, const std::function<void(const ClusterDistances&)>& visit) {
  const std::size_t width = rows.blocks.width();
  std::vector<std::size_t> first_cluster;
  std::size_t clusters = 0;
  for (const Labelling& labelling : labellings) {
    first_cluster.push_back(clusters);
    clusters += labelling.clusters;
  }
  std::vector<LabelRuns> runs(labellings.size());
  std::array<std::uint16_t, kLanes> labels{};
  alignas(64) Tile tile;
  for (std::size_t first = 0; first < sample.size(); first += kTravellers) {
    const auto batch = sample.subspan(first, std::min(kTravellers, sample.size() - first));
    const features::RowBlocks sampled = to_blocks(features::fetch_rows(comm, rows, batch), width);
    LaneSums sums(sampled.blocks(), clusters);
    for (std::size_t b = 0; b < rows.blocks.blocks(); ++b) {
      const std::size_t data_rows = rows.blocks.rows_in(b);
      for (std::size_t f = 0; f < labellings.size(); ++f) {
        for (std::size_t r = 0; r < data_rows; ++r) {
          labels[r] = static_cast<std::uint16_t>(labellings[f].label(static_cast<RowIndex>(b * kLanes + r)));
        }
        runs[f].sort(std::span<const std::uint16_t>(labels).first(data_rows));
      }
      for (std::size_t s = 0; s < sampled.blocks(); ++s) {
        measure_tile(sampled.block(s), rows.blocks.block(b), data_rows, width, units, tile);
        sums.add(s, tile, runs, first_cluster);
      }
    }
    ClusterDistances result;
    result.rows = batch;
    result.sums.reserve(batch.size() * clusters);
    for (std::size_t s = 0; s < batch.size(); ++s) {
      for (std::size_t c = 0; c < clusters; ++c) result.sums.push_back(sums.at(s, c));
    }
    comm.sum(std::span<std::int64_t>(result.sums));
    result.labels = fetch_labels(comm, rows, batch, labellings);
    visit(result);
  }
}

}  // namespace chorus::pairs
