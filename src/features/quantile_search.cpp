#include "chorus/features/quantile_search.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace chorus::features {
namespace {

constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;

/// Where the bits of a pass begin: five times twelve, then four.
constexpr std::array<unsigned, QuantileSearch::kPasses> kShift = {52, 40, 28, 16, 4, 0};

std::size_t digit_of(std::uint64_t bits, int pass) {
  const std::uint64_t mask = pass + 1 < QuantileSearch::kPasses ? QuantileSearch::kBins - 1 : 15;
  return static_cast<std::size_t>(bits >> kShift[static_cast<std::size_t>(pass)] & mask);
}

/// numpy's: from the nearer end, so that both ends are met exactly.
double interpolate(double low, double high, double share) {
  const double step = high - low;
  if (std::isinf(step)) return low * (1 - share) + high * share;
  return share < 0.5 ? low + step * share : high - step * (1 - share);
}

}  // namespace

std::uint64_t ordered_bits(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // -0 + 0 is 0
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

double from_ordered_bits(std::uint64_t bits) {
  return std::bit_cast<double>((bits & kSign) != 0 ? bits ^ kSign : ~bits);
}

QuantileSearch::QuantileSearch(std::vector<double> probabilities)
    : probabilities_(std::move(probabilities)), open_{0} {}

void QuantileSearch::count(double value, std::span<std::int64_t> counts) const {
  const std::uint64_t bits = ordered_bits(value);
  for (std::size_t i = 0; i < open_.size(); ++i) {
    if ((bits & known_) == open_[i]) {
      ++counts[i * kBins + digit_of(bits, pass_)];
      return;
    }
  }
}

void QuantileSearch::set_targets() {
  for (const double probability : probabilities_) {
    const double place = probability * static_cast<double>(values_ - 1);
    const auto low = static_cast<std::int64_t>(std::floor(place));
    targets_.push_back({0, low});
    targets_.push_back({0, std::min(low + 1, values_ - 1)});
  }
}

void QuantileSearch::advance(std::span<const std::int64_t> counts) {
  assert(pass_ < kPasses && counts.size() == bins());
  if (pass_ == 0) {
    values_ = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    if (values_ > 0) set_targets();
  }
  const unsigned shift = kShift[static_cast<std::size_t>(pass_)];
  std::vector<std::uint64_t> open;
  for (Target& target : targets_) {
    const auto prefix = std::ranges::lower_bound(open_, target.prefix);
    const auto mine = counts.subspan(static_cast<std::size_t>(prefix - open_.begin()) * kBins, kBins);
    std::uint64_t digit = 0;
    for (; target.place >= mine[digit]; ++digit) target.place -= mine[digit];
    target.prefix |= digit << shift;
    open.push_back(target.prefix);
  }
  std::ranges::sort(open);
  open.erase(std::unique(open.begin(), open.end()), open.end());
  open_ = std::move(open);
  known_ = ~((std::uint64_t{1} << shift) - 1);
  ++pass_;
}

std::vector<double> QuantileSearch::quantiles() const {
  assert(pass_ == kPasses);
  std::vector<double> quantiles(probabilities_.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < quantiles.size() && values_ > 0; ++i) {
    const double place = probabilities_[i] * static_cast<double>(values_ - 1);
    quantiles[i] = interpolate(from_ordered_bits(targets_[2 * i].prefix),
                               from_ordered_bits(targets_[2 * i + 1].prefix), place - std::floor(place));
  }
  return quantiles;
}

}  // namespace chorus::features
