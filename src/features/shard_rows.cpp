#include "chorus/features/shard_rows.hpp"

#include <algorithm>

namespace chorus::features {

ShardRows::ShardRows(RowRange shard, std::size_t width, Read read, std::size_t keep_bytes)
    : range_(shard),
      width_(width),
      read_(std::move(read)),
      keep_(static_cast<std::size_t>(shard.size()) * width * sizeof(double) <= keep_bytes) {}

void ShardRows::for_each_block(const std::function<void(RowIndex, std::span<const double>)>& visit) const {
  const auto values_of = [&](RowIndex rows) { return static_cast<std::size_t>(rows) * width_; };
  if (keep_ && kept_.empty() && !range_.empty()) {
    std::vector<double> all(values_of(range_.size()));
    read_(range_, all);
    kept_ = std::move(all);
  }
  std::vector<double> buffer;
  for (RowIndex begin = range_.begin; begin < range_.end; begin += kBlockRows) {
    const RowRange rows{begin, std::min(begin + kBlockRows, range_.end)};
    if (keep_) {
      visit(begin,
            std::span<const double>(kept_).subspan(values_of(begin - range_.begin), values_of(rows.size())));
    } else {
      buffer.resize(values_of(rows.size()));
      read_(rows, buffer);
      visit(begin, buffer);
    }
  }
}

}  // namespace chorus::features
