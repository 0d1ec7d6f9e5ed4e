// A sweep that is stopped after any pass or seeding step, stored, and taken up again ends as the unbroken
// one.
#include "chorus/kmeans/sweep.hpp"
#include "chorus/kmeans/sweep_state.hpp"
#include "support/made_rows.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chorus::kmeans {
namespace {

struct StoppedHere {};

class Resume : public testing::TestWithParam<Seeding> {
 protected:
  static constexpr std::size_t kWidth = 3;
  FitOptions options() const {
    FitOptions options;
    options.seeding = GetParam();
    options.restarts = 2;
    options.tolerance = 0;
    options.max_iterations = 12;
    return options;
  }
  /// Runs `fits` on, at most `borders` of its steps; true if it came to the end.
  bool go_on(std::vector<Fit>& fits, int borders) const {
    const auto border = [&](const comm::Requests&) {
      if (borders-- == 0) throw StoppedHere();
    };
    SweepObserver observer;
    observer.after_seeds.meet = border;
    observer.after_pass.meet = border;
    try {
      run_sweep(comm_, songs_.rows, songs_.grid, options(), fits, observer);
      return true;
    } catch (const StoppedHere&) {
      return false;
    }
  }
  std::vector<Fit> planned() const { return plan_sweep(std::vector<int>{2, 5}, 2); }

  comm::Communicator comm_ = comm::Communicator::world();
  test::Prepared songs_ = test::prepare(comm_, test::made_table(400, kWidth, 3));
};

TEST_P(Resume, EndsAsTheUnbrokenSweep) {
  std::vector<Fit> unbroken = planned();
  ASSERT_TRUE(go_on(unbroken, -1));
  const std::string expected = pack_sweep(unbroken, kWidth);
  for (int borders = 0;; ++borders) {
    std::vector<Fit> fits = planned();
    if (go_on(fits, borders)) {
      EXPECT_GT(borders, 5) << "there was something to stop";
      break;
    }
    std::vector<Fit> taken_up = unpack_sweep(pack_sweep(fits, kWidth), kWidth, "here");
    ASSERT_TRUE(go_on(taken_up, -1));
    ASSERT_EQ(pack_sweep(taken_up, kWidth), expected) << "stopped at border " << borders;
  }
}

TEST_P(Resume, OfFitsThatEndedTheBestOfEachKKeepsItsCentroids) {
  std::vector<Fit> fits = planned();
  ASSERT_TRUE(go_on(fits, -1));
  for (const int k : {2, 5}) {
    std::size_t kept = 0;
    for (const Fit& fit : fits) kept += fit.k == k && !fit.centroids.empty() ? 1U : 0U;
    EXPECT_EQ(kept, 1U) << k;
    EXPECT_EQ(best_fit(fits, k).centroids.size(), static_cast<std::size_t>(k) * kWidth);
    EXPECT_EQ(best_fit(fits, k).counts.size(), static_cast<std::size_t>(k));
  }
  // What a beaten fit adds to a checkpoint does not grow with k.
  const std::string all = pack_sweep(fits, kWidth);
  std::erase_if(fits, [](const Fit& fit) { return fit.centroids.empty(); });
  EXPECT_EQ(all.size() - pack_sweep(fits, kWidth).size(), 2U * 26);
}

TEST_P(Resume, EndsAsTheUnbrokenSweepWhenStoppedAgainAndAgain) {
  std::vector<Fit> unbroken = planned();
  ASSERT_TRUE(go_on(unbroken, -1));
  std::vector<Fit> fits = planned();
  // A seeding that is stopped begins again, so it must have the time to end.
  for (int stops = 0; !go_on(fits, 20); ++stops) {
    ASSERT_LT(stops, 200);
    fits = unpack_sweep(pack_sweep(fits, kWidth), kWidth, "here");
  }
  EXPECT_EQ(pack_sweep(fits, kWidth), pack_sweep(unbroken, kWidth));
}

INSTANTIATE_TEST_SUITE_P(Seedings, Resume,
                         testing::Values(Seeding::kPlusPlus, Seeding::kParallel, Seeding::kRandom));

}  // namespace
}  // namespace chorus::kmeans
