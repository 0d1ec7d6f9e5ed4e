#include "chorus/kmeans/sweep.hpp"
#include "chorus/model/fingerprint.hpp"
#include "chorus/pca/components.hpp"
#include "chorus/synthetic/songs.hpp"
#include "study.hpp"

#include <fmt/format.h>

#include <array>

namespace chorus::simulator {

void show_fingerprint(const comm::Communicator& comm, const Songs& songs, int k, int restarts) {
  const std::array<int, 1> ks = {k};
  kmeans::FitOptions options;
  options.restarts = restarts;
  std::vector<kmeans::Fit> fits = kmeans::plan_sweep(ks, restarts);
  kmeans::run_sweep(comm, songs.rows, songs.grid, options, fits, {});
  const kmeans::FinalFit fit = kmeans::finish_fit(comm, songs.rows, songs.grid, kmeans::best_fit(fits, k));

  model::FingerprintedModel model;
  model.features.assign(synthetic::kSyntheticFeatures.begin(), synthetic::kSyntheticFeatures.end());
  model.scaler = {std::string(features::scaling_name(songs.scaler.scaling)), songs.scaler.mean,
                  songs.scaler.scale};
  model.k = fit.k();
  model.centroids = fit.clustering.centroids;
  const pca::Components components = pca::find_components(songs.moments, songs.scaler, 2);
  model.pca = {components.explained_variance_ratio, components.loadings};
  const std::string fingerprint = model::take_fingerprint(
      comm, model, songs.moments.rows, features::labels_of_shard(songs.rows, fit.clustering));
  if (comm.is_root()) fmt::print("fingerprint {}\n", fingerprint);
}

}  // namespace chorus::simulator
