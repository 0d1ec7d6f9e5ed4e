#include "chorus/core/error.hpp"
#include "chorus/core/random.hpp"
#include "chorus/features/row_sample.hpp"
#include "chorus/kmeans/lloyd.hpp"
#include "chorus/kmeans/seeding.hpp"
#include "chorus/kmeans/sweep.hpp"
#include "chorus/kmeans/sweep_state.hpp"
#include "chorus/kmeans/typical_rows.hpp"
#include "support/made_rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace chorus::kmeans {
namespace {

using test::made_table;
using test::prepare;
using test::Prepared;
using test::Table;
using Rows = std::vector<std::vector<double>>;

double squared(const std::vector<double>& row, const float* centroid) {
  double sum = 0;
  for (std::size_t j = 0; j < row.size(); ++j) {
    const double e = row[j] - static_cast<double>(centroid[j]);
    sum += e * e;
  }
  return sum;
}

/// Lloyd's algorithm as a textbook has it, in double, on all rows.
struct SerialFit {
  std::vector<float> centroids;
  std::vector<std::size_t> labels;
  double inertia = 0;
};

SerialFit lloyd_serially(const Rows& rows, std::vector<float> centroids, int passes) {
  const std::size_t d = rows[0].size();
  SerialFit fit{std::move(centroids), std::vector<std::size_t>(rows.size(), 0), 0};
  for (int pass = 0; pass < passes; ++pass) {
    std::vector<double> sums(fit.centroids.size(), 0.0);
    std::vector<double> counts(fit.centroids.size() / d, 0.0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      double best = 1e300;
      for (std::size_t c = 0; c < counts.size(); ++c) {
        const double there = squared(rows[i], &fit.centroids[c * d]);
        if (there < best) {
          best = there;
          fit.labels[i] = c;
        }
      }
      counts[fit.labels[i]] += 1;
      for (std::size_t j = 0; j < d; ++j) sums[fit.labels[i] * d + j] += rows[i][j];
    }
    for (std::size_t c = 0; c < counts.size(); ++c) {
      for (std::size_t j = 0; j < d && counts[c] > 0; ++j) {
        fit.centroids[c * d + j] = static_cast<float>(sums[c * d + j] / counts[c]);
      }
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    fit.inertia += squared(rows[i], &fit.centroids[fit.labels[i] * d]);
  return fit;
}

std::vector<std::size_t> all_labels(const comm::Communicator& comm, const Prepared& prepared,
                                    const features::ClusterLabels& labels) {
  std::vector<std::size_t> mine;
  for (RowIndex i = 0; i < prepared.rows.blocks.rows(); ++i) mine.push_back(labels[i]);
  return comm.all_gather(std::span<const std::size_t>(mine));
}

std::vector<Fit> sweep(const comm::Communicator& comm, const Prepared& prepared, std::vector<int> ks,
                       const FitOptions& options) {
  std::vector<Fit> fits = plan_sweep(ks, options.restarts);
  run_sweep(comm, prepared.rows, prepared.grid, options, fits, {});
  return fits;
}

TEST(Lloyd, FollowsTheTextbookPassByPass) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(900, 5, 1);
  const Prepared prepared = prepare(comm, table);
  const Rows rows = scaled_table(table, prepared);
  for (const int passes : {1, 2, 5, 30}) {
    Fit fit;
    fit.k = 6;
    fit.centroids =
        features::fetch_rows(comm, prepared.rows, std::vector<RowIndex>{3, 77, 160, 400, 555, 899});
    const std::vector<float> start = fit.centroids;
    std::vector<Fit*> fits = {&fit};
    run_lloyd(comm, prepared.rows, prepared.grid, 0, passes, fits, {});
    const SerialFit twin = lloyd_serially(rows, start, fit.iterations);
    ASSERT_LE(fit.iterations, passes);
    for (std::size_t i = 0; i < twin.centroids.size(); ++i) {
      EXPECT_NEAR(fit.centroids[i], twin.centroids[i], 1e-5) << "after " << passes;
    }
    EXPECT_NEAR(fit.inertia / twin.inertia, 1, 1e-6);
  }
}

TEST(Lloyd, StopsWithTheReasonThatHolds) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(400, 3, 2);
  const Prepared prepared = prepare(comm, table);
  const auto run = [&](double tolerance, int passes) {
    Fit fit;
    fit.k = 4;
    fit.centroids = features::fetch_rows(comm, prepared.rows, std::vector<RowIndex>{0, 100, 200, 300});
    std::vector<Fit*> fits = {&fit};
    run_lloyd(comm, prepared.rows, prepared.grid, tolerance, passes, fits, {});
    return fit;
  };
  EXPECT_EQ(run(0, 2).stop, Stop::kIterations);
  EXPECT_EQ(run(0, 2).iterations, 2);
  EXPECT_EQ(run(1e9, 300).stop, Stop::kTolerance);
  const Fit converged = run(0, 300);
  EXPECT_TRUE(converged.stop == Stop::kUnchanged || converged.stop == Stop::kNoImprovement ||
              converged.stop == Stop::kTolerance);
  EXPECT_LT(converged.iterations, 300);
}

TEST(Lloyd, GoesOnFromItsState) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(600, 4, 3);
  const Prepared prepared = prepare(comm, table);
  FitOptions options;
  options.restarts = 2;
  const std::vector<Fit> unbroken = sweep(comm, prepared, {3, 5}, options);
  // The same fits, interrupted after every pass, with nothing kept but the state.
  std::vector<Fit> broken = plan_sweep(std::vector<int>{3, 5}, 2);
  struct Interruption {};
  for (int guard = 0; guard < 1000; ++guard) {
    const bool done =
        std::all_of(broken.begin(), broken.end(), [](const Fit& f) { return f.stop != Stop::kRunning; });
    if (done) break;
    SweepObserver observer;
    observer.after_pass.meet = [](const comm::Requests&) { throw Interruption(); };
    try {
      run_sweep(comm, prepared.rows, prepared.grid, options, broken, observer);
    } catch (const Interruption&) {
    }
  }
  drop_beaten(broken);  // the last interruption came before it
  for (std::size_t f = 0; f < unbroken.size(); ++f) {
    EXPECT_EQ(broken[f].centroids, unbroken[f].centroids);
    EXPECT_EQ(broken[f].iterations, unbroken[f].iterations);
    EXPECT_EQ(broken[f].inertia, unbroken[f].inertia);
    EXPECT_EQ(broken[f].stop, unbroken[f].stop);
  }
}

