// How well one k does: a row of the table from which k is chosen.
#pragma once

#include "chorus/core/types.hpp"

#include <map>
#include <string>
#include <vector>

namespace chorus::quality {

/// Scores of the best fit with k clusters, all measured in the scaled space. Definitions are scikit-learn's;
/// a score that is not defined is not a number.
struct KScore {
  int k = 0;
  double inertia = 0;            ///< sum of squared distances to the own centroid
  double silhouette = 0;         ///< mean silhouette width, over silhouette_rows rows
  double silhouette_se = 0;      ///< its standard error; 0 if exact
  RowIndex silhouette_rows = 0;  ///< rows whose width was measured (against all rows)
  double davies_bouldin = 0;
  double calinski_harabasz = 0;
  std::vector<RowIndex> sizes;       ///< k, by cluster number
  int iterations = 0;                ///< Lloyd passes of the best restart
  int restart = 0;                   ///< which restart was best
  std::string stop;                  ///< why it ended: tolerance, unchanged, no gain, iterations, no pass
  std::map<std::string, int> stops;  ///< how many of all restarts ended for which reason
};

}  // namespace chorus::quality
