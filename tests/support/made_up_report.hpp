// A small catalogue that never was, clustered: a result and its charts' data, consistent with each other.
#pragma once

#include "chorus/report/stored_report.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace chorus::test {

struct MadeUp {
  int clusters = 4;
  std::size_t songs = 600;
  bool hostile = false;            ///< names that attack the page: markup, quotes, controls, invalid UTF-8
  std::vector<std::string> names;  ///< given to songs, clusters and features instead, in turn
  bool scaling = true;             ///< with the results of a scaling study
};

/// A function of `options` alone.
[[nodiscard]] report::StoredReport make_up_report(const MadeUp& options);

/// The names that a hostile catalogue gives its songs.
[[nodiscard]] const std::vector<std::string>& hostile_names();

}  // namespace chorus::test
