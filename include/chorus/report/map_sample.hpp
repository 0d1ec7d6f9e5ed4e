// The songs on the map: those whose rows have the smallest hashes, a fair sample that depends neither on
// ranks nor on the order in which rows come.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/report/report_data.hpp"
#include "chorus/report/row_block.hpp"

#include <cstdint>
#include <vector>

namespace chorus::report {

class MapSample {
 public:
  /// @param songs how many at most; @param seed of the run (core/random.hpp, Purpose::kMapSample)
  MapSample(std::size_t songs, std::uint64_t seed, std::size_t features);
  /// Keeps the block's rows that may belong to the sample: never more than `songs` are held.
  void add(const RowBlock& block);
  /// Collective. The sample, in order of hash, titles and artists empty; the same on every rank. No rank
  /// holds more than a few songs beyond the sample.
  [[nodiscard]] std::vector<MapSong> gather(const comm::Communicator& comm) const;

 private:
  struct Entry {
    std::uint64_t hash;
    RowIndex row;
    double pc1, pc2;
    Label cluster;
    std::uint32_t slot;  // of the values in values_
  };
  static bool before(const Entry& a, const Entry& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.row < b.row;
  }
  std::size_t songs_;
  std::uint64_t seed_;
  std::size_t features_;
  std::vector<Entry> heap_;  // the largest on top
  std::vector<double> values_;
};

}  // namespace chorus::report
