#include "catalogue_source.hpp"
#include "chorus/catalogue/csv_records.hpp"
#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/comm/agree.hpp"
#include "cluster_steps.hpp"
#include "song_titles.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace chorus::jobs {
namespace {

/// Whether a song of this name is there already; songs without names are all different.
bool listed(const std::vector<model::TypicalSong>& songs, const model::TypicalSong& song) {
  return !song.title.empty() && std::any_of(songs.begin(), songs.end(), [&](const model::TypicalSong& other) {
    return other.title == song.title && other.artist == song.artist;
  });
}

}  // namespace

std::vector<model::ClusterProfile> profile_clusters(const Job& job, const Songs& songs,
                                                    const kmeans::FinalFit& fit) {
  const comm::Communicator& comm = job.comm;
  const ClusterOptions& options = job.options;
  job.clock.enter("profile");
  const std::span<const std::int64_t> sizes = fit.totals.count;
  const features::GroupMoments groups = features::measure_groups(
      comm, songs.shard, songs.rules, songs.moments, [&](RowIndex i) { return fit.labels[i]; }, sizes);
  // More than are listed, because a catalogue may hold a song several times.
  constexpr std::size_t kSpare = 4;
  const auto count = static_cast<std::size_t>(options.typical);
  const auto typical = kmeans::find_typical_rows(comm, songs.rows, fit.labels, fit.centroids, count * kSpare);
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
    for (const kmeans::TypicalRow& row : typical[c]) wanted.push_back(row.row);
  }
  const TitledSongs titles =
      fetch_titles(comm, songs.file.info(), source_of(options, songs.file.info()), std::move(wanted));
  for (std::size_t c = 0; c < sizes.size(); ++c) {
    for (const kmeans::TypicalRow& row : typical[c]) {
      if (profiles[c].typical.size() == count) break;
      model::TypicalSong song;
      song.row = row.row;
      song.distance = std::sqrt(static_cast<double>(row.distance2)) * songs.scaler.space_unit;
      song.title = titles.of(row.row).title;
      song.artist = titles.of(row.row).artist;
      if (!listed(profiles[c].typical, song)) profiles[c].typical.push_back(std::move(song));
    }
  }
  return profiles;
}

}  // namespace chorus::jobs
