#include "chorus/kmeans/sweep_state.hpp"

#include "chorus/core/error.hpp"
#include "chorus/core/packed_bytes.hpp"
#include "chorus/kmeans/row_labels.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace chorus::kmeans {
namespace {

/// Counters that can be counted on: far from the end of an int.
constexpr int kMostPasses = 1 << 30;
/// Squares of coordinates up to this can be added up in float.
constexpr float kFarthest = 1e18F;

/// Coordinates that can be sorted and measured from.
bool usable(std::span<const float> coordinates) {
  return std::ranges::all_of(coordinates, [](float x) { return std::abs(x) <= kFarthest; });
}

bool has_lists(const Fit& fit, std::size_t width) {
  return fit.centroids.size() == static_cast<std::size_t>(fit.k) * width;
}

/// What a fit can have: counters and numbers in their ranges, and the lists of an unseeded, a seeded, or a
/// labelled one; none if it ended and was beaten.
bool consistent(const Fit& fit, std::size_t width) {
  if (fit.k < 1 || fit.k > kMaxClusters || fit.restart < 0) return false;
  if (fit.iterations < 0 || fit.iterations > kMostPasses) return false;
  if (fit.refilled < 0 || fit.refilled > kMostPasses) return false;
  if (fit.stop > Stop::kTooFewRows || !(fit.inertia >= 0)) return false;
  if (!usable(fit.centroids) || !usable(fit.labelled_by)) return false;
  if (std::ranges::any_of(fit.counts, [](std::int64_t count) { return count < 0; })) return false;
  if (fit.stop == Stop::kTooFewRows)
    return fit.labelled_by.empty() && fit.centroids.empty() && fit.counts.empty();
  if (fit.stop != Stop::kRunning && fit.labelled_by.empty() && fit.centroids.empty() && fit.counts.empty())
    return true;
  const std::size_t values = static_cast<std::size_t>(fit.k) * width;
  const bool seeded = fit.centroids.size() == values;
  const bool labelled =
      fit.labelled_by.size() == values && fit.counts.size() == static_cast<std::size_t>(fit.k);
  if (fit.iterations > 0) return seeded && labelled;
  return (seeded || fit.centroids.empty()) && fit.labelled_by.empty() && fit.counts.empty() &&
         fit.stop == Stop::kRunning;
}

/// Nothing where it is not as pack_sweep writes it.
std::optional<Fit> unpack_fit(Unpacker& from, std::size_t width) {
  Fit fit;
  fit.k = from.number<std::int32_t>();
  fit.restart = from.number<std::int32_t>();
  fit.iterations = from.number<std::int32_t>();
  fit.refilled = from.number<std::int32_t>();
  fit.stop = from.number<Stop>();
  fit.inertia = from.number<double>();
  const auto lists = from.number<std::uint8_t>();
  if (lists == 1) {
    fit.labelled_by = from.list<float>();
    fit.centroids = from.list<float>();
    fit.counts = from.list<std::int64_t>();
  }
  if (lists != (has_lists(fit, width) ? 1 : 0) || !consistent(fit, width)) return std::nullopt;
  return fit;
}

}  // namespace

std::string pack_sweep(std::span<const Fit> fits, std::size_t width) {
  Packer to;
  to.number(static_cast<std::uint64_t>(fits.size()));
  to.number(static_cast<std::uint64_t>(width));
  for (const Fit& fit : fits) {
    to.number(static_cast<std::int32_t>(fit.k));
    to.number(static_cast<std::int32_t>(fit.restart));
    to.number(static_cast<std::int32_t>(fit.iterations));
    to.number(static_cast<std::int32_t>(fit.refilled));
    to.number(fit.stop);
    to.number(fit.inertia);
    to.number(static_cast<std::uint8_t>(has_lists(fit, width) ? 1 : 0));
    if (!has_lists(fit, width)) continue;
    to.list(fit.labelled_by);
    to.list(fit.centroids);
    to.list(fit.counts);
  }
  return std::move(to).take();
}

std::vector<Fit> unpack_sweep(std::string_view bytes, std::size_t width, const std::string& where) {
  Unpacker from(bytes);
  const auto count = from.number<std::uint64_t>();
  bool good = from.number<std::uint64_t>() == width;
  std::vector<Fit> fits;
  for (std::uint64_t i = 0; i < count && from.ok() && good; ++i) {
    std::optional<Fit> fit = unpack_fit(from, width);
    good = fit.has_value();
    if (fit) fits.push_back(*std::move(fit));
  }
  if (!good || !from.finished()) {
    throw Error(Exit::kInput, describe("the checkpoint does not hold the state of a sweep", where,
                                       "remove it to go on from an older one, or to start afresh"));
  }
  return fits;
}

}  // namespace chorus::kmeans
