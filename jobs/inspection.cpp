#include "inspection.hpp"

#include <algorithm>

namespace chorus::jobs {

std::string Inspection::feature_in(std::size_t column) const {
  const std::vector<std::string>& used = info.source.columns;
  const auto found = std::ranges::find(used, info.source.header.names[column]);
  if (found == used.end()) return {};
  return info.features[static_cast<std::size_t>(found - used.begin())];
}

}  // namespace chorus::jobs
