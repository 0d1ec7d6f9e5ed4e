#include "chorus/features/row_sample.hpp"
#include "chorus/pairs/cluster_distances.hpp"
#include "chorus/quality/dispersion.hpp"
#include "chorus/quality/silhouette.hpp"
#include "support/made_rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace chorus::quality {
namespace {

using features::Clustering;
using test::made_table;
using test::prepare;
using test::Prepared;
using Rows = std::vector<std::vector<double>>;

/// Labels that depend on the catalogue row alone.
std::size_t label_of(RowIndex row, std::size_t k) {
  return static_cast<std::size_t>(row * row + row / 3) % k;
}

Clustering clustering(const comm::Communicator& comm, const Prepared& prepared, std::size_t k) {
  return features::make_clustering(comm, prepared.rows, k,
                                   [&](RowIndex i) { return label_of(prepared.rows.row_of(i), k); });
}

Silhouettes measure(const comm::Communicator& comm, const Prepared& prepared,
                    const std::vector<Clustering>& clusterings, const SilhouetteOptions& options) {
  std::vector<const Clustering*> all;
  for (const Clustering& each : clusterings) all.push_back(&each);
  return measure_silhouettes(comm, prepared.rows, all, pairs::DistanceUnits(prepared.grid.distance_bound),
                             options);
}

std::vector<std::int64_t> sizes_of(RowIndex rows, std::size_t k) {
  std::vector<std::int64_t> sizes(k, 0);
  for (RowIndex row = 0; row < rows; ++row) ++sizes[label_of(row, k)];
  return sizes;
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += (a[j] - b[j]) * (a[j] - b[j]);
  return std::sqrt(sum);
}

/// The definition, in double.
std::vector<double> widths_serially(const Rows& rows, std::size_t k) {
  std::vector<double> widths;
  const auto sizes = sizes_of(std::ssize(rows), k);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::vector<double> sums(k, 0.0);
    for (std::size_t other = 0; other < rows.size(); ++other) {
      sums[label_of(static_cast<RowIndex>(other), k)] += distance(rows[i], rows[other]);
    }
    const std::size_t own = label_of(static_cast<RowIndex>(i), k);
    if (sizes[own] == 1) {
      widths.push_back(0);
      continue;
    }
    const double a = sums[own] / static_cast<double>(sizes[own] - 1);
    double b = std::numeric_limits<double>::infinity();
    for (std::size_t c = 0; c < k; ++c) {
      if (c != own && sizes[c] > 0) b = std::min(b, sums[c] / static_cast<double>(sizes[c]));
    }
    widths.push_back((b - a) / std::max(a, b));
  }
  return widths;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

TEST(Silhouette, ExactMatchesTheDefinitionForAllLabellingsAtOnce) {
  const comm::Communicator comm = comm::Communicator::world();
  // More rows than travel together, and no multiple of the lanes.
  for (const RowIndex n : {RowIndex{7}, RowIndex{130}, RowIndex{2111}}) {
    const test::Table table = made_table(n, 4, 21);
    const Prepared prepared = prepare(comm, table);
    const Rows rows = test::scaled_table(table, prepared);
    const std::vector<std::size_t> ks = {2, 3, 5};
    std::vector<Clustering> clusterings;
    for (const std::size_t k : ks) clusterings.push_back(clustering(comm, prepared, k));
    SilhouetteOptions options;
    options.mode = SilhouetteOptions::Mode::kExact;
    const Silhouettes found = measure(comm, prepared, clusterings, options);
    for (std::size_t f = 0; f < ks.size(); ++f) {
      const std::vector<double> expected = widths_serially(rows, ks[f]);
      EXPECT_NEAR(found.of[f].coefficient, mean(expected), 2e-6) << n << " rows, k = " << ks[f];
      EXPECT_EQ(found.of[f].standard_error, 0);
      EXPECT_EQ(found.of[f].rows, n);
      ASSERT_EQ(found.widths[f].size(), found.rows.size());
      for (std::size_t i = 0; i < found.rows.size(); ++i) {
        EXPECT_NEAR(static_cast<double>(found.widths[f][i]),
                    expected[static_cast<std::size_t>(found.rows[i])], 1e-5);
      }
    }
    EXPECT_EQ(comm.sum_of<std::int64_t>(std::ssize(found.rows)), n);
  }
}

TEST(Silhouette, ManyClustersTravelInSmallerBatchesWithTheSameBits) {
  EXPECT_EQ(pairs::travellers(54), pairs::kTravellers) << "of k = 2 to 10";
  for (const std::size_t clusters : {std::size_t{5000}, std::size_t{12000}, std::size_t{60000}}) {
    EXPECT_LE(pairs::travellers(clusters) * clusters * sizeof(std::int64_t), pairs::kSumBytes);
    EXPECT_EQ(pairs::travellers(clusters) % features::kLanes, 0U);
  }
  EXPECT_EQ(pairs::travellers(1U << 20U), features::kLanes);
  const comm::Communicator comm = comm::Communicator::world();
  const RowIndex n = 300;
  const Prepared prepared = prepare(comm, made_table(n, 3, 25));
  SilhouetteOptions options;
  options.mode = SilhouetteOptions::Mode::kSample;
  options.sample = 260;
  int batches = 0;
  options.after_batch = [&] { ++batches; };
  const auto widths_with = [&](std::size_t clusters) {
    // The same five clusters, and as many empty ones as it takes.
    Clustering wide = features::make_clustering(
        comm, prepared.rows, clusters, [&](RowIndex i) { return label_of(prepared.rows.row_of(i), 5); });
    return measure(comm, prepared, {std::move(wide)}, options);
  };
  const Silhouettes few = widths_with(5);
  EXPECT_EQ(std::exchange(batches, 0), 1);
  const Silhouettes many = widths_with(50000);
  EXPECT_EQ(batches, 5);
  EXPECT_EQ(few.rows, many.rows);
  EXPECT_EQ(few.widths, many.widths);
}

TEST(Silhouette, SampleEstimatesItsOwnError) {
  const comm::Communicator comm = comm::Communicator::world();
  const RowIndex n = 1500;
  const test::Table table = made_table(n, 3, 22);
  const Prepared prepared = prepare(comm, table);
  const double exact = mean(widths_serially(test::scaled_table(table, prepared), 3));
  const std::vector<Clustering> clusterings = {clustering(comm, prepared, 3)};
  int covered = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SilhouetteOptions options;
    options.mode = SilhouetteOptions::Mode::kSample;
    options.sample = 150;
    options.seed = seed;
    const Silhouettes found = measure(comm, prepared, clusterings, options);
    EXPECT_EQ(found.of[0].rows, 150);
    EXPECT_GT(found.of[0].standard_error, 0);
    if (std::abs(found.of[0].coefficient - exact) <= 1.96 * found.of[0].standard_error) ++covered;
  }
  EXPECT_GE(covered, 52) << "of 60 intervals; 57 are expected, 52 is three deviations below";
}

