#include "chorus/comm/agree.hpp"
#include "cluster_steps.hpp"

namespace chorus::jobs {

Songs load_songs(const Job& job) {
  const auto& [comm, options, clock, console, keeper] = job;
  SongFile file = SongFile::open(comm, options.input, options.output, options.kept_catalogue(), clock,
                                 [&] { keeper.border(); });

  clock.enter("load");
  features::ShardRows shard = file.shard(comm, clock);
  features::CleaningRules rules =
      comm::agree_on(comm, [&] { return options.input.rules(file.info().features); });

  clock.enter("statistics");
  features::Moments moments = features::measure_moments(comm, shard, rules, file.info().features);
  std::vector<std::string> warnings;
  features::Scaler scaler =
      features::make_scaler(moments, options.scaling_kind(), file.info().features, warnings);
  features::ScaledRows rows = features::scale_rows(comm, shard, rules, scaler, moments);
  kmeans::GridTotals grid = kmeans::total_rows(comm, rows, scaler);
  for (const std::string& warning : warnings) console.warn(warning);
  return {std::move(file),   std::move(shard), std::move(rules), std::move(moments),
          std::move(scaler), std::move(rows),  std::move(grid),  std::move(warnings)};
}

}  // namespace chorus::jobs
