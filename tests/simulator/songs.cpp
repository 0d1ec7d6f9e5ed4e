#include "songs.hpp"

#include "chorus/synthetic/songs.hpp"

#include <string>
#include <vector>

namespace chorus::simulator {

Songs make_songs(const comm::Communicator& comm, RowIndex total) {
  const std::vector<std::string> names(synthetic::kSyntheticFeatures.begin(),
                                       synthetic::kSyntheticFeatures.end());
  const features::ShardRows shard(
      RowPartition(total, comm.size()).range(comm.rank()), names.size(),
      [](RowRange range, std::span<double> out) { synthetic::synthetic_features(1, range, out); });
  return pipeline::prepare_rows(
      comm, shard, features::CleaningRules::make(features::MissingPolicy::kDrop, names, {}, {}), names);
}

}  // namespace chorus::simulator