TEST(Silhouette, AutoIsExactForFewRows) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::Table table = made_table(99, 2, 23);
  const Prepared prepared = prepare(comm, table);
  const Silhouettes found = measure(comm, prepared, {clustering(comm, prepared, 2)}, {});
  EXPECT_EQ(found.of[0].rows, 99);
}

TEST(SilhouetteWidth, HandlesLoneAndIdenticalRows) {
  const std::vector<std::int64_t> sizes = {1, 4, 0};
  EXPECT_EQ(silhouette_width(std::vector<std::int64_t>{0, 40, 0}, sizes, 0), 0) << "alone in its cluster";
  EXPECT_EQ(silhouette_width(std::vector<std::int64_t>{0, 0, 0}, sizes, 1), 0) << "all at distance 0";
  EXPECT_DOUBLE_EQ(silhouette_width(std::vector<std::int64_t>{20, 30, 0}, sizes, 1), 0.5);
  EXPECT_EQ(silhouette_width(std::vector<std::int64_t>{5}, std::vector<std::int64_t>{3}, 0), 0)
      << "one cluster";
}

TEST(Dispersion, MatchesTheDefinitions) {
  const comm::Communicator comm = comm::Communicator::world();
  const RowIndex n = 640;
  const std::size_t k = 4;
  const std::size_t d = 3;
  const test::Table table = made_table(n, d, 24);
  const Prepared prepared = prepare(comm, table);
  const Rows rows = test::scaled_table(table, prepared);
  const auto sizes = sizes_of(n, k);
  std::vector<double> means(k * d, 0.0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t c = label_of(static_cast<RowIndex>(i), k);
    for (std::size_t j = 0; j < d; ++j) means[c * d + j] += rows[i][j] / static_cast<double>(sizes[c]);
  }
  const std::vector<float> float_means(means.begin(), means.end());
  Clustering clusters = clustering(comm, prepared, k);
  clusters.centroids.assign(k * d, 0.25F);
  const Scatter scatter =
      measure_scatter(comm, prepared.rows, clusters, float_means, prepared.grid.distance_bound);
  double inertia = 0;
  double within = 0;
  double total = 0;
  std::vector<double> spread(k, 0.0);
  const auto mean_of = [&](std::size_t c) {
    return std::vector<double>(means.begin() + static_cast<std::ptrdiff_t>(c * d),
                               means.begin() + static_cast<std::ptrdiff_t>(c * d + d));
  };
  std::vector<double> overall(d, 0.0);
  for (const auto& row : rows) {
    for (std::size_t j = 0; j < d; ++j) overall[j] += row[j] / static_cast<double>(n);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t c = label_of(static_cast<RowIndex>(i), k);
    inertia += std::pow(distance(rows[i], std::vector<double>(d, 0.25)), 2);
    const double there = distance(rows[i], mean_of(c));
    within += there * there;
    spread[c] += there / static_cast<double>(sizes[c]);
    total += std::pow(distance(rows[i], overall), 2);
  }
  EXPECT_NEAR(scatter.inertia / inertia, 1, 1e-6);
  for (std::size_t c = 0; c < k; ++c) EXPECT_NEAR(scatter.mean_distance[c] / spread[c], 1, 1e-6);
  double expected = 0;
  for (std::size_t a = 0; a < k; ++a) {
    double worst = 0;
    for (std::size_t b = 0; b < k; ++b) {
      if (a != b) worst = std::max(worst, (spread[a] + spread[b]) / distance(mean_of(a), mean_of(b)));
    }
    expected += worst / static_cast<double>(k);
  }
  EXPECT_NEAR(davies_bouldin(scatter, float_means, sizes) / expected, 1, 1e-5);
  EXPECT_NEAR(calinski_harabasz(total, within, sizes), (total - within) / 3 / (within / (n - 4)), 1e-9);
  EXPECT_NEAR(kmeans::total_sum_of_squares(prepared.grid) / total, 1, 1e-9);
}