TEST(Lloyd, RefillsEmptyClustersWithTheFarthestRows) {
  const comm::Communicator comm = comm::Communicator::world();
  Table table{1, {}};
  for (int i = 0; i < 30; ++i) table.values.push_back(i % 3);
  table.values.push_back(100);  // alone in its cluster: it must not be taken
  table.values.push_back(20);
  const Prepared prepared = prepare(comm, table, features::Scaling::kNone);
  const auto coordinate = [&](double value) { return static_cast<float>(prepared.scaler.centred(0, value)); };
  RowLabels labels(prepared.rows.blocks, 4);
  std::vector<float> centroids = {coordinate(1), coordinate(100), coordinate(5000), coordinate(-5000)};
  labels.assign(prepared.rows.blocks, CentroidTable(centroids, 1), prepared.grid);
  const std::vector<std::int64_t> counts = {31, 1, 0, 0};
  std::vector<float> moved = centroids;
  EXPECT_EQ(refill_empty(comm, prepared.rows, labels, counts, centroids, moved), 2);
  EXPECT_EQ(moved[0], centroids[0]);
  EXPECT_EQ(moved[1], centroids[1]);
  EXPECT_NEAR(prepared.scaler.to_original(0, static_cast<double>(moved[2])), 20, 1e-4) << "the farthest";
  EXPECT_NEAR(prepared.scaler.to_original(0, static_cast<double>(moved[3])), 0, 1e-4) << "row 0 before row 2";
}

TEST(Lloyd, SaysWhenThereAreFewerDistinctRowsThanClusters) {
  const comm::Communicator comm = comm::Communicator::world();
  Table table{2, {}};
  for (int i = 0; i < 40; ++i)
    table.values.insert(table.values.end(), {static_cast<double>(i % 3), 1.0 - i % 3});
  const Prepared prepared = prepare(comm, table);
  for (const Seeding seeding : {Seeding::kPlusPlus, Seeding::kParallel, Seeding::kRandom}) {
    FitOptions options;
    options.seeding = seeding;
    options.restarts = 2;
    const std::vector<Fit> too_many = sweep(comm, prepared, {5}, options);
    EXPECT_EQ(too_many[0].stop, Stop::kTooFewRows) << seeding_name(seeding);
    try {
      static_cast<void>(feasible_ks(too_many));
      FAIL() << seeding_name(seeding);
    } catch (const AgreedError& error) {
      EXPECT_EQ(error.status(), Exit::kCannotCluster);
      EXPECT_NE(std::string(error.what()).find("distinct"), std::string::npos) << error.what();
    }
    EXPECT_EQ(feasible_ks(sweep(comm, prepared, {2, 3, 4, 7}, options)), (std::vector{2, 3}))
        << seeding_name(seeding);
    EXPECT_NEAR(sweep(comm, prepared, {3}, options)[0].inertia, 0, 1e-12) << seeding_name(seeding);
  }
}

