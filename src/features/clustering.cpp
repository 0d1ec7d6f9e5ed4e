#include "chorus/features/clustering.hpp"

#include "chorus/comm/agree.hpp"

#include <span>
#include <utility>

namespace chorus::features {
namespace {

constexpr std::size_t kNarrow = std::size_t{1} << 8U;
constexpr std::size_t kWide = std::size_t{1} << 16U;

}  // namespace

ClusterLabels::ClusterLabels(RowIndex rows, std::size_t count) {
  const std::size_t lanes = (static_cast<std::size_t>(rows) + kLanes - 1) / kLanes * kLanes;
  if (count <= kNarrow) {
    narrow_.resize(lanes);
  } else if (count <= kWide) {
    wide_.resize(lanes);
  } else {
    widest_.resize(lanes);
  }
}

void ClusterLabels::set(RowIndex row, std::size_t label) {
  const auto r = static_cast<std::size_t>(row);
  if (!narrow_.empty()) {
    narrow_[r] = static_cast<std::uint8_t>(label);
  } else if (!wide_.empty()) {
    wide_[r] = static_cast<std::uint16_t>(label);
  } else {
    widest_[r] = static_cast<std::uint32_t>(label);
  }
}

std::size_t ClusterLabels::bytes_per_row(std::size_t count) {
  if (count <= kNarrow) return 1;
  return count <= kWide ? 2 : 4;
}

Clustering make_clustering(const comm::Communicator& comm, const ScaledRows& rows, std::size_t clusters,
                           const std::function<std::size_t(RowIndex)>& label) {
  Clustering made;
  std::vector<std::int64_t> counts(clusters + 1, 0);
  made.labels = comm::agree_on(comm, [&] {
    ClusterLabels labels(rows.blocks.rows(), clusters + 1);
    for (RowIndex i = 0; i < rows.blocks.rows(); ++i) {
      const std::size_t found = label(i);
      ++counts[found];
      labels.set(i, found);
    }
    return labels;
  });
  comm.sum(std::span<std::int64_t>(counts));
  made.noise = counts.back();
  counts.pop_back();
  made.sizes = std::move(counts);
  return made;
}

std::vector<Label> labels_of_shard(const ScaledRows& rows, const Clustering& clustering) {
  std::vector<Label> labels(static_cast<std::size_t>(rows.range.size()), kNoLabel);
  for (RowIndex i = 0; i < rows.blocks.rows(); ++i) {
    labels[static_cast<std::size_t>(rows.row_of(i) - rows.range.begin)] =
        clustering.is_noise(i) ? kNoise : static_cast<Label>(clustering.labels[i]);
  }
  return labels;
}

}  // namespace chorus::features