TEST(Dispersion, LeavesEmptyClustersOut) {
  const Scatter scatter{10, {1, 0, 3}};
  const std::vector<float> means = {0, 77, 8};
  EXPECT_DOUBLE_EQ(davies_bouldin(scatter, means, std::vector<std::int64_t>{5, 0, 5}), 0.5);
  EXPECT_DOUBLE_EQ(calinski_harabasz(30, 10, std::vector<std::int64_t>{5, 0, 5}), 16);
  EXPECT_DOUBLE_EQ(calinski_harabasz(30, 0, std::vector<std::int64_t>{5, 5}), 1);
}

TEST(Dispersion, IsUndefinedWhereItIsNotDefined) {
  const std::vector<float> means = {0, 77, 8};
  using Sizes = std::vector<std::int64_t>;
  for (const Sizes& sizes :
       {Sizes{5, 0, 0}, Sizes{1, 1, 1}, Sizes{0, 1, 0}, Sizes{0, 0, 0}, Sizes{1, 0, 1}}) {
    EXPECT_FALSE(has_scores(sizes));
    EXPECT_TRUE(std::isnan(davies_bouldin({10, {1, 0, 3}}, means, sizes)));
    EXPECT_TRUE(std::isnan(calinski_harabasz(30, 10, sizes)));
    EXPECT_TRUE(std::isnan(calinski_harabasz(30, 0, sizes)));
  }
  EXPECT_TRUE(has_scores(Sizes{2, 1, 0}));
  EXPECT_DOUBLE_EQ(davies_bouldin({0, {0, 0, 0}}, means, Sizes{2, 1, 0}), 0) << "no scatter";
}

TEST(Silhouette, IsUndefinedWhereItIsNotDefined) {
  const comm::Communicator comm = comm::Communicator::world();
  const Prepared prepared = prepare(comm, made_table(12, 2, 25));
  const auto clustered = [&](std::size_t k, const auto& label_of_row) {
    return features::make_clustering(comm, prepared.rows, k, [&](RowIndex i) {
      return static_cast<std::size_t>(label_of_row(prepared.rows.row_of(i)));
    });
  };
  const Silhouettes found =
      measure(comm, prepared,
              {clustered(12, [](RowIndex row) { return row; }), clustered(3, [](RowIndex) { return 1; }),
               clustered(2, [](RowIndex row) { return row % 2; })},
              {});
  EXPECT_TRUE(std::isnan(found.of[0].coefficient));
  EXPECT_TRUE(std::isnan(found.of[0].standard_error));
  EXPECT_TRUE(std::isnan(found.of[1].coefficient));
  EXPECT_TRUE(std::isfinite(found.of[2].coefficient));
}

