#include "chorus/report/data_shape.hpp"

#include "chorus/model/result_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace chorus::report {
namespace {

using Flaw = std::optional<std::string>;
using model::out_of_range;
using model::wrong_length;

constexpr std::size_t kMostBins = 256;  // of a histogram
constexpr int kMostInt = std::numeric_limits<int>::max();

/// Adds counts up, none of them negative, to no more than the rows; so no sum of some of them overflows.
class CountCheck {
 public:
  explicit CountCheck(RowIndex rows) : rows_(rows) {}
  [[nodiscard]] Flaw add(std::int64_t count, const std::string& name) {
    if (count < 0 || count > rows_ - total_) {
      return fmt::format("{} has a count of {}, expected none below 0, and {} rows together at most", name,
                         count, rows_);
    }
    total_ += count;
    return std::nullopt;
  }
  [[nodiscard]] Flaw add(std::span<const std::int64_t> counts, const std::string& name) {
    for (const std::int64_t count : counts) {
      if (auto flaw = add(count, name)) return flaw;
    }
    return std::nullopt;
  }

 private:
  RowIndex rows_;
  RowIndex total_ = 0;
};

/// A list that has an entry for each of `wanted`, or is empty.
Flaw wrong_length_if_any(std::size_t found, std::size_t wanted, const std::string& name) {
  return found == 0 ? std::nullopt : wrong_length(found, wanted, name);
}

Flaw flaw_of_window(const Interval& window, const std::string& name) {
  if (std::isfinite(window.low) && std::isfinite(window.high) && window.low <= window.high)
    return std::nullopt;
  return fmt::format("{} is {} to {}, expected two numbers in their order", name, window.low, window.high);
}

Flaw flaw_of_density(const MapDensity& density, std::size_t k, RowIndex rows) {
  if (auto flaw = out_of_range(density.side, 0, MapDensity::kMostSide, "density.side")) return flaw;
  if (auto flaw = flaw_of_window(density.pc1, "density.pc1")) return flaw;
  if (auto flaw = flaw_of_window(density.pc2, "density.pc2")) return flaw;
  if (auto flaw = wrong_length_if_any(density.counts.size(), k, "density.counts")) return flaw;
  CountCheck songs(rows);
  if (auto flaw = songs.add(density.outside, "density.outside")) return flaw;
  const auto cells = static_cast<std::size_t>(density.side) * static_cast<std::size_t>(density.side);
  for (std::size_t c = 0; c < density.counts.size(); ++c) {
    const std::string name = fmt::format("density.counts[{}]", c);
    if (auto flaw = wrong_length(density.counts[c].size(), cells, name)) return flaw;
    if (auto flaw = songs.add(density.counts[c], name)) return flaw;
  }
  return std::nullopt;
}

Flaw flaw_of_distribution(const Distribution& one, CountCheck& songs, const std::string& name) {
  if (one.counts.size() > kMostBins) {
    return fmt::format("{}.counts has {} entries, expected {} at most", name, one.counts.size(), kMostBins);
  }
  if (auto flaw = songs.add(one.counts, name + ".counts")) return flaw;
  if (auto flaw = songs.add(one.below, name + ".below")) return flaw;
  return songs.add(one.above, name + ".above");
}

Flaw flaw_of_distributions(const std::vector<FeatureDistributions>& all, std::size_t d, std::size_t k,
                           RowIndex rows) {
  if (auto flaw = wrong_length_if_any(all.size(), d, "distributions")) return flaw;
  for (std::size_t j = 0; j < all.size(); ++j) {
    const std::string name = fmt::format("distributions[{}]", j);
    if (auto flaw = flaw_of_window(all[j].window, name + ".window")) return flaw;
    if (auto flaw = wrong_length(all[j].clusters.size(), k, name + ".clusters")) return flaw;
    CountCheck songs(rows);
    for (std::size_t c = 0; c < k; ++c) {
      if (auto flaw =
              flaw_of_distribution(all[j].clusters[c], songs, fmt::format("{}.clusters[{}]", name, c)))
        return flaw;
    }
  }
  return std::nullopt;
}

Flaw flaw_of_silhouette(const SilhouetteWidths& silhouette, std::size_t k, RowIndex rows) {
  if (auto flaw = wrong_length_if_any(silhouette.counts.size(), k, "silhouette.counts")) return flaw;
  if (auto flaw = wrong_length(silhouette.mean.size(), silhouette.counts.size(), "silhouette.mean"))
    return flaw;
  CountCheck songs(rows);
  for (std::size_t c = 0; c < silhouette.counts.size(); ++c) {
    const std::string name = fmt::format("silhouette.counts[{}]", c);
    if (auto flaw = wrong_length(silhouette.counts[c].size(),
                                 static_cast<std::size_t>(SilhouetteWidths::bins_for(k)), name))
      return flaw;
    if (auto flaw = songs.add(silhouette.counts[c], name)) return flaw;
  }
  return std::nullopt;
}

Flaw flaw_of_song(const MapSong& song, const model::RunResult& result, std::size_t i) {
  if (auto flaw = out_of_range(song.row, 0, result.rows - 1, fmt::format("songs.row[{}]", i))) return flaw;
  if (auto flaw =
          out_of_range(song.cluster, 0, result.choices.chosen - 1, fmt::format("songs.cluster[{}]", i)))
    return flaw;
  if (auto flaw =
          wrong_length(song.values.size(), result.features.size(), fmt::format("songs.values[{}]", i)))
    return flaw;
  const bool finite =
      std::isfinite(song.pc1) && std::isfinite(song.pc2) &&
      std::all_of(song.values.begin(), song.values.end(), [](double v) { return std::isfinite(v); });
  if (finite) return std::nullopt;
  return fmt::format("songs: entry {} has a value that is null, expected numbers", i);
}

Flaw flaw_of_cells(const model::RunResult& result, const ReportData& data) {
  struct Named {
    const char* name;
    const std::vector<std::int64_t>& counts;
  };
  for (const auto& [name, counts] : {Named{"missing", data.missing}, Named{"not_numeric", data.not_numeric},
                                     Named{"not_finite", data.not_finite}}) {
    if (auto flaw = wrong_length_if_any(counts.size(), result.features.size(), name)) return flaw;
    for (const std::int64_t count : counts) {
      if (auto flaw = out_of_range(count, 0, result.rows, fmt::format("a count in {}", name))) return flaw;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> flaw_of(const ScalingPoint& point) {
  if (auto flaw = out_of_range(point.ranks, 1, kMostInt, "ranks of a point")) return flaw;
  if (auto flaw = out_of_range(point.nodes, 0, kMostInt, "nodes of a point")) return flaw;
  return out_of_range(point.rows, 0, model::kMostRows, "rows of a point");
}

std::optional<std::string> flaw_of(const model::RunResult& result, const ReportData& data) {
  if (auto flaw = model::flaw_of(result)) return flaw;
  const std::size_t d = result.features.size();
  const std::size_t k = result.profiles.size();
  const RowIndex rows = result.rows_used;
  if (auto flaw = flaw_of_density(data.density, k, rows)) return flaw;
  if (auto flaw = wrong_length_if_any(data.centroid_scores.size(), k, "centroid_scores")) return flaw;
  for (std::size_t c = 0; c < data.centroid_scores.size(); ++c) {
    if (auto flaw = wrong_length(data.centroid_scores[c].size(), 2, fmt::format("centroid_scores[{}]", c)))
      return flaw;
  }
  if (auto flaw = flaw_of_distributions(data.distributions, d, k, rows)) return flaw;
  if (auto flaw = flaw_of_silhouette(data.silhouette, k, rows)) return flaw;
  if (auto flaw = flaw_of_cells(result, data)) return flaw;
  for (std::size_t i = 0; i < data.songs.size(); ++i) {
    if (auto flaw = flaw_of_song(data.songs[i], result, i)) return flaw;
  }
  for (const ScalingPoint& point : data.scaling) {
    if (auto flaw = flaw_of(point)) return flaw;
  }
  return std::nullopt;
}

}  // namespace chorus::report