TEST(Lloyd, DoesNotEndInAPassThatRefilled) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(300, 3, 12);
  const Prepared prepared = prepare(comm, table);
  Fit fit;
  fit.k = 4;
  fit.centroids = features::fetch_rows(comm, prepared.rows, std::vector<RowIndex>{0, 100, 200, 299});
  for (std::size_t j = 9; j < 12; ++j) fit.centroids[j] = 1000;  // no row is nearest to it
  std::vector<Fit*> fits = {&fit};
  run_lloyd(comm, prepared.rows, prepared.grid, 1e9, 300, fits, {});  // any movement is within the tolerance
  EXPECT_EQ(fit.refilled, 1);
  EXPECT_GE(fit.iterations, 2);
  EXPECT_EQ(fit.stop, Stop::kTolerance);
  for (const std::int64_t count : fit.counts) EXPECT_GT(count, 0);
}

TEST(Lloyd, RefillsWithDistinctRows) {
  const comm::Communicator comm = comm::Communicator::world();
  Table table{1, {}};
  for (int i = 0; i < 40; ++i) table.values.push_back(i % 4);
  for (int i = 0; i < 5; ++i) table.values.push_back(100);  // the farthest, five times over
  const Prepared prepared = prepare(comm, table, features::Scaling::kNone);
  const auto coordinate = [&](double value) { return static_cast<float>(prepared.scaler.centred(0, value)); };
  Fit fit;
  fit.k = 4;
  fit.centroids = {coordinate(1), coordinate(5000), coordinate(-5000), coordinate(9000)};
  std::vector<Fit*> fits = {&fit};
  run_lloyd(comm, prepared.rows, prepared.grid, 0, 2, fits, {});
  const std::set<float> distinct(fit.labelled_by.begin(), fit.labelled_by.end());
  EXPECT_EQ(distinct.count(coordinate(100)), 1U);
  std::vector<float> moved = {coordinate(1), coordinate(5000), coordinate(-5000), coordinate(9000)};
  const std::vector<float> from = moved;
  RowLabels labels(prepared.rows.blocks, 4);
  labels.assign(prepared.rows.blocks, CentroidTable(from, 1), prepared.grid);
  EXPECT_EQ(refill_empty(comm, prepared.rows, labels, std::vector<std::int64_t>{45, 0, 0, 0}, from, moved), 1)
      << "of equal rows one is taken";
  run_lloyd(comm, prepared.rows, prepared.grid, 0, 50, fits, {});
  Fit whole;
  whole.k = 4;
  whole.centroids = from;
  fits = {&whole};
  run_lloyd(comm, prepared.rows, prepared.grid, 0, 50, fits, {});
  for (const std::int64_t count : whole.counts) EXPECT_GT(count, 0);
}

TEST(Lloyd, EndsWhereLabelsCannotTellCentroidsApart) {
  const comm::Communicator comm = comm::Communicator::world();
  Table table{1, {}};
  for (int i = 0; i < 200; ++i) table.values.push_back(i < 100 ? 0 : i < 150 ? 1000 : 1000.05);
  const Prepared prepared = prepare(comm, table);
  FitOptions options;
  options.restarts = 3;
  const std::vector<Fit> fits = sweep(comm, prepared, {3}, options);
  for (const Fit& fit : fits) {
    EXPECT_EQ(fit.stop, Stop::kUnchanged);
    EXPECT_LE(fit.iterations, 6) << "refilling goes in circles";
  }
  const FinalFit final = finish_fit(comm, prepared.rows, prepared.grid, best_fit(fits, 3));
  EXPECT_EQ(final.clustering.sizes[0] + final.clustering.sizes[1] + final.clustering.sizes[2], 200);
}

