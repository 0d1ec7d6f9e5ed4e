#include "chorus/kmeans/sweep_state.hpp"

#include "chorus/core/error.hpp"
#include "chorus/core/packed_bytes.hpp"
#include "chorus/kmeans/row_labels.hpp"

#include <algorithm>

namespace chorus::kmeans {
namespace {

/// Lists that a fit can have: those of an unseeded, a seeded, or a labelled one.
bool consistent(const Fit& fit, std::size_t width) {
  if (fit.k < 1 || fit.k > kMaxClusters || fit.restart < 0 || fit.iterations < 0 || fit.refilled < 0)
    return false;
  if (fit.stop > Stop::kTooFewRows) return false;
  if (fit.stop == Stop::kTooFewRows)
    return fit.labelled_by.empty() && fit.centroids.empty() && fit.counts.empty();
  const std::size_t values = static_cast<std::size_t>(fit.k) * width;
  const bool seeded = fit.centroids.size() == values;
  const bool labelled =
      fit.labelled_by.size() == values && fit.counts.size() == static_cast<std::size_t>(fit.k);
  if (fit.iterations > 0) return seeded && labelled;
  return (seeded || fit.centroids.empty()) && fit.labelled_by.empty() && fit.counts.empty() &&
         fit.stop == Stop::kRunning;
}

Fit unpack_fit(Unpacker& from) {
  Fit fit;
  fit.k = from.number<std::int32_t>();
  fit.restart = from.number<std::int32_t>();
  fit.iterations = from.number<std::int32_t>();
  fit.refilled = from.number<std::int32_t>();
  fit.stop = from.number<Stop>();
  fit.inertia = from.number<double>();
  fit.labelled_by = from.list<float>();
  fit.centroids = from.list<float>();
  fit.counts = from.list<std::int64_t>();
  return fit;
}

}  // namespace

std::string pack_sweep(std::span<const Fit> fits, std::size_t width) {
  Packer to;
  to.number(static_cast<std::uint64_t>(fits.size()));
  to.number(static_cast<std::uint64_t>(width));
  for (const Fit& fit : fits) {
    const bool seeded = fit.centroids.size() == static_cast<std::size_t>(fit.k) * width;
    to.number(static_cast<std::int32_t>(fit.k));
    to.number(static_cast<std::int32_t>(fit.restart));
    to.number(static_cast<std::int32_t>(fit.iterations));
    to.number(static_cast<std::int32_t>(fit.refilled));
    to.number(fit.stop);
    to.number(fit.inertia);
    to.list(fit.labelled_by);
    to.list(seeded ? fit.centroids : std::vector<float>());
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
    fits.push_back(unpack_fit(from));
    good = consistent(fits.back(), width);
  }
  if (!good || !from.finished()) {
    throw Error(Exit::kInput, describe("the checkpoint does not hold the state of a sweep", where,
                                       "remove it to go on from an older one, or to start afresh"));
  }
  return fits;
}

}  // namespace chorus::kmeans
