#include "chorus/report/map_sample.hpp"

#include "chorus/core/random.hpp"

#include <algorithm>
#include <cassert>

namespace chorus::report {

MapSample::MapSample(std::size_t songs, std::uint64_t seed, std::size_t features)
    : songs_(songs), seed_(seed), features_(features) {}

void MapSample::add(const RowBlock& block) {
  assert(block.values.size() == block.rows() * features_);
  if (songs_ == 0) return;
  for (std::size_t i = 0; i < block.rows(); ++i) {
    if (block.labels[i] < 0) continue;  // in no cluster
    const RowIndex row = block.first_row + static_cast<RowIndex>(i);
    Entry entry{random_u64(seed_, Purpose::kMapSample, static_cast<std::uint64_t>(row)),
                row,
                block.scores[i * 2],
                block.scores[i * 2 + 1],
                block.labels[i],
                static_cast<std::uint32_t>(heap_.size())};
    if (heap_.size() == songs_) {
      if (!before(entry, heap_.front())) continue;
      std::pop_heap(heap_.begin(), heap_.end(), before);
      entry.slot = heap_.back().slot;
      heap_.pop_back();
    } else {
      values_.resize(values_.size() + features_);
    }
    std::copy_n(block.values.begin() + static_cast<std::ptrdiff_t>(i * features_), features_,
                values_.begin() + static_cast<std::ptrdiff_t>(entry.slot * features_));
    heap_.push_back(entry);
    std::push_heap(heap_.begin(), heap_.end(), before);
  }
}

std::vector<MapSong> MapSample::gather(const comm::Communicator& comm) const {
  // Which hashes can be among the smallest of all ranks: counted by their leading 16 bits, so that the ranks
  // together send little more than the sample.
  constexpr unsigned kShift = 48;
  std::vector<std::int64_t> counts(std::size_t{1} << 16U, 0);
  for (const Entry& entry : heap_) ++counts[entry.hash >> kShift];
  comm.sum(counts);
  std::size_t last = 0;
  for (std::int64_t passed = counts[0];
       passed < static_cast<std::int64_t>(songs_) && last + 1 < counts.size(); passed += counts[last]) {
    ++last;
  }
  std::vector<Entry> mine;
  std::vector<double> my_values;
  for (const Entry& entry : heap_) {
    if (entry.hash >> kShift > last) continue;
    mine.push_back(entry);
    const auto from = values_.begin() + static_cast<std::ptrdiff_t>(entry.slot * features_);
    my_values.insert(my_values.end(), from, from + static_cast<std::ptrdiff_t>(features_));
  }
  std::vector<Entry> all = comm.all_gather(std::span<const Entry>(mine));
  const std::vector<double> values = comm.all_gather(std::span<const double>(my_values));
  for (std::size_t i = 0; i < all.size(); ++i) all[i].slot = static_cast<std::uint32_t>(i);
  std::sort(all.begin(), all.end(), before);
  all.resize(std::min(all.size(), songs_));
  std::vector<MapSong> songs;
  songs.reserve(all.size());
  for (const Entry& entry : all) {
    const auto from = values.begin() + static_cast<std::ptrdiff_t>(entry.slot * features_);
    songs.push_back({entry.row,
                     entry.pc1,
                     entry.pc2,
                     entry.cluster,
                     {from, from + static_cast<std::ptrdiff_t>(features_)},
                     {},
                     {}});
  }
  return songs;
}

}  // namespace chorus::report
