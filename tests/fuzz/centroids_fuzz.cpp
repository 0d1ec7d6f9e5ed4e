// Any file of starting centroids: it is refused, or k times d finite numbers are read from it.
#include "centroid_rows.hpp"
#include "chorus/core/shown_text.hpp"
#include "fuzz/refusal.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chorus::jobs;
  using chorus::fuzz::require;
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const CentroidsWanted wanted{"r/start.csv", "original", {"energy", "valence"}, 1 + data[0] % 4};
  try {
    const CentroidRows rows = centroid_rows(text, wanted);
    require(rows.lines.size() == static_cast<std::size_t>(wanted.k), "k centroids");
    require(rows.values.size() == rows.lines.size() * wanted.features.size(), "d numbers each");
    require(std::ranges::all_of(rows.values, [](double value) { return std::isfinite(value); }),
            "finite numbers");
    require(std::ranges::is_sorted(rows.lines) && rows.lines.front() >= 1, "lines in order");
  } catch (const chorus::Error& error) {
    // A column's name may hold line ends: those are escaped where the error is printed.
    chorus::fuzz::require_refusal(chorus::Error(error.status(), chorus::shown_text(error.what())),
                                  "r/start.csv");
  }
  return 0;
}
