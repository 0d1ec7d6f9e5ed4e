// Registers are named one by one so that no compiler keeps the accumulators in memory; sixteen chains are
// more than latency times units on current CPUs. The results are used, so that no loop is dropped.
#include "machine_peak.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "../tests/bench/machine_peak.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace chorus::bench {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 64>;

std::size_t FloatLanes() {
  return hn::Lanes(Floats());
}

double MultiplyAdd(std::int64_t rounds) {
  const Floats df;
  const auto scale = hn::Set(df, 0.999F);
  const auto shift = hn::Set(df, 1e-4F);
  auto a = hn::Iota(df, 0), b = hn::Iota(df, 1), c = hn::Iota(df, 2), d = hn::Iota(df, 3);
  auto e = a, f = b, g = c, h = d, i = a, j = b, k = c, l = d;
  for (std::int64_t round = 0; round < rounds; ++round) {
    a = hn::MulAdd(a, scale, shift);
    b = hn::MulAdd(b, scale, shift);
    c = hn::MulAdd(c, scale, shift);
    d = hn::MulAdd(d, scale, shift);
    e = hn::MulAdd(e, scale, shift);
    f = hn::MulAdd(f, scale, shift);
    g = hn::MulAdd(g, scale, shift);
    h = hn::MulAdd(h, scale, shift);
    i = hn::MulAdd(i, scale, shift);
    j = hn::MulAdd(j, scale, shift);
    k = hn::MulAdd(k, scale, shift);
    l = hn::MulAdd(l, scale, shift);
  }
  const auto all =
      hn::Add(hn::Add(hn::Add(hn::Add(a, b), hn::Add(c, d)), hn::Add(hn::Add(e, f), hn::Add(g, h))),
              hn::Add(hn::Add(i, j), hn::Add(k, l)));
  volatile float sink = hn::GetLane(hn::SumOfLanes(df, all));
  static_cast<void>(sink);
  return 12.0 * static_cast<double>(hn::Lanes(df)) * static_cast<double>(rounds);
}

double SquareRoot(std::int64_t rounds) {
  const Floats df;
  auto a = hn::Iota(df, 1), b = hn::Iota(df, 2), c = hn::Iota(df, 3), d = hn::Iota(df, 4);
  auto e = hn::Iota(df, 5), f = hn::Iota(df, 6), g = hn::Iota(df, 7), h = hn::Iota(df, 8);
  for (std::int64_t round = 0; round < rounds; ++round) {
    a = hn::Sqrt(a);
    b = hn::Sqrt(b);
    c = hn::Sqrt(c);
    d = hn::Sqrt(d);
    e = hn::Sqrt(e);
    f = hn::Sqrt(f);
    g = hn::Sqrt(g);
    h = hn::Sqrt(h);
  }
  const auto all = hn::Add(hn::Add(hn::Add(a, b), hn::Add(c, d)), hn::Add(hn::Add(e, f), hn::Add(g, h)));
  volatile float sink = hn::GetLane(hn::SumOfLanes(df, all));
  static_cast<void>(sink);
  return 8.0 * static_cast<double>(hn::Lanes(df)) * static_cast<double>(rounds);
}

float ReadAll(const float* HWY_RESTRICT values, std::size_t count) {
  const Floats df;
  const std::size_t lanes = hn::Lanes(df);
  auto a = hn::Zero(df), b = a, c = a, d = a;
  std::size_t i = 0;
  for (; i + 4 * lanes <= count; i += 4 * lanes) {
    a = hn::Add(a, hn::Load(df, values + i));
    b = hn::Add(b, hn::Load(df, values + i + lanes));
    c = hn::Add(c, hn::Load(df, values + i + 2 * lanes));
    d = hn::Add(d, hn::Load(df, values + i + 3 * lanes));
  }
  return hn::GetLane(hn::SumOfLanes(df, hn::Add(hn::Add(a, b), hn::Add(c, d))));
}

void Triad(const float* HWY_RESTRICT from, const float* HWY_RESTRICT more, float* HWY_RESTRICT to,
           std::size_t count) {
  const Floats df;
  const auto three = hn::Set(df, 3.0F);
  for (std::size_t i = 0; i < count; i += hn::Lanes(df))
    hn::Store(hn::MulAdd(three, hn::Load(df, more + i), hn::Load(df, from + i)), df, to + i);
}

}  // namespace HWY_NAMESPACE
}  // namespace chorus::bench
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::bench {

HWY_EXPORT(FloatLanes);
HWY_EXPORT(MultiplyAdd);
HWY_EXPORT(SquareRoot);
HWY_EXPORT(ReadAll);
HWY_EXPORT(Triad);

std::size_t float_lanes() {
  return HWY_DYNAMIC_DISPATCH(FloatLanes)();
}
double multiply_add(std::int64_t rounds) {
  return HWY_DYNAMIC_DISPATCH(MultiplyAdd)(rounds);
}
double square_root(std::int64_t rounds) {
  return HWY_DYNAMIC_DISPATCH(SquareRoot)(rounds);
}
float read_all(std::span<const float> values) {
  return HWY_DYNAMIC_DISPATCH(ReadAll)(values.data(), values.size());
}
void triad(std::span<const float> from, std::span<const float> more, std::span<float> to) {
  HWY_DYNAMIC_DISPATCH(Triad)(from.data(), more.data(), to.data(), to.size());
}

double count_cycles(std::int64_t rounds) {
  std::uint64_t x = 1;
  for (std::int64_t round = 0; round < rounds; ++round) {
    // The empty statements keep the compiler from merging the additions.
    x += 3;
    asm volatile("" : "+r"(x));
    x += 5;
    asm volatile("" : "+r"(x));
    x += 7;
    asm volatile("" : "+r"(x));
    x += 9;
    asm volatile("" : "+r"(x));
  }
  return 4.0 * static_cast<double>(rounds);
}

}  // namespace chorus::bench
#endif
