#include "chorus/features/group_moments.hpp"
#include "chorus/kmeans/typical_rows.hpp"
#include "chorus/pipeline/description.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace chorus::pipeline {
namespace {

/// Whether a song of this name is there already; songs without names are all different.
bool listed(const std::vector<model::TypicalSong>& songs, const SongTitle& song) {
  return !song.title.empty() && std::any_of(songs.begin(), songs.end(), [&](const model::TypicalSong& other) {
    return other.title == song.title && other.artist == song.artist;
  });
}

}  // namespace

std::vector<model::ClusterProfile> profile_clusters(const comm::Communicator& comm,
                                                    const features::ShardRows& shard,
                                                    const PreparedRows& prepared,
                                                    const features::Clustering& clustering, int typical,
                                                    const TitlesOf& titles, const Observer& observer) {
  observer.enter("profile");
  const features::Moments& moments = prepared.moments;
  const features::GroupMoments groups =
      features::measure_groups(comm, shard, prepared.rules, moments, clustering);
  // More than are listed, because a catalogue may hold a song several times.
  constexpr std::size_t kSpare = 4;
  const auto count = static_cast<std::size_t>(typical);
  const auto nearest = kmeans::find_typical_rows(comm, prepared.rows, clustering, count * kSpare);
  std::vector<model::ClusterProfile> profiles(clustering.clusters());
  std::vector<RowIndex> wanted;
  for (std::size_t c = 0; c < profiles.size(); ++c) {
    model::ClusterProfile& profile = profiles[c];
    profile.size = clustering.sizes[c];
    profile.share = static_cast<double>(profile.size) / static_cast<double>(prepared.rows.total);
    profile.mean = groups.mean[c];
    profile.deviation = groups.deviation[c];
    for (std::size_t j = 0; j < moments.width(); ++j) {
      const double deviation = moments.deviation(j);
      profile.z.push_back(deviation > 0 ? (profile.mean[j] - moments.mean[j]) / deviation : 0.0);
    }
    for (const kmeans::TypicalRow& row : nearest[c]) wanted.push_back(row.row);
  }
  const std::vector<SongTitle> found = titles(wanted);
  auto title = found.begin();
  for (std::size_t c = 0; c < profiles.size(); ++c) {
    for (const kmeans::TypicalRow& row : nearest[c]) {
      const SongTitle& song = *title++;
      std::vector<model::TypicalSong>& songs = profiles[c].typical;
      if (songs.size() == count || listed(songs, song)) continue;
      songs.push_back({row.row, std::sqrt(static_cast<double>(row.distance2)) * prepared.scaler.space_unit,
                       song.title, song.artist});
    }
  }
  return profiles;
}

}  // namespace chorus::pipeline
