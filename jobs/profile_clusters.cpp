#include "chorus/catalogue/csv_records.hpp"
#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/comm/agree.hpp"
#include "cluster_steps.hpp"
#include "song_titles.hpp"

#include <cmath>

namespace chorus::jobs {

std::vector<model::ClusterProfile> profile_clusters(const Job& job, const Songs& songs,
                                                    const kmeans::FinalFit& fit) {
  const auto& [comm, options, clock, console, keeper] = job;
  clock.enter("profile");
  const std::span<const std::int64_t> sizes = fit.totals.count;
  const features::GroupMoments groups = features::measure_groups(
      comm, songs.shard, songs.rules, songs.moments, [&](RowIndex i) { return fit.labels[i]; }, sizes);
  const auto typical = kmeans::find_typical_rows(comm, songs.rows, fit.labels, fit.centroids,
                                                 static_cast<std::size_t>(options.typical));
  std::vector<model::ClusterProfile> profiles(sizes.size());
  std::vector<RowIndex> wanted;
  for (std::size_t c = 0; c < sizes.size(); ++c) {
    model::ClusterProfile& profile = profiles[c];
    profile.size = sizes[c];
    profile.share = static_cast<double>(sizes[c]) / static_cast<double>(songs.rows.total);
    profile.mean = groups.mean[c];
    profile.deviation = groups.deviation[c];
    for (std::size_t j = 0; j < songs.moments.width(); ++j) {
      const double deviation = songs.moments.deviation(j);
      profile.z.push_back(deviation > 0 ? (profile.mean[j] - songs.moments.mean[j]) / deviation : 0.0);
    }
    for (const kmeans::TypicalRow& row : typical[c]) {
      model::TypicalSong song;
      song.row = row.row;
      song.distance = std::sqrt(static_cast<double>(row.distance2)) * songs.scaler.space_unit;
      profile.typical.push_back(song);
      wanted.push_back(row.row);
    }
  }
  const TitledSongs titles = fetch_titles(comm, songs.file.info(), options.source, std::move(wanted));
  for (model::ClusterProfile& profile : profiles) {
    for (model::TypicalSong& song : profile.typical) {
      const TitledSongs::Entry& titled = titles.of(song.row);
      song.title = titled.title;
      song.artist = titled.artist;
    }
  }
  return profiles;
}

}  // namespace chorus::jobs
