#include "chorus/kmeans/label_resolution.hpp"
#include "cluster_steps.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace chorus::jobs {
namespace {

/// The k of the scores that `which` holds for, as "2, 3, 7"; empty if there are none.
template <class Which>
std::string ks_where(std::span<const quality::KScore> scores, const Which& which) {
  std::vector<int> ks;
  for (const quality::KScore& score : scores) {
    if (which(score)) ks.push_back(score.k);
  }
  return fmt::format("{}", fmt::join(ks, ", "));
}

std::string left_out(std::span<const int> asked, std::span<const quality::KScore> scores) {
  std::vector<int> ks;
  std::copy_if(asked.begin(), asked.end(), std::back_inserter(ks),
               [&](int k) { return k > scores.back().k; });
  if (ks.empty()) return "";
  const std::string which = ks.size() == 1 ? fmt::format("k = {} is", ks.front())
                                           : fmt::format("k = {} to {} are", ks.front(), ks.back());
  return which + " left out: the songs have fewer distinct rows than that";
}

std::string not_settled(int passes, std::span<const kmeans::Fit> fits,
                        std::span<const quality::KScore> scores) {
  const auto used_up = [](const kmeans::Fit& fit) { return fit.stop == kmeans::Stop::kIterations; };
  const auto count = std::count_if(fits.begin(), fits.end(), used_up);
  if (count == 0) return "";
  const std::string ks = ks_where(scores, [&](const quality::KScore& score) {
    return std::any_of(fits.begin(), fits.end(),
                       [&](const kmeans::Fit& fit) { return fit.k == score.k && used_up(fit); });
  });
  return fmt::format(
      "{} of {} fits used up their {} passes before they settled (k = {}): see --max-iterations", count,
      fits.size(), passes, ks);
}

}  // namespace

std::vector<std::string> doubts_about_fits(const Job& job, const Songs& songs,
                                           std::span<const kmeans::Fit> fits,
                                           std::span<const quality::KScore> scores,
                                           const kmeans::FinalFit& chosen) {
  std::vector<std::string> doubts;
  const auto doubt = [&](std::string text) {
    if (!text.empty()) doubts.push_back(std::move(text));
  };
  doubt(left_out(job.settings.ks, scores));
  doubt(not_settled(job.settings.fit.max_iterations, fits, scores));
  const std::string empty = ks_where(scores, [](const quality::KScore& score) {
    return std::find(score.sizes.begin(), score.sizes.end(), 0) != score.sizes.end();
  });
  if (!empty.empty()) {
    doubt(fmt::format("k = {}: there are clusters without songs, for no song is nearest to their centroids",
                      empty));
  }
  if (kmeans::find_unresolved(chosen.clustering.centroids, chosen.clustering.sizes)) {
    doubt(fmt::format(
        "k = {}: two centroids lie so close to each other, and so far from the catalogue's mean, that "
        "labels may not tell them apart: extreme values cost this; consider --min or --max",
        chosen.k()));
  }
  const std::string undefined =
      ks_where(scores, [](const quality::KScore& score) { return !std::isfinite(score.inertia); });
  if (!undefined.empty()) {
    doubt(fmt::format("k = {}: the inertia is left undefined: squares of the {} leave the range of numbers",
                      undefined, features::space_name(songs.prepared.scaler.scaling)));
  }
  return doubts;
}

}  // namespace chorus::jobs
