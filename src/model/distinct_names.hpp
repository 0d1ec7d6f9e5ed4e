// Tells clusters of one name apart; for cluster_names.cpp.
#pragma once

#include "chorus/model/cluster_names.hpp"

#include <span>
#include <string>
#include <vector>

namespace chorus::model {

/// Adds to names that occur more than once what sets their clusters apart; see name_clusters().
void make_distinct(std::vector<ClusterName>& names, std::span<const ClusterProfile> profiles,
                   const std::vector<std::string>& features);

}  // namespace chorus::model
