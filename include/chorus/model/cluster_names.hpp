// Names for clusters in musical terms, each with the numbers that carry it. Local.
#pragma once

#include "chorus/model/name_rules.hpp"
#include "chorus/model/run_result.hpp"

#include <span>
#include <string>
#include <vector>

namespace chorus::model {

struct ClusterName {
  std::string name;
  std::string use_case;
  std::vector<std::string> evidence;  ///< e.g. "energy +0.8 sd (mean 0.71)"
};

/// What names are made from: the catalogue's d features, and a high value of each, which tells features that
/// run to 100 (percent) from those that run to 1. Not the largest value: one mistake in a cell must not
/// change all names.
struct NamedFeatures {
  std::vector<std::string> features;  ///< d
  std::vector<double> high;           ///< d, original units: at most one value in a hundred is larger
};

/// The name of one cluster: that of the first rule of `rules` that holds; failing that "Balanced", if no
/// feature is as far as kNeutralZ from the catalogue; failing that its one or two strongest features ("High
/// tempo, low energy"). Features are found by name, without regard to case.
/// @pre profile.mean and profile.z have d values
[[nodiscard]] ClusterName name_of(const ClusterProfile& profile, const NamedFeatures& features,
                                  std::span<const NameRule> rules = name_rules());

/// The names of all clusters of a run, no two alike. A cluster without songs is called "(no songs)", has no
/// use case and no evidence. Clusters of the same name are told apart by the feature in which they differ
/// most (the largest distance between their z; the first on a tie): they are split at the widest gap, and the
/// halves called e.g. "(faster)" and "(slower)", again until each stands alone; clusters that are equal in
/// every feature are numbered.
[[nodiscard]] std::vector<ClusterName> name_clusters(std::span<const ClusterProfile> profiles,
                                                     const NamedFeatures& features);

/// Gives every profile of the run its name, use case and evidence. `high` as in NamedFeatures.
void name_profiles(RunResult& result, std::vector<double> high);

}  // namespace chorus::model