TEST(Sweep, GoesOnWithWhatWasGivenUp) {
  const comm::Communicator comm = comm::Communicator::world();
  Table table{2, {}};
  for (int i = 0; i < 60; ++i) table.values.insert(table.values.end(), {i % 4 * 1.0, i % 2 * 3.0});
  const Prepared prepared = prepare(comm, table);
  FitOptions options;
  options.restarts = 2;
  const std::vector<int> ks = {2, 4, 6, 9};
  const std::vector<Fit> unbroken = sweep(comm, prepared, ks, options);
  EXPECT_EQ(feasible_ks(unbroken), (std::vector{2, 4}));
  // Interrupted after every step, with nothing kept but the bytes of the state.
  struct Interruption {};
  std::vector<Fit> broken = plan_sweep(ks, 2);
  for (int guard = 0; guard < 1000; ++guard) {
    if (std::all_of(broken.begin(), broken.end(), [](const Fit& f) { return f.stop != Stop::kRunning; }))
      break;
    SweepObserver observer;
    observer.after_pass.meet = [](const comm::Requests&) { throw Interruption(); };
    try {
      run_sweep(comm, prepared.rows, prepared.grid, options, broken, observer);
    } catch (const Interruption&) {
    }
    broken = unpack_sweep(pack_sweep(broken, 2), 2, "here");
  }
  drop_beaten(broken);
  for (std::size_t f = 0; f < unbroken.size(); ++f) {
    EXPECT_EQ(broken[f].centroids, unbroken[f].centroids);
    EXPECT_EQ(broken[f].stop, unbroken[f].stop);
  }
  EXPECT_EQ(feasible_ks(broken), feasible_ks(unbroken));
}

TEST(Seeding, PlusPlusDrawsDistinctRowsAndBeatsRandomOnAverage) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(1500, 4, 5);
  const Prepared prepared = prepare(comm, table);
  const auto mean_start = [&](Seeding seeding) {
    FitOptions options;
    options.seeding = seeding;
    options.restarts = 20;
    options.max_iterations = 1;
    double sum = 0;
    for (const Fit& fit : sweep(comm, prepared, {8}, options)) {
      std::set<std::vector<float>> distinct;
      for (std::size_t c = 0; c < 8; ++c) {
        distinct.insert({fit.labelled_by.begin() + static_cast<std::ptrdiff_t>(c * 4),
                         fit.labelled_by.begin() + static_cast<std::ptrdiff_t>(c * 4 + 4)});
      }
      EXPECT_EQ(distinct.size(), 8U);
      sum += fit.inertia;
    }
    return sum;
  };
  const double random = mean_start(Seeding::kRandom);
  EXPECT_LT(mean_start(Seeding::kPlusPlus), random);
  EXPECT_LT(mean_start(Seeding::kParallel), random);
}

TEST(Seeding, PlusPlusDrawsByWeight) {
  // Two steps with one trial would draw each far row with probability proportional to its squared distance;
  // greedy takes the better of two draws. Against a serial twin that uses the same addresses.
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(333, 3, 6);
  const Prepared prepared = prepare(comm, table);
  const Rows rows = scaled_table(table, prepared);
  FitOptions options;
  options.restarts = 10;
  options.max_iterations = 1;
  for (const Fit& fit : sweep(comm, prepared, {2}, options)) {
    const std::uint64_t first_address = std::uint64_t{2} << 44U | static_cast<std::uint64_t>(fit.restart)
                                                                      << 20U;
    const auto first = static_cast<std::size_t>(random_below(333, 0, Purpose::kSeeding, first_address));
    for (std::size_t j = 0; j < 3; ++j) EXPECT_EQ(static_cast<double>(fit.labelled_by[j]), rows[first][j]);
    std::vector<Int128> weights;
    Int128 total = 0;
    for (const auto& row : rows) {
      float s = 0;
      for (std::size_t j = 0; j < 3; ++j) {
        const float e = static_cast<float>(row[j]) - static_cast<float>(rows[first][j]);
        s = std::fma(e, e, s);
      }
      weights.push_back(
          static_cast<Int128>(std::ceil(static_cast<double>(s) * (0x1p50 / prepared.grid.distance_bound))));
      total += weights.back();
    }
    std::vector<std::size_t> candidates;
    for (std::uint32_t trial = 0; trial < 2; ++trial) {
      Int128 target = random_below(total, 0, Purpose::kSeeding, first_address | 1U, trial);
      std::size_t row = 0;
      while (target >= weights[row]) target -= weights[row++];
      candidates.push_back(row);
    }
    const bool is_candidate = std::any_of(candidates.begin(), candidates.end(), [&](std::size_t candidate) {
      return std::equal(rows[candidate].begin(), rows[candidate].end(), fit.labelled_by.begin() + 3,
                        [](double a, float b) { return a == static_cast<double>(b); });
    });
    EXPECT_TRUE(is_candidate) << "restart " << fit.restart;
  }
}

