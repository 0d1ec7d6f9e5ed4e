#include "chorus/report/density_grid.hpp"

#include "chorus/report/feature_histograms.hpp"

#include <cassert>
#include <limits>

namespace chorus::report {

int DensityGrid::side_for(int clusters) {
  constexpr int kMostCounts = 1 << 21;
  int side = MapDensity::kMostSide;
  while (side > 16 && static_cast<std::int64_t>(clusters) * side * side > kMostCounts) side /= 2;
  return side;
}

DensityGrid::DensityGrid(Interval pc1, Interval pc2, double largest_score, int clusters)
    : scale_(largest_score),
      sums_(static_cast<std::size_t>(clusters) * 2, 0),
      rows_(static_cast<std::size_t>(clusters), 0) {
  density_.side = side_for(clusters);
  density_.pc1 = pc1;
  density_.pc2 = pc2;
  const auto side = static_cast<std::size_t>(density_.side);
  density_.counts.assign(static_cast<std::size_t>(clusters), std::vector<std::int64_t>(side * side, 0));
}

void DensityGrid::add(const RowBlock& block) {
  assert(block.scores.size() == block.rows() * 2);
  for (std::size_t row = 0; row < block.rows(); ++row) {
    if (block.labels[row] < 0) continue;  // in no cluster
    const auto cluster = static_cast<std::size_t>(block.labels[row]);
    assert(cluster < rows_.size());
    const double pc1 = block.scores[row * 2];
    const double pc2 = block.scores[row * 2 + 1];
    ++rows_[cluster];
    sums_[cluster * 2] += scale_.units(pc1);
    sums_[cluster * 2 + 1] += scale_.units(pc2);
    const int column = bin_of(pc1, density_.pc1, density_.side);
    const int line = bin_of(pc2, density_.pc2, density_.side);
    if (column < 0 || column == density_.side || line < 0 || line == density_.side) {
      ++density_.outside;
    } else {
      ++density_.counts[cluster][static_cast<std::size_t>(line) * static_cast<std::size_t>(density_.side) +
                                 static_cast<std::size_t>(column)];
    }
  }
}

void DensityGrid::reduce(const comm::Communicator& comm) {
  for (auto& counts : density_.counts) comm.sum(counts);
  density_.outside = comm.sum_of(density_.outside);
  comm.sum(sums_);
  comm.sum(rows_);
}

std::vector<std::vector<double>> DensityGrid::centroid_scores() const {
  std::vector<std::vector<double>> scores;
  for (std::size_t cluster = 0; cluster < rows_.size(); ++cluster) {
    const auto rows = static_cast<double>(rows_[cluster]);
    if (rows_[cluster] == 0) {
      const double none = std::numeric_limits<double>::quiet_NaN();
      scores.push_back({none, none});
    } else {
      scores.push_back(
          {scale_.value(sums_[cluster * 2]) / rows, scale_.value(sums_[cluster * 2 + 1]) / rows});
    }
  }
  return scores;
}

}  // namespace chorus::report
