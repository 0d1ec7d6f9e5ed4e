#include "distinct_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>

namespace chorus::model {

namespace {

using Group = std::vector<std::size_t>;  ///< cluster numbers, ascending

/// Words that a name takes to be told from its like; beyond, a number says more.
constexpr int kMostWords = 3;

class Splitter {
 public:
  Splitter(std::span<const ClusterProfile> profiles, const std::vector<std::string>& features)
      : profiles_(profiles), features_(features) {}

  /// What tells each cluster of the group from the others, by cluster.
  void split(Group group, const std::string& so_far, std::map<std::size_t, std::string>& suffixes,
             int words_left = kMostWords) const {
    if (group.size() == 1) {
      suffixes[group.front()] = so_far;
      return;
    }
    const std::size_t j = widest(group);
    const auto z = [&](std::size_t cluster) { return profiles_[cluster].z[j]; };
    if (words_left == 0 || j == features_.size() || spread(group, j) == 0) {
      std::ranges::sort(group);
      for (std::size_t i = 0; i < group.size(); ++i) {
        suffixes[group[i]] = join(so_far, fmt::format("no. {}", i + 1));
      }
      return;
    }
    std::stable_sort(group.begin(), group.end(), [&](std::size_t a, std::size_t b) { return z(a) > z(b); });
    std::size_t cut = 1;
    for (std::size_t i = 2; i < group.size(); ++i) {
      if (z(group[i - 1]) - z(group[i]) > z(group[cut - 1]) - z(group[cut])) cut = i;
    }
    const auto middle = group.begin() + static_cast<std::ptrdiff_t>(cut);
    split(Group(group.begin(), middle), join(so_far, words(j, true)), suffixes, words_left - 1);
    split(Group(middle, group.end()), join(so_far, words(j, false)), suffixes, words_left - 1);
  }

 private:
  static std::string join(const std::string& so_far, std::string_view more) {
    return so_far.empty() ? std::string(more) : fmt::format("{}, {}", so_far, more);
  }

  [[nodiscard]] double spread(const Group& group, std::size_t j) const {
    const auto [low, high] = std::minmax_element(
        group.begin(), group.end(),
        [&](std::size_t a, std::size_t b) { return profiles_[a].z[j] < profiles_[b].z[j]; });
    return profiles_[*high].z[j] - profiles_[*low].z[j];
  }

  [[nodiscard]] std::size_t widest(const Group& group) const {
    std::size_t best = features_.size();
    for (std::size_t j = 0; j < features_.size(); ++j) {
      if (best == features_.size() || spread(group, j) > spread(group, best)) best = j;
    }
    return best;
  }

  [[nodiscard]] std::string words(std::size_t j, bool more) const {
    for (const Contrast& known : contrasts()) {
      if (known.feature == features_[j]) return std::string(more ? known.more : known.less);
    }
    return fmt::format("{} {}", more ? "higher" : "lower", features_[j]);
  }

  std::span<const ClusterProfile> profiles_;
  const std::vector<std::string>& features_;
};

}  // namespace

void make_distinct(std::vector<ClusterName>& names, std::span<const ClusterProfile> profiles,
                   const std::vector<std::string>& features) {
  std::map<std::string, Group> groups;
  for (std::size_t c = 0; c < names.size(); ++c) groups[names[c].name].push_back(c);
  const Splitter splitter(profiles, features);
  for (const auto& [name, group] : groups) {
    if (group.size() < 2) continue;
    std::map<std::size_t, std::string> suffixes;
    splitter.split(group, "", suffixes);
    for (const auto& [cluster, suffix] : suffixes) names[cluster].name = fmt::format("{} ({})", name, suffix);
  }
}

}  // namespace chorus::model
