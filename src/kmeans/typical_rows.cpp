#include "chorus/kmeans/typical_rows.hpp"

#include "chorus/kmeans/lloyd.hpp"

#include <algorithm>

namespace chorus::kmeans {
namespace {

struct Near {
  std::int64_t cluster;
  TypicalRow typical;
};

bool is_nearer(const TypicalRow& a, const TypicalRow& b) {
  return a.distance2 != b.distance2 ? a.distance2 < b.distance2 : a.row < b.row;
}

void offer(std::vector<TypicalRow>& nearest, std::size_t count, const TypicalRow& row) {
  if (count == 0) return;
  if (nearest.size() == count && !is_nearer(row, nearest.back())) return;
  nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), row, is_nearer), row);
  if (nearest.size() > count) nearest.pop_back();
}

}  // namespace

std::vector<std::vector<TypicalRow>> find_typical_rows(const comm::Communicator& comm,
                                                       const features::ScaledRows& rows,
                                                       const RowLabels& labels,
                                                       std::span<const float> centroids, std::size_t count) {
  const std::size_t d = rows.blocks.width();
  std::vector<std::vector<TypicalRow>> nearest(centroids.size() / d);
  for (RowIndex i = 0; i < rows.blocks.rows(); ++i) {
    if (!rows.filled.empty() && rows.filled[static_cast<std::size_t>(i)]) continue;
    const std::size_t label = labels[i];
    offer(nearest[label], count,
          {rows.row_of(i), squared_distance(rows.blocks, i, centroids.data() + label * d)});
  }
  std::vector<Near> mine;
  for (std::size_t c = 0; c < nearest.size(); ++c) {
    for (const TypicalRow& row : nearest[c]) mine.push_back({static_cast<std::int64_t>(c), row});
    nearest[c].clear();
  }
  for (const Near& near : comm.all_gather(std::span<const Near>(mine))) {
    offer(nearest[static_cast<std::size_t>(near.cluster)], count, near.typical);
  }
  return nearest;
}

}  // namespace chorus::kmeans