TEST(Noise, CountsForNothing) {
  const comm::Communicator comm = comm::Communicator::world();
  const RowIndex n = 700;
  const std::size_t k = 3;
  const test::Table table = made_table(n, 3, 29);
  const Prepared prepared = prepare(comm, table);
  const auto is_noise = [](RowIndex row) { return row % 5 == 1; };
  const Clustering clusters = features::make_clustering(comm, prepared.rows, k, [&](RowIndex i) {
    const RowIndex row = prepared.rows.row_of(i);
    return is_noise(row) ? k : label_of(row, k);
  });
  EXPECT_EQ(clusters.noise, n / 5);
  const Rows rows = test::scaled_table(table, prepared);
  // The definition over the rows in clusters alone.
  std::vector<double> sums(k);
  double total = 0;
  RowIndex counted = 0;
  std::vector<double> expected(rows.size(), 0.0);
  for (RowIndex i = 0; i < n; ++i) {
    if (is_noise(i)) continue;
    std::fill(sums.begin(), sums.end(), 0.0);
    for (RowIndex other = 0; other < n; ++other) {
      if (is_noise(other)) continue;
      sums[label_of(other, k)] +=
          distance(rows[static_cast<std::size_t>(i)], rows[static_cast<std::size_t>(other)]);
    }
    const std::size_t own = label_of(i, k);
    const double a = sums[own] / static_cast<double>(clusters.sizes[own] - 1);
    double b = std::numeric_limits<double>::infinity();
    for (std::size_t c = 0; c < k; ++c) {
      if (c != own) b = std::min(b, sums[c] / static_cast<double>(clusters.sizes[c]));
    }
    expected[static_cast<std::size_t>(i)] = (b - a) / std::max(a, b);
    total += expected[static_cast<std::size_t>(i)];
    ++counted;
  }
  const Silhouettes found = measure(comm, prepared, {clusters}, {});
  EXPECT_EQ(found.of[0].rows, counted);
  EXPECT_NEAR(found.of[0].coefficient, total / static_cast<double>(counted), 2e-6);
  for (std::size_t i = 0; i < found.rows.size(); ++i) {
    const auto width = static_cast<double>(found.widths[0][i]);
    EXPECT_EQ(std::isnan(width), is_noise(found.rows[i])) << found.rows[i];
    if (std::isnan(width)) continue;
    EXPECT_NEAR(width, expected[static_cast<std::size_t>(found.rows[i])], 1e-5);
  }
}

TEST(Noise, HasNoScatterAndAMethodWithoutCentroidsNoInertia) {
  const comm::Communicator comm = comm::Communicator::world();
  const Prepared prepared = prepare(comm, made_table(90, 2, 30));
  const auto clustered = [&](std::size_t noise_from) {
    return features::make_clustering(comm, prepared.rows, 2, [&](RowIndex i) {
      const auto row = static_cast<std::size_t>(prepared.rows.row_of(i));
      return row >= noise_from ? 2 : row % 2;
    });
  };
  const std::vector<float> means = {0.5F, -0.5F, 0.25F, 1.0F};
  const Scatter scatter =
      measure_scatter(comm, prepared.rows, clustered(60), means, prepared.grid.distance_bound);
  EXPECT_TRUE(std::isnan(scatter.inertia));
  std::vector<double> expected(2, 0.0);
  for (RowIndex i = 0; i < prepared.rows.blocks.rows(); ++i) {
    const auto row = static_cast<std::size_t>(prepared.rows.row_of(i));
    if (row >= 60) continue;
    const double x = static_cast<double>(prepared.rows.blocks.at(i, 0) - means[row % 2 * 2]);
    const double y = static_cast<double>(prepared.rows.blocks.at(i, 1) - means[row % 2 * 2 + 1]);
    expected[row % 2] += std::sqrt(x * x + y * y) / 30;
  }
  for (std::size_t c = 0; c < 2; ++c) {
    double all = 0;
    for (const double part : comm.all_gather(expected[c])) all += part;
    EXPECT_NEAR(scatter.mean_distance[c], all, 1e-5 * all);
  }
  const Clustering all_noise =
      features::make_clustering(comm, prepared.rows, 0, [](RowIndex) { return std::size_t{0}; });
  EXPECT_EQ(all_noise.noise, 90);
  EXPECT_TRUE(
      std::isnan(measure_scatter(comm, prepared.rows, all_noise, {}, prepared.grid.distance_bound).inertia));
  EXPECT_TRUE(std::isnan(measure(comm, prepared, {all_noise}, {}).of[0].coefficient));
}

}  // namespace
}  // namespace chorus::quality