TEST(Seeding, TrialsGrowWithTheLogarithm) {
  EXPECT_EQ(greedy_trials(2), 2);
  EXPECT_EQ(greedy_trials(3), 3);
  EXPECT_EQ(greedy_trials(7), 3);
  EXPECT_EQ(greedy_trials(8), 4);
  EXPECT_EQ(greedy_trials(20), 4);
  EXPECT_EQ(greedy_trials(21), 5);
  EXPECT_EQ(greedy_trials(1000), 8);
}

TEST(Sweep, AFitDoesNotDependOnItsCompany) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(500, 4, 7);
  const Prepared prepared = prepare(comm, table);
  FitOptions options;
  options.restarts = 3;
  const std::vector<Fit> together = sweep(comm, prepared, {2, 4, 7}, options);
  const std::vector<Fit> alone = sweep(comm, prepared, {4}, options);
  for (std::size_t r = 0; r < 3; ++r) {
    EXPECT_EQ(together[3 + r].centroids, alone[r].centroids);
    EXPECT_EQ(together[3 + r].iterations, alone[r].iterations);
  }
}

TEST(Sweep, PermutingRowsPermutesLabelsOfTheSameStart) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(300, 3, 8);
  Table rotated{3, table.values};
  std::rotate(rotated.values.begin(), rotated.values.begin() + 3 * 111, rotated.values.end());
  const auto labels_of = [&](const Table& rows, std::vector<RowIndex> start) {
    const Prepared prepared = prepare(comm, rows);
    Fit fit;
    fit.k = 3;
    for (const RowIndex row : start) {
      const auto point = features::fetch_rows(comm, prepared.rows, std::vector<RowIndex>{row});
      fit.centroids.insert(fit.centroids.end(), point.begin(), point.end());
    }
    std::vector<Fit*> fits = {&fit};
    run_lloyd(comm, prepared.rows, prepared.grid, 0, 100, fits, {});
    return all_labels(comm, prepared, finish_fit(comm, prepared.rows, prepared.grid, fit).clustering.labels);
  };
  const auto plain = labels_of(table, {5, 150, 299});
  auto turned = labels_of(rotated, {5 + 300 - 111, 150 - 111, 299 - 111});
  std::rotate(turned.begin(), turned.begin() + (300 - 111), turned.end());
  EXPECT_EQ(plain, turned);
}

TEST(Sweep, NumbersClustersBySizeAndAssignsByTheFinalCentroids) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(800, 4, 9);
  const Prepared prepared = prepare(comm, table);
  const std::vector<Fit> fits = sweep(comm, prepared, {5}, {});
  const FinalFit final = finish_fit(comm, prepared.rows, prepared.grid, best_fit(fits, 5));
  const std::vector<Fit>::const_iterator best = std::min_element(
      fits.begin(), fits.end(), [](const Fit& a, const Fit& b) { return a.inertia < b.inertia; });
  EXPECT_EQ(final.restart, best->restart);
  std::vector<std::int64_t> sorted = best->counts;
  std::sort(sorted.rbegin(), sorted.rend());
  for (std::size_t c = 0; c < 5; ++c)
    EXPECT_NEAR(static_cast<double>(final.clustering.sizes[c]), static_cast<double>(sorted[c]), 3);
  // Any row's nearest final centroid is its label.
  const Rows rows = scaled_table(table, prepared);
  const auto labels = all_labels(comm, prepared, final.clustering.labels);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double own = squared(rows[i], &final.clustering.centroids[labels[i] * 4]);
    for (std::size_t c = 0; c < 5; ++c)
      EXPECT_LE(own, squared(rows[i], &final.clustering.centroids[c * 4]) + 1e-4);
  }
}

TEST(Sweep, NumbersClustersByTheSizesThatItReports) {
  const comm::Communicator comm = comm::Communicator::world();
  for (unsigned seed = 0; seed < 6; ++seed) {
    const Prepared prepared = prepare(comm, made_table(300, 4, 20 + seed));
    FitOptions options;
    options.restarts = 2;
    options.max_iterations = 1;  // the last move still changes many sizes
    for (const Fit& fit : sweep(comm, prepared, {9}, options)) {
      const FinalFit final = finish_fit(comm, prepared.rows, prepared.grid, fit);
      EXPECT_TRUE(std::is_sorted(final.clustering.sizes.rbegin(), final.clustering.sizes.rend()))
          << testing::PrintToString(final.clustering.sizes);
    }
  }
}

