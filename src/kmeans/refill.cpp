#include "chorus/comm/merge.hpp"
#include "chorus/features/row_sample.hpp"
#include "chorus/kmeans/lloyd.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

namespace chorus::kmeans {
namespace {

struct Far {
  float distance;
  std::int32_t label;
  RowIndex row;
};

/// Farthest first, then the lowest row.
bool before(const Far& a, const Far& b) {
  return a.distance != b.distance ? a.distance > b.distance : a.row < b.row;
}

/// The first `count` of some rows that are offered one by one, in any order. Keeps at most twice as many.
class Farthest {
 public:
  explicit Farthest(std::size_t count) : count_(count) {}
  void offer(const Far& far) {
    if (full_ && !before(far, last_)) return;
    rows_.push_back(far);
    if (rows_.size() >= 2 * count_) shorten();
  }
  [[nodiscard]] std::vector<Far> in_order() && {
    if (rows_.size() > count_) shorten();
    std::sort(rows_.begin(), rows_.end(), before);
    return std::move(rows_);
  }

 private:
  void shorten() {
    const auto end = rows_.begin() + static_cast<std::ptrdiff_t>(count_);
    std::nth_element(rows_.begin(), end - 1, rows_.end(), before);
    last_ = *(end - 1);
    full_ = true;
    rows_.erase(end, rows_.end());
  }
  std::size_t count_;
  std::vector<Far> rows_;
  Far last_{};  // once as many were seen: none behind it counts
  bool full_ = false;
};

}  // namespace

float squared_distance(const features::RowBlocks& rows, RowIndex row, const float* point) {
  float sum = 0;
  for (std::size_t j = 0; j < rows.width(); ++j) {
    const float e = rows.at(row, j) - point[j];
    sum = std::fma(e, e, sum);
  }
  return sum;
}

int refill_empty(const comm::Communicator& comm, const features::ScaledRows& rows, const RowLabels& labels,
                 std::span<const std::int64_t> counts, std::span<const float> labelled_by,
                 std::span<float> centroids) {
  const std::size_t d = rows.blocks.width();
  std::vector<std::size_t> empty;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] == 0) empty.push_back(c);
  }
  // Of m rows taken, each may make one later candidate its cluster's only row left: 2m candidates suffice.
  const std::size_t wanted = 2 * empty.size();
  Farthest mine(wanted);
  for (RowIndex i = 0; i < rows.blocks.rows(); ++i) {
    const std::size_t label = labels[i];
    if (counts[label] < 2) continue;
    const Far far{squared_distance(rows.blocks, i, labelled_by.data() + label * d),
                  static_cast<std::int32_t>(label), rows.row_of(i)};
    mine.offer(far);
  }
  const std::vector<Far> all = comm::merge_all(
      comm, std::move(mine).in_order(), [wanted](const std::vector<Far>& a, const std::vector<Far>& b) {
        std::vector<Far> both;
        std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both), before);
        both.resize(std::min(both.size(), wanted));
        return both;
      });

  std::vector<std::int64_t> left(counts.begin(), counts.end());
  std::vector<RowIndex> taken;
  for (const Far& far : all) {
    if (taken.size() == empty.size()) break;
    auto& rest = left[static_cast<std::size_t>(far.label)];
    if (far.distance == 0 || rest < 2) continue;
    --rest;
    taken.push_back(far.row);
  }
  // fetch_rows answers in ascending order; clusters are refilled in the order of distance.
  std::vector<RowIndex> ascending = taken;
  std::sort(ascending.begin(), ascending.end());
  const std::vector<float> points = features::fetch_rows(comm, rows, ascending);
  std::set<std::vector<float>> used;
  for (const RowIndex row : taken) {
    const auto at = std::lower_bound(ascending.begin(), ascending.end(), row) - ascending.begin();
    const auto point = points.begin() + at * static_cast<std::ptrdiff_t>(d);
    const auto cluster = static_cast<std::ptrdiff_t>(empty[used.size()] * d);
    // A copy of a row would take none: the next pass finds a better one.
    if (!used.insert(std::vector<float>(point, point + static_cast<std::ptrdiff_t>(d))).second) continue;
    std::copy_n(point, d, centroids.begin() + cluster);
  }
  return static_cast<int>(used.size());
}

}  // namespace chorus::kmeans
