// The rows of a CSV text of centroids (--init), before they become coordinates. Local.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace chorus::jobs {

/// Of which run the centroids are.
struct CentroidsWanted {
  std::string path;   ///< of the file, for messages
  std::string space;  ///< of its numbers: "original" or "scaled"
  std::vector<std::string> features;
  int k = 0;
};

/// The numbers of a CSV text, as they stand.
struct CentroidRows {
  std::vector<double> values;       ///< k x d
  std::vector<std::int64_t> lines;  ///< k: where each begins
};

/// With a header, columns are found by feature name; without one, there are exactly d columns in the
/// program's order. Every value is finite. Local. Throws Error(kInput) where rows or columns are not k and d.
[[nodiscard]] CentroidRows centroid_rows(const std::string& text, const CentroidsWanted& wanted);

}  // namespace chorus::jobs
