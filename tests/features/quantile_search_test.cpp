// Radix selection: the same numbers as sorting, whatever the values, their order, and who counts them.
#include "chorus/features/quantile_search.hpp"

#include "chorus/core/random.hpp"
#include "sorted_twin.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <bit>
#include <cfloat>
#include <numeric>

namespace chorus::features {
namespace {

const std::vector<double> kProbabilities = {0, 0.1, 0.25, 0.5, 0.75, 0.999, 1};

/// Values counted in `parts` lists whose counts are added, as ranks do.
std::vector<double> search(const std::vector<double>& values, std::size_t parts = 1,
                           const std::vector<double>& probabilities = kProbabilities) {
  QuantileSearch search(probabilities);
  for (int pass = 0; pass < QuantileSearch::kPasses; ++pass) {
    std::vector<std::int64_t> total(search.bins(), 0);
    for (std::size_t part = 0; part < parts; ++part) {
      std::vector<std::int64_t> counts(search.bins(), 0);
      for (std::size_t i = part; i < values.size(); i += parts) search.count(values[i], counts);
      for (std::size_t i = 0; i < total.size(); ++i) total[i] += counts[i];
    }
    search.advance(total);
  }
  EXPECT_EQ(search.values(), std::ssize(values));
  return search.quantiles();
}

void expect_as_sorted(const std::vector<double>& values) {
  const std::vector<double> found = search(values);
  for (std::size_t i = 0; i < kProbabilities.size(); ++i) {
    EXPECT_EQ(found[i], sorted_quantile(values, kProbabilities[i])) << kProbabilities[i];
  }
}

double random_value(std::uint64_t i, std::uint32_t kind) {
  const std::uint64_t bits = random_u64(7, Purpose::kSynthetic, i, kind);
  switch (kind) {
    case 0:  // in [0, 1), many digits
      return random_unit(7, Purpose::kSynthetic, i, 9);
    case 1:  // few values, many ties
      return static_cast<double>(bits % 7) - 3;
    case 2:  // any finite double at all
      for (std::uint64_t shift = 0;; ++shift) {
        const auto value = std::bit_cast<double>(bits + (shift << 52U));
        if (std::isfinite(value) && std::abs(value) < 1e300) return value;
      }
    default:  // neighbours that differ in the last bits alone
      return std::bit_cast<double>(std::bit_cast<std::uint64_t>(-123.456) + bits % 100);
  }
}

std::vector<double> random_values(std::size_t count, std::uint32_t kind) {
  std::vector<double> values;
  for (std::uint64_t i = 0; i < count; ++i) values.push_back(random_value(i, kind));
  return values;
}

TEST(OrderedBits, KeepTheOrderOfNumbers) {
  const std::vector<double> ascending = {-DBL_MAX,      -1e300, -1.5,         -1,      -1e-300,
                                         -DBL_TRUE_MIN, 0,      DBL_TRUE_MIN, DBL_MIN, 1e-300,
                                         1 - 1e-16,     1,      1e300,        DBL_MAX};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    EXPECT_EQ(from_ordered_bits(ordered_bits(ascending[i])), ascending[i]);
    EXPECT_TRUE(i == 0 || ordered_bits(ascending[i - 1]) < ordered_bits(ascending[i]));
  }
  EXPECT_EQ(ordered_bits(-0.0), ordered_bits(0.0));
  EXPECT_FALSE(std::signbit(from_ordered_bits(ordered_bits(-0.0))));
}

TEST(QuantileSearch, AgreesWithSorting) {
  for (const std::size_t count : {1U, 2U, 3U, 4U, 5U, 100U, 1001U, 5000U}) {
    for (std::uint32_t kind = 0; kind < 4; ++kind) {
      SCOPED_TRACE(fmt::format("{} values of kind {}", count, kind));
      expect_as_sorted(random_values(count, kind));
    }
  }
}

// numpy.percentile(values, [25, 50, 75]), computed by numpy 1.24.
TEST(QuantileSearch, InterpolatesAsNumpyDoes) {
  const std::vector<double> quartiles = {0.25, 0.5, 0.75};
  EXPECT_EQ(search({3, 1, 2, 4}, 1, quartiles), (std::vector<double>{1.75, 2.5, 3.25}));
  EXPECT_EQ(search({0.1, 0.7, 0.3}, 1, quartiles), (std::vector<double>{0.2, 0.3, 0.5}));
  EXPECT_EQ(search({1e-5, 2e-5, 0.3, 0.9, 0.95, 1}, 1, quartiles),
            (std::vector<double>{0.075015, 0.6, 0.9375}));
}

TEST(QuantileSearch, OneValueAndEqualValues) {
  EXPECT_EQ(search({4.25}), std::vector<double>(kProbabilities.size(), 4.25));
  EXPECT_EQ(search(std::vector<double>(1000, -7.5)), std::vector<double>(kProbabilities.size(), -7.5));
}

TEST(QuantileSearch, NoValueHasNoQuantiles) {
  for (const double quantile : search({})) EXPECT_TRUE(std::isnan(quantile));
}

TEST(QuantileSearch, ZerosHaveOneSign) {
  for (const double quantile : search({-0.0, 0.0, -0.0})) {
    EXPECT_EQ(quantile, 0);
    EXPECT_FALSE(std::signbit(quantile));
  }
}

TEST(QuantileSearch, HugeAndTinyValues) {
  expect_as_sorted({DBL_MAX, DBL_MAX / 2, DBL_TRUE_MIN, 5 * DBL_TRUE_MIN, 1});
  expect_as_sorted({-DBL_TRUE_MIN, DBL_TRUE_MIN});
  // Their difference is no double, and yet the middle lies between them.
  EXPECT_EQ(search({-DBL_MAX, DBL_MAX}, 1, {0.5}).front(), 0);
  EXPECT_EQ(search({-DBL_MAX, DBL_MAX}, 1, {0.0, 1.0}), (std::vector<double>{-DBL_MAX, DBL_MAX}));
}

TEST(QuantileSearch, NeitherOrderNorPartsMatter) {
  for (std::uint32_t kind = 0; kind < 4; ++kind) {
    std::vector<double> values = random_values(777, kind);
    const std::vector<double> expected = search(values);
    EXPECT_EQ(search(values, 5), expected);
    std::ranges::reverse(values);
    EXPECT_EQ(search(values), expected);
    std::ranges::sort(values);
    EXPECT_EQ(search(values, 3), expected);
  }
}

TEST(QuantileSearch, MemoryIsBounded) {
  QuantileSearch search({0.25, 0.5, 0.75});
  const std::vector<double> values = random_values(5000, 2);
  for (int pass = 0; pass < QuantileSearch::kPasses; ++pass) {
    EXPECT_LE(search.bins(), 6 * QuantileSearch::kBins);
    std::vector<std::int64_t> counts(search.bins(), 0);
    for (const double value : values) search.count(value, counts);
    search.advance(counts);
  }
}

}  // namespace
}  // namespace chorus::features
