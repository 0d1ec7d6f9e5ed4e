#include "chorus/kmeans/seeding.hpp"

#include "chorus/core/random.hpp"
#include "chorus/features/row_sample.hpp"
#include "chorus/kmeans/budgets.hpp"

#include <algorithm>
#include <array>

namespace chorus::kmeans {
int greedy_trials(int k) {
  // floor(ln k) is the number of powers of e that k reaches.
  constexpr std::array<double, 12> kPowers = {2.718281828459045,  7.38905609893065,   20.085536923187668,
                                              54.598150033144236, 148.4131591025766,  403.4287934927351,
                                              1096.6331584284585, 2980.9579870417283, 8103.083927575384,
                                              22026.465794806718, 59874.14171519782,  162754.79141900392};
  return 2 + static_cast<int>(std::upper_bound(kPowers.begin(), kPowers.end(), static_cast<double>(k)) -
                              kPowers.begin());
}

void seed_random(const comm::Communicator& comm, const features::ScaledRows& rows, std::uint64_t seed,
                 std::span<Fit*> fits, const comm::Border& border) {
  for (Fit* fit : fits) {
    const auto stream = static_cast<std::uint32_t>(fit->k) << 16U | static_cast<std::uint32_t>(fit->restart);
    fit->centroids = features::fetch_rows(
        comm, rows, features::sample_rows(comm, rows, fit->k, seed, Purpose::kSeeding, stream));
    border.cross(comm);
  }
}

void seed_fits(const comm::Communicator& comm, const features::ScaledRows& rows, const GridTotals& grid,
               const FitOptions& options, std::span<Fit*> fits, const comm::Border& border) {
  if (options.seeding == Seeding::kGiven) return;
  if (options.seeding == Seeding::kRandom) return seed_random(comm, rows, options.seed, fits, border);
  const auto most_rows = static_cast<std::size_t>(comm.max_of<std::int64_t>(rows.blocks.rows()));
  const std::size_t allowed = budget(kSeedingBytesPerRow, most_rows);
  const std::size_t group =
      std::clamp<std::size_t>(allowed / std::max<std::size_t>(most_rows * sizeof(float), 1), 1, fits.size());
  for (std::size_t first = 0; first < fits.size(); first += group) {
    const auto some = fits.subspan(first, std::min(group, fits.size() - first));
    if (options.seeding == Seeding::kPlusPlus) {
      seed_plus_plus(comm, rows, grid, options.seed, some, border);
    } else {
      seed_parallel(comm, rows, grid, options.seed, some, border);
    }
  }
}

}  // namespace chorus::kmeans