TEST(Sweep, NumbersClustersBySizeWhereRowsLieEquallyNear) {
  const comm::Communicator comm = comm::Communicator::world();
  // Rows at 0 lie as near to -1 as to 1: they go to the lower number, so the sizes hang on the numbers.
  Table table{1, {}};
  for (int i = 0; i < 33; ++i) table.values.push_back(i < 10 ? -1 : i < 22 ? 1 : 0);
  table.values.insert(table.values.end(), {-1, -1, -1, -1, -1});
  const Prepared prepared = prepare(comm, table, features::Scaling::kNone);
  const auto coordinate = [&](double value) { return static_cast<float>(prepared.scaler.centred(0, value)); };
  for (const bool swapped : {false, true}) {
    Fit fit;
    fit.k = 2;
    fit.centroids = {coordinate(swapped ? 1 : -1), coordinate(swapped ? -1 : 1)};
    const FinalFit final = finish_fit(comm, prepared.rows, prepared.grid, fit);
    EXPECT_GE(final.clustering.sizes[0], final.clustering.sizes[1]);
  }
}

TEST(Sweep, InertiaOfTotalsIsThatOfTheRows) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(700, 5, 10);
  const Prepared prepared = prepare(comm, table);
  const Rows rows = scaled_table(table, prepared);
  RowLabels labels(prepared.rows.blocks, 3);
  const std::vector<float> centroids =
      features::fetch_rows(comm, prepared.rows, std::vector<RowIndex>{1, 2, 3});
  EXPECT_EQ(comm.sum_of<std::int64_t>(
                labels.assign(prepared.rows.blocks, CentroidTable(centroids, 5), prepared.grid)),
            700);
  EXPECT_EQ(labels.assign(prepared.rows.blocks, CentroidTable(centroids, 5), prepared.grid), 0);
  ClusterTotals totals = labels.totals();
  comm.sum(std::span<std::int64_t>(totals.sum));
  comm.sum(std::span<std::int64_t>(totals.count));
  const auto of_rows = all_labels(comm, prepared, labels.release());
  double within = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    std::vector<double> mean(5, 0.0);
    double n = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (of_rows[i] != c) continue;
      n += 1;
      for (std::size_t j = 0; j < 5; ++j) mean[j] += rows[i][j];
    }
    EXPECT_EQ(n, static_cast<double>(totals.count[c]));
    for (double& m : mean) m /= n;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (of_rows[i] != c) continue;
      for (std::size_t j = 0; j < 5; ++j) within += (rows[i][j] - mean[j]) * (rows[i][j] - mean[j]);
    }
  }
  EXPECT_NEAR(within_sum_of_squares(totals, prepared.grid) / within, 1, 1e-12);
}

TEST(TypicalRows, AreTheNearest) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(400, 3, 11);
  const Prepared prepared = prepare(comm, table);
  const FinalFit final =
      finish_fit(comm, prepared.rows, prepared.grid, best_fit(sweep(comm, prepared, {3}, {}), 3));
  const auto typical = find_typical_rows(comm, prepared.rows, final.clustering, 4);
  const Rows rows = scaled_table(table, prepared);
  const auto labels = all_labels(comm, prepared, final.clustering.labels);
  for (std::size_t c = 0; c < 3; ++c) {
    std::vector<std::pair<double, RowIndex>> expected;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (labels[i] == c) expected.emplace_back(squared(rows[i], &final.clustering.centroids[c * 3]), i);
    }
    std::sort(expected.begin(), expected.end());
    ASSERT_EQ(typical[c].size(), 4U);
    for (std::size_t t = 0; t < 4; ++t) EXPECT_EQ(typical[c][t].row, expected[t].second);
  }
}

TEST(TypicalRows, NoneIfNoneAreAskedFor) {
  const comm::Communicator comm = comm::Communicator::world();
  const Prepared prepared = prepare(comm, made_table(90, 3, 13));
  const FinalFit final =
      finish_fit(comm, prepared.rows, prepared.grid, best_fit(sweep(comm, prepared, {3}, {}), 3));
  for (const auto& rows : find_typical_rows(comm, prepared.rows, final.clustering, 0))
    EXPECT_TRUE(rows.empty());
}

}  // namespace
}  // namespace chorus::kmeans
