// Any checkpoint: it is refused as broken, or the fits in it can be gone on with. The first byte chooses what
// the others are: a whole file, a state under a checksum that fits, or changes of a sound state.
#include "chorus/kmeans/sweep_state.hpp"
#include "chorus/session/checkpoint.hpp"
#include "fuzz/changes.hpp"
#include "fuzz/refusal.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace chorus;
using fuzz::require;

constexpr std::size_t kWidth = 2;
constexpr const char* kFile = "r/checkpoint/000001.checkpoint";

/// A labelled fit, a seeded one, and one that is not yet seeded.
std::vector<kmeans::Fit> sound_fits() {
  std::vector<kmeans::Fit> fits(3);
  for (kmeans::Fit& fit : fits) fit.k = 2;
  fits[0].labelled_by = {1, 2, 3, 4};
  fits[0].centroids = fits[1].centroids = {-0.5F, 2, 3, 1e-30F};
  fits[0].counts = {10, 90};
  fits[0].inertia = 7.5;
  fits[0].iterations = 9;
  fits[1].restart = 1;
  fits[2].restart = 2;
  return fits;
}

void check_promises(const std::vector<kmeans::Fit>& fits) {
  for (const kmeans::Fit& fit : fits) {
    const auto values = static_cast<std::size_t>(fit.k) * kWidth;
    for (const auto* list : {&fit.centroids, &fit.labelled_by}) {
      require(list->empty() || list->size() == values, "coordinates for each cluster");
      for (const float x : *list) require(std::isfinite(x * x), "a coordinate that can be measured from");
    }
    require(fit.counts.empty() || fit.counts.size() == static_cast<std::size_t>(fit.k), "a count a cluster");
    for (const std::int64_t count : fit.counts) require(count >= 0, "no count below 0");
    const bool beaten = fit.stop != kmeans::Stop::kRunning && fit.labelled_by.empty() && fit.counts.empty();
    require(fit.iterations == 0 || beaten || !fit.centroids.empty(),
            "a fit that ran and counts has centroids");
    require(fit.inertia >= 0, "an inertia");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string sound = kmeans::pack_sweep(sound_fits(), kWidth);
  if (size < 1) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const session::Identity identity = {{"seed", "0"}, {"input", "songs.csv"}};
  std::string state;
  std::string file(bytes);
  if (data[0] % 4U != 0) {
    state = data[0] % 4U == 1 ? std::string(bytes) : fuzz::changed(sound, bytes);
    file = session::to_bytes({1, identity, state});
  }
  try {
    const session::Checkpoint checkpoint = session::read_checkpoint(file, kFile);
    require(session::to_bytes(checkpoint) == file, "a checkpoint that is read as it was written");
    (void)session::difference(checkpoint.identity, identity);
    const std::vector<kmeans::Fit> fits = kmeans::unpack_sweep(checkpoint.state, kWidth, kFile);
    check_promises(fits);
    require(kmeans::pack_sweep(fits, kWidth) == checkpoint.state, "fits that are read as they were written");
  } catch (const Error& error) {
    fuzz::require_refusal(error, kFile);
    require(state != sound || data[0] % 4U == 0, "a sound state is read");
  }
  return 0;
}
