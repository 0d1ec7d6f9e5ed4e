// Tables of a run as CSV (RFC 4180, comma, LF, UTF-8 as given), for spreadsheets. Numbers are as short as
// reads back to the same double; one that is not finite is an empty cell. Local.
#pragma once

#include "chorus/model/run_result.hpp"

#include <string>
#include <string_view>

namespace chorus::model {

/// k_selection.csv: a row per k of the range, k ascending, under the header
///   k,inertia,silhouette,silhouette_se,silhouette_rows,davies_bouldin,calinski_harabasz,iterations,restart,
///   chosen,sizes,stop
/// chosen is 1 for the k that was chosen and else 0; sizes are the clusters' rows, separated by blanks; stop
/// is why the best restart ended.
[[nodiscard]] std::string k_selection_csv(const RunResult& result);

/// cluster_profiles.csv: a row per cluster of the chosen k, in order of cluster number, under the header
///   cluster,name,use_case,size,share,mean_F...,sd_F...,z_F...
/// with one column for each feature F in turn: the cluster's mean and population standard deviation in
/// original units, and the mean's distance from the catalogue's in standard deviations of the catalogue.
[[nodiscard]] std::string cluster_profiles_csv(const RunResult& result);

}  // namespace chorus::model
