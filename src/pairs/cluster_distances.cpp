#include "chorus/pairs/cluster_distances.hpp"

#include "chorus/comm/agree.hpp"

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

/// This rank's part of a batch: which of its rows used travel.
std::vector<RowIndex> part_of(const features::ChosenRows& sample, RowRange batch) {
  std::vector<RowIndex> mine;
  const RowIndex end = std::min(batch.end, sample.here().end);
  for (RowIndex number = std::max(batch.begin, sample.here().begin); number < end; ++number)
    mine.push_back(sample.index(number));
  return mine;
}

/// The coordinates of a batch, from the ranks that own its rows: shards ascend with the rank, so what comes
/// together is in the order of the batch.
features::RowBlocks fetch_blocks(const comm::Communicator& comm, const features::RowBlocks& rows,
                                 std::span<const RowIndex> mine) {
  std::vector<float> coordinates;
  coordinates.reserve(mine.size() * rows.width());
  for (const RowIndex i : mine) {
    for (std::size_t j = 0; j < rows.width(); ++j) coordinates.push_back(rows.at(i, j));
  }
  return to_blocks(comm.all_gather(std::span<const float>(coordinates)), rows.width());
}

/// The sampled rows' own labels, likewise.
std::vector<std::uint16_t> fetch_labels(const comm::Communicator& comm, std::span<const RowIndex> mine,
                                        Clusterings clusterings) {
  std::vector<std::uint16_t> labels;
  for (const RowIndex i : mine) {
    for (const features::Clustering* clustering : clusterings)
      labels.push_back(static_cast<std::uint16_t>(clustering->labels[i]));
  }
  return comm.all_gather(std::span<const std::uint16_t>(labels));
}

}  // namespace

std::size_t travellers(std::size_t clusters) {
  const std::size_t rows = kSumBytes / (sizeof(std::int64_t) * std::max<std::size_t>(clusters, 1));
  return std::clamp(rows / kLanes * kLanes, kLanes, kTravellers);
}

void for_each_batch(const comm::Communicator& comm, const features::ScaledRows& rows,
                    const features::ChosenRows& sample, Clusterings clusterings, DistanceUnits units,
                    const std::function<void(const ClusterDistances&)>& visit) {
  const std::size_t width = rows.blocks.width();
  std::vector<std::size_t> first_group;
  std::size_t groups = 0;
  for (const features::Clustering* clustering : clusterings) {
    first_group.push_back(groups);
    groups += clustering->groups();
  }
  std::vector<LabelRuns> runs(clusterings.size());
  std::array<std::uint16_t, kLanes> labels{};
  alignas(64) Tile tile;
  const auto step = static_cast<RowIndex>(travellers(groups));
  for (RowIndex first = 0; first < sample.total(); first += step) {
    const RowRange batch = {first, std::min(first + step, sample.total())};
    const std::vector<RowIndex> mine = part_of(sample, batch);
    const features::RowBlocks sampled = fetch_blocks(comm, rows.blocks, mine);
    LaneSums sums = comm::agree_on(comm, [&] { return LaneSums(sampled.blocks(), groups); });
    for (std::size_t b = 0; b < rows.blocks.blocks(); ++b) {
      const std::size_t data_rows = rows.blocks.rows_in(b);
      for (std::size_t f = 0; f < clusterings.size(); ++f) {
        for (std::size_t r = 0; r < data_rows; ++r) {
          labels[r] =
              static_cast<std::uint16_t>(clusterings[f]->labels[static_cast<RowIndex>(b * kLanes + r)]);
        }
        runs[f].sort(std::span<const std::uint16_t>(labels).first(data_rows));
      }
      for (std::size_t s = 0; s < sampled.blocks(); ++s) {
        measure_tile(sampled.block(s), rows.blocks.block(b), data_rows, width, units, tile);
        sums.add(s, tile, runs, first_group);
      }
    }
    comm.sum(sums.all());
    visit({batch, std::move(sums), fetch_labels(comm, mine, clusterings)});
  }
}

}  // namespace chorus::pairs
