#include "chorus/pipeline/prepared_rows.hpp"

#include <utility>

namespace chorus::pipeline {

PreparedRows prepare_rows(const comm::Communicator& comm, const features::ShardRows& shard,
                          features::CleaningRules rules, const std::vector<std::string>& names,
                          features::Scaling scaling) {
  PreparedRows prepared;
  prepared.rules = std::move(rules);
  prepared.moments = features::measure_moments(comm, shard, prepared.rules, names);
  prepared.scaler = features::make_scaler(prepared.moments, scaling, names, prepared.warnings);
  prepared.rows = features::scale_rows(comm, shard, prepared.rules, prepared.scaler, prepared.moments);
  prepared.grid = kmeans::total_rows(comm, prepared.rows, prepared.scaler);
  return prepared;
}

}  // namespace chorus::pipeline
