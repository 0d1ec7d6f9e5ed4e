#include "chorus/kmeans/typical_rows.hpp"

#include "chorus/comm/merge.hpp"
#include "chorus/kmeans/lloyd.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

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

/// By cluster, then nearest first: the first `count` of each cluster in `a` and `b`, which are in this order.
std::vector<Near> nearest_of(const std::vector<Near>& a, const std::vector<Near>& b, std::size_t count) {
  std::vector<Near> both;
  both.reserve(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both),
             [](const Near& x, const Near& y) {
               return x.cluster != y.cluster ? x.cluster < y.cluster : is_nearer(x.typical, y.typical);
             });
  std::size_t in_cluster = 0;
  std::int64_t cluster = -1;
  std::erase_if(both, [&](const Near& near) {
    in_cluster = near.cluster == cluster ? in_cluster + 1 : 0;
    cluster = near.cluster;
    return in_cluster >= count;
  });
  return both;
}

}  // namespace

std::vector<std::vector<TypicalRow>> find_typical_rows(const comm::Communicator& comm,
                                                       const features::ScaledRows& rows,
                                                       const features::Clustering& clustering,
                                                       std::size_t count) {
  const std::size_t d = rows.blocks.width();
  std::vector<std::vector<TypicalRow>> nearest(clustering.clusters());
  for (RowIndex i = 0; i < rows.blocks.rows(); ++i) {
    if (!rows.filled.empty() && rows.filled[static_cast<std::size_t>(i)]) continue;
    if (clustering.is_noise(i)) continue;
    const std::size_t label = clustering.labels[i];
    offer(nearest[label], count,
          {rows.row_of(i), squared_distance(rows.blocks, i, clustering.centroids.data() + label * d)});
  }
  std::vector<Near> mine;
  for (std::size_t c = 0; c < nearest.size(); ++c) {
    for (const TypicalRow& row : nearest[c]) mine.push_back({static_cast<std::int64_t>(c), row});
    nearest[c].clear();
  }
  const auto merge = [count](const std::vector<Near>& a, const std::vector<Near>& b) {
    return nearest_of(a, b, count);
  };
  const std::vector<Near> all = comm::merge_all(comm, std::move(mine), merge);
  for (const Near& near : all) nearest[static_cast<std::size_t>(near.cluster)].push_back(near.typical);
  return nearest;
}

}  // namespace chorus::kmeans
