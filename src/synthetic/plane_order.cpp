#include "chorus/synthetic/plane_order.hpp"

#include "chorus/core/random.hpp"

namespace chorus::synthetic {

namespace {

// Draw numbers within Purpose::kSynthetic that no row and no artist has: one a run, and those of the keys.
constexpr std::uint32_t kRunDraw = 1U << 24U;
constexpr std::uint32_t kKeyDraw = kRunDraw + 1;

std::uint64_t reversed(std::uint64_t x) {
  x = ((x >> 1U) & 0x5555555555555555U) | ((x & 0x5555555555555555U) << 1U);
  x = ((x >> 2U) & 0x3333333333333333U) | ((x & 0x3333333333333333U) << 2U);
  x = ((x >> 4U) & 0x0F0F0F0F0F0F0F0FU) | ((x & 0x0F0F0F0F0F0F0F0FU) << 4U);
  return __builtin_bswap64(x);
}

/// The index whose reversed bits are the second coordinate: the generator matrix, Pascal's triangle modulo 2,
/// is a power of ((1, 1), (0, 1)), so it is applied by halves.
std::uint64_t by_pascal(std::uint64_t x) {
  x ^= x >> 32U;
  x ^= (x >> 16U) & 0x0000FFFF0000FFFFU;
  x ^= (x >> 8U) & 0x00FF00FF00FF00FFU;
  x ^= (x >> 4U) & 0x0F0F0F0F0F0F0F0FU;
  x ^= (x >> 2U) & 0x3333333333333333U;
  x ^= (x >> 1U) & 0x5555555555555555U;
  return x;
}

double to_unit(std::uint64_t bits) {
  return static_cast<double>(bits >> 11U) * 0x1p-53;
}

}  // namespace

PlaneOrder::PlaneOrder(std::uint64_t seed) : seed_(seed) {
  for (std::uint32_t i = 0; i < 4; ++i) {
    first_key_[i] = random_u64(seed, Purpose::kSynthetic, i, kKeyDraw);
    second_key_[i] = random_u64(seed, Purpose::kSynthetic, i + 4, kKeyDraw);
  }
}

std::uint64_t PlaneOrder::shuffled(RowIndex row) const {
  const auto index = static_cast<std::uint64_t>(row);
  constexpr std::uint32_t kMask = kRun - 1;
  const auto key = random_bits(seed_, Purpose::kSynthetic, index / kRun, kRunDraw);
  auto x = static_cast<std::uint32_t>(index % kRun);
  // Each step is a bijection on 10 bits: an odd factor and an offset, then high bits mixed into low ones.
  for (const std::uint32_t k : key) {
    x = (x * (k | 1U) + (k >> 16U)) & kMask;
    x ^= x >> 5U;
  }
  return (index & ~std::uint64_t{kMask}) | x;
}

std::uint64_t PlaneOrder::scrambled(std::uint64_t index, const Key& key) {
  // Each step is a bijection in which a bit depends on itself and lower ones alone; read from the lowest bit
  // on, that is a nested random permutation of the digits, which is Owen's scrambling.
  std::uint64_t x = index;
  for (const std::uint64_t k : key) {
    x = x * (k | 1U) + (k >> 32U);
    x ^= x * (((k << 16U) ^ (k >> 24U)) & ~std::uint64_t{1});
  }
  return reversed(x);
}

PlaneOrder::Point PlaneOrder::at(RowIndex row) const {
  const std::uint64_t index = shuffled(row);
  return {to_unit(scrambled(index, first_key_)), to_unit(scrambled(by_pascal(index), second_key_))};
}

}  // namespace chorus::synthetic
