#include "chorus/core/random.hpp"

#include <Random123/philox.h>

#include <cassert>

namespace chorus {

__extension__ using Uint128 = unsigned __int128;

std::array<std::uint32_t, 4> random_bits(std::uint64_t seed, Purpose purpose, std::uint64_t a,
                                         std::uint32_t b) {
  const r123::Philox4x32 philox;
  const r123::Philox4x32::ctr_type counter = {{static_cast<std::uint32_t>(a),
                                               static_cast<std::uint32_t>(a >> 32U), b,
                                               static_cast<std::uint32_t>(purpose)}};
  const r123::Philox4x32::key_type key = {
      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)}};
  const auto bits = philox(counter, key);
  return {bits[0], bits[1], bits[2], bits[3]};
}

std::uint64_t random_u64(std::uint64_t seed, Purpose purpose, std::uint64_t a, std::uint32_t b) {
  const auto bits = random_bits(seed, purpose, a, b);
  return (static_cast<std::uint64_t>(bits[1]) << 32U) | bits[0];
}

double random_unit(std::uint64_t seed, Purpose purpose, std::uint64_t a, std::uint32_t b) {
  return static_cast<double>(random_u64(seed, purpose, a, b) >> 11U) * 0x1p-53;
}

Int128 random_below(Int128 total, std::uint64_t seed, Purpose purpose, std::uint64_t a, std::uint32_t b) {
  assert(total > 0);
  const auto bits = random_bits(seed, purpose, a, b);
  // The high 128 bits of the 256-bit product (random * total), by 64-bit halves.
  const auto t = static_cast<Uint128>(total);
  const auto t_low = static_cast<std::uint64_t>(t);
  const auto t_high = static_cast<std::uint64_t>(t >> 64U);
  const std::uint64_t r_low = (static_cast<std::uint64_t>(bits[1]) << 32U) | bits[0];
  const std::uint64_t r_high = (static_cast<std::uint64_t>(bits[3]) << 32U) | bits[2];
  const Uint128 low_low = static_cast<Uint128>(r_low) * t_low;
  const Uint128 low_high = static_cast<Uint128>(r_low) * t_high;
  const Uint128 high_low = static_cast<Uint128>(r_high) * t_low;
  const Uint128 high_high = static_cast<Uint128>(r_high) * t_high;
  const Uint128 middle =
      (low_low >> 64U) + static_cast<std::uint64_t>(low_high) + static_cast<std::uint64_t>(high_low);
  return static_cast<Int128>(high_high + (low_high >> 64U) + (high_low >> 64U) + (middle >> 64U));
}

}  // namespace chorus
