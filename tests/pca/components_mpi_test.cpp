#include "chorus/pca/components.hpp"
#include "support/made_rows.hpp"

#include <Eigen/Core>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace chorus::pca {
namespace {

TEST(Components, AreEigenvectorsOfTheCorrelation) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::Table table = test::made_table(500, 6, 1);
  const test::Prepared prepared = test::prepare(comm, table);
  const Components found = find_components(prepared.moments, prepared.scaler, 6);
  double sum = 0;
  for (std::size_t c = 0; c < 6; ++c) {
    const auto& v = found.loadings[c];
    sum += found.explained_variance_ratio[c];
    if (c > 0) {
      EXPECT_LE(found.explained_variance_ratio[c], found.explained_variance_ratio[c - 1]);
    }
    double length = 0;
    for (std::size_t a = 0; a < 6; ++a) {
      double product = 0;
      for (std::size_t b = 0; b < 6; ++b) product += prepared.moments.correlation(a, b) * v[b];
      EXPECT_NEAR(product, found.explained_variance_ratio[c] * 6 * v[a], 1e-10);
      length += v[a] * v[a];
    }
    EXPECT_NEAR(length, 1, 1e-12);
    const auto largest =
        *std::max_element(v.begin(), v.end(), [](double x, double y) { return std::abs(x) < std::abs(y); });
    EXPECT_GT(largest, 0) << "the sign convention";
  }
  EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(Components, ScoresHaveTheComponentsVariance) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::Table table = test::made_table(400, 4, 2);
  const test::Prepared prepared = test::prepare(comm, table);
  const Components found = find_components(prepared.moments, prepared.scaler, 2);
  for (std::size_t c = 0; c < 2; ++c) {
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < 400; ++i) {
      const double s =
          score(found, prepared.scaler, c, std::span<const double>(table.values).subspan(i * 4, 4));
      sum += s;
      squares += s * s;
    }
    EXPECT_NEAR(sum / 400, 0, 1e-9);
    EXPECT_NEAR(squares / 400, found.explained_variance_ratio[c] * 4, 1e-9);
  }
}

TEST(Components, AConstantFeatureHasNoLoading) {
  const comm::Communicator comm = comm::Communicator::world();
  test::Table table = test::made_table(100, 3, 3);
  for (std::size_t i = 1; i < table.values.size(); i += 3) table.values[i] = 4;
  const test::Prepared prepared = test::prepare(comm, table);
  const Components found = find_components(prepared.moments, prepared.scaler, 2);
  EXPECT_NEAR(found.loadings[0][1], 0, 1e-12);
  EXPECT_NEAR(found.explained_variance_ratio[2], 0, 1e-12);
}

TEST(Components, DoNotDependOnTheCachesOfTheCpu) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::Table table = test::made_table(400, 200, 4);
  const test::Prepared prepared = test::prepare(comm, table);
  // Eigen takes the blocks of its matrix products from these sizes, and their sums depend on the blocks; the
  // products inside the eigensolver do not.
  Eigen::setCpuCacheSizes(32768, 1048576, 8388608);
  const Components found = find_components(prepared.moments, prepared.scaler, 5);
  Eigen::setCpuCacheSizes(2048, 4096, 8192);
  const Components again = find_components(prepared.moments, prepared.scaler, 5);
  EXPECT_EQ(found.explained_variance_ratio, again.explained_variance_ratio);
  EXPECT_EQ(found.loadings, again.loadings);
}

}  // namespace
}  // namespace chorus::pca
