#include "chorus/kmeans/grid_totals.hpp"

#include "chorus/core/exact_sum.hpp"

namespace chorus::kmeans {
namespace {

/// S^2 / n as a whole part and a rest below 1.
struct SquareOverCount {
  Int128 whole;
  double rest;
};

/// |S| < 2^63, so S^2 fits 126 bits.
SquareOverCount square_over_count(Int128 sum, RowIndex count) {
  const Int128 square = sum * sum;
  const Int128 whole = square / count;
  return {whole, to_double(square - whole * count) / static_cast<double>(count)};
}

}  // namespace

GridTotals total_rows(const comm::Communicator& comm, const features::ScaledRows& rows,
                      const features::Scaler& scaler) {
  const std::size_t d = scaler.width();
  GridTotals grid;
  grid.step = scaler.step;
  grid.rows = rows.total;
  double bound = 0;
  for (std::size_t j = 0; j < d; ++j) {
    grid.inverse_step.push_back(1 / scaler.step[j]);
    bound += 4 * scaler.extent[j] * scaler.extent[j];
  }
  // Twice, for the rounding of distances in float.
  grid.distance_bound = power_of_two_above(bound > 0 ? 2 * bound : 1.0);
  std::vector<Int128> totals(2 * d, 0);
  for (std::size_t b = 0; b < rows.blocks.blocks(); ++b) {
    const float* block = rows.blocks.block(b);
    for (std::size_t j = 0; j < d; ++j) {
      std::int64_t sum = 0;
      std::int64_t squares = 0;  // 64 squares below 2^46
      for (std::size_t l = 0; l < features::kLanes; ++l) {
        const auto q = static_cast<std::int64_t>(static_cast<double>(block[j * features::kLanes + l]) *
                                                 grid.inverse_step[j]);
        sum += q;
        squares += q * q;
      }
      totals[j] += sum;
      totals[d + j] += squares;
    }
  }
  comm.sum(std::span<Int128>(totals));
  grid.sum.assign(totals.begin(), totals.begin() + static_cast<std::ptrdiff_t>(d));
  grid.squares.assign(totals.begin() + static_cast<std::ptrdiff_t>(d), totals.end());
  return grid;
}

float mean_of(const ClusterTotals& totals, const GridTotals& grid, std::size_t cluster, std::size_t feature) {
  const std::int64_t sum = totals.sum[cluster * grid.step.size() + feature];
  return static_cast<float>(static_cast<double>(sum) / static_cast<double>(totals.count[cluster]) *
                            grid.step[feature]);
}

std::vector<float> means_of(const ClusterTotals& totals, const GridTotals& grid,
                            std::span<const float> where_empty) {
  const std::size_t d = grid.step.size();
  std::vector<float> means(where_empty.begin(), where_empty.end());
  for (std::size_t c = 0; c < totals.k(); ++c) {
    if (totals.count[c] == 0) continue;
    for (std::size_t j = 0; j < d; ++j) means[c * d + j] = mean_of(totals, grid, c, j);
  }
  return means;
}

double within_sum_of_squares(const ClusterTotals& totals, const GridTotals& grid) {
  const std::size_t d = grid.step.size();
  double within = 0;
  for (std::size_t j = 0; j < d; ++j) {
    Int128 whole = grid.squares[j];
    double rest = 0;
    for (std::size_t c = 0; c < totals.k(); ++c) {
      if (totals.count[c] == 0) continue;
      const SquareOverCount part = square_over_count(totals.sum[c * d + j], totals.count[c]);
      whole -= part.whole;
      rest += part.rest;
    }
    within += (to_double(whole) - rest) * grid.step[j] * grid.step[j];
  }
  return within;
}

double total_sum_of_squares(const GridTotals& grid) {
  double total = 0;
  for (std::size_t j = 0; j < grid.step.size(); ++j) {
    const SquareOverCount part = square_over_count(grid.sum[j], grid.rows);
    total += (to_double(grid.squares[j] - part.whole) - part.rest) * grid.step[j] * grid.step[j];
  }
  return total;
}

}  // namespace chorus::kmeans
