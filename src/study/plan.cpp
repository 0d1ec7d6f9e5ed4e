#include "chorus/study/plan.hpp"

#include "chorus/core/error.hpp"

#include <algorithm>
#include <set>

namespace chorus::study {
namespace {

Point of_ranks(int ranks, const std::vector<int>& host_of) {
  if (ranks < 1 || ranks > static_cast<int>(host_of.size())) {
    throw Error(Exit::kInput, describe("there are not " + std::to_string(ranks) + " ranks",
                                       "--ranks, a job of " + std::to_string(host_of.size()),
                                       "start as many with mpirun -n or srun -n, or use --submit"));
  }
  return {Study::kStrong, ranks, 0, 0};
}

Point of_nodes(int nodes, const std::vector<int>& host_of) {
  const auto ranks =
      static_cast<int>(std::count_if(host_of.begin(), host_of.end(), [&](int host) { return host < nodes; }));
  const int hosts = 1 + *std::max_element(host_of.begin(), host_of.end());
  if (nodes < 1 || nodes > hosts) {
    throw Error(Exit::kInput, describe("there are not " + std::to_string(nodes) + " nodes",
                                       "--nodes, a job on " + std::to_string(hosts),
                                       "ask for as many with sbatch --nodes, or use --submit"));
  }
  return {Study::kStrong, ranks, nodes, 0};
}

}  // namespace

std::string_view study_name(Study study) {
  return study == Study::kStrong ? "strong" : "weak";
}

std::vector<Point> plan_points(const StudyOptions& options, const std::vector<int>& host_of) {
  std::vector<Point> sizes;
  for (const int ranks : std::set<int>(options.ranks.begin(), options.ranks.end()))
    sizes.push_back(of_ranks(ranks, host_of));
  for (const int nodes : std::set<int>(options.nodes.begin(), options.nodes.end()))
    sizes.push_back(of_nodes(nodes, host_of));
  std::vector<Point> points;
  for (Point size : sizes) {
    size.rows = options.songs;
    if (options.songs > 0) points.push_back(size);
  }
  for (Point size : sizes) {
    size.study = Study::kWeak;
    size.rows = options.songs_per_rank * size.ranks;
    if (options.songs_per_rank > 0) points.push_back(size);
  }
  return points;
}

bool takes_part(const Point& point, int rank, int host) {
  return point.nodes > 0 ? host < point.nodes : rank < point.ranks;
}

std::vector<int> doubling_counts(int most) {
  std::vector<int> counts;
  for (int count = 1; count < most; count *= 2) counts.push_back(count);
  counts.push_back(most);
  return counts;
}

std::vector<int> number_hosts(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  std::vector<int> numbers;
  for (const std::string& name : names) {
    const auto found = std::find(known.begin(), known.end(), name);
    numbers.push_back(static_cast<int>(found - known.begin()));
    if (found == known.end()) known.push_back(name);
  }
  return numbers;
}

}  // namespace chorus::study
