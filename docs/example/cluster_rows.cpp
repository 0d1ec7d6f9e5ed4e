// Clusters rows of its own on all ranks: mpirun -n 2 cluster_rows. The answer is the same on any number of
// ranks.
#include "chorus/comm/environment.hpp"
#include "chorus/pipeline/fits.hpp"
#include "chorus/pipeline/judgement.hpp"

#include <cmath>
#include <cstdio>

using namespace chorus;

int main(int argc, char** argv) {
  const comm::Environment mpi(argc, argv);
  const comm::Communicator comm = comm::Communicator::world();
  constexpr RowIndex kRows = 3000;
  const std::vector<std::string> names = {"x", "y"};
  // This rank's rows, when they are asked for: three clouds on a circle.
  const features::ShardRows shard(RowPartition(kRows, comm.size()).range(comm.rank()), names.size(),
                                  [](RowRange rows, std::span<double> values) {
                                    auto row = static_cast<double>(rows.begin);
                                    for (std::size_t at = 0; at < values.size(); at += 2, ++row) {
                                      const double angle = 2.1 * std::fmod(row, 3) + 0.3 * std::sin(row);
                                      values[at] = std::cos(angle);
                                      values[at + 1] = std::sin(angle);
                                    }
                                  });
  pipeline::Settings settings;
  settings.ks = {2, 3, 4, 5};
  const auto rules = features::CleaningRules::make(features::MissingPolicy::kError, names, {}, {});
  const pipeline::PreparedRows rows = pipeline::prepare_rows(comm, shard, rules, names);
  std::vector<kmeans::Fit> fits = pipeline::plan_fits(settings, rows.rows.total);
  pipeline::run_fits(comm, rows, settings, fits);
  pipeline::Judgement judged = pipeline::judge_fits(comm, rows, fits, settings.silhouette);
  const int k = quality::choose_k(judged.scores, settings.criterion).chosen;
  const auto chosen = pipeline::finish_chosen(comm, rows, fits, std::move(judged), k);
  if (!comm.is_root()) return 0;
  for (const std::int64_t size : chosen.fit.clustering.sizes)
    std::printf("%ld rows\n", static_cast<long>(size));
}
