#include "songs.hpp"

#include "chorus/catalogue/synthetic.hpp"

#include <string>
#include <vector>

namespace chorus::simulator {

Songs make_songs(const comm::Communicator& comm, RowIndex total) {
  const std::vector<std::string> names(catalogue::kSyntheticFeatures.begin(),
                                       catalogue::kSyntheticFeatures.end());
  const features::ShardRows shard(
      RowPartition(total, comm.size()).range(comm.rank()), names.size(),
      [](RowRange range, std::span<double> out) { catalogue::synthetic_features(1, range, out); });
  auto rules = features::CleaningRules::make(features::MissingPolicy::kDrop, names, {}, {});
  Songs songs;
  std::vector<std::string> warnings;
  songs.moments = features::measure_moments(comm, shard, rules, names);
  songs.scaler = features::make_scaler(songs.moments, features::Scaling::kStandard, names, warnings);
  songs.rows = features::scale_rows(comm, shard, rules, songs.scaler, songs.moments);
  songs.grid = kmeans::total_rows(comm, songs.rows, songs.scaler);
  return songs;
}

}  // namespace chorus::simulator
