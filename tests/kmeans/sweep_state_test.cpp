#include "chorus/kmeans/sweep_state.hpp"

#include "chorus/core/error.hpp"
#include "chorus/kmeans/sweep.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace chorus::kmeans {
namespace {

constexpr std::size_t kStateWidth = 3;

/// Fits in every state that a sweep can be found in.
std::vector<Fit> example() {
  const std::vector<int> ks = {2, 4};
  std::vector<Fit> fits = plan_sweep(ks, 2);
  fits[0].labelled_by = {1, 2, 3, 4, 5, 6};
  fits[0].centroids = {-0.0F, 2, 3, 4, 5, 1e-30F};
  fits[0].counts = {10, std::int64_t{1} << 40};
  fits[0].inertia = 0.1;
  fits[0].iterations = 9;
  fits[0].refilled = 1;
  fits[0].stop = Stop::kTolerance;
  fits[1].centroids = {1, 2, 3, 4, 5, 6};
  fits[3].give_up();
  return fits;
}

TEST(SweepState, ComesBackBitForBit) {
  const std::vector<Fit> wrote = example();
  const std::string bytes = pack_sweep(wrote, kStateWidth);
  const std::vector<Fit> read = unpack_sweep(bytes, kStateWidth, "here");
  ASSERT_EQ(read.size(), wrote.size());
  EXPECT_EQ(pack_sweep(read, kStateWidth), bytes);
  EXPECT_EQ(read[0].labelled_by, wrote[0].labelled_by);
  EXPECT_EQ(read[0].counts, wrote[0].counts);
  EXPECT_EQ(read[0].stop, Stop::kTolerance);
  EXPECT_EQ(read[0].refilled, 1);
  EXPECT_EQ(read[1].inertia, wrote[1].inertia);
  EXPECT_EQ(read[2].k, 4);
  EXPECT_EQ(read[3].restart, 1);
  EXPECT_EQ(read[3].stop, Stop::kTooFewRows);
}

TEST(SweepState, AFitThatIsBeingSeededIsNotYetSeeded) {
  std::vector<Fit> fits = example();
  fits[2].centroids = {1, 2, 3, 4, 5, 6};  // two of four
  EXPECT_TRUE(unpack_sweep(pack_sweep(fits, kStateWidth), kStateWidth, "here")[2].centroids.empty());
}

TEST(SweepState, WhatIsNoSweepIsRefused) {
  const std::string bytes = pack_sweep(example(), kStateWidth);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_THROW(static_cast<void>(unpack_sweep(bytes.substr(0, size), kStateWidth, "here")), Error) << size;
  EXPECT_THROW(static_cast<void>(unpack_sweep(bytes + "x", kStateWidth, "here")), Error);
  EXPECT_THROW(static_cast<void>(unpack_sweep(bytes, kStateWidth + 1, "here")), Error);
  for (const auto& forge : std::vector<std::function<void(Fit&)>>{
           [](Fit& fit) { fit.centroids[1] = std::numeric_limits<float>::quiet_NaN(); },
           [](Fit& fit) { fit.centroids[1] = std::numeric_limits<float>::infinity(); },
           [](Fit& fit) { fit.labelled_by[0] = -1e30F; },
           [](Fit& fit) { fit.counts[0] = -1; },
           [](Fit& fit) { fit.inertia = std::numeric_limits<double>::quiet_NaN(); },
           [](Fit& fit) { fit.inertia = -1; },
           [](Fit& fit) { fit.iterations = std::numeric_limits<int>::max(); },
           [](Fit& fit) { fit.refilled = std::numeric_limits<int>::max(); },
           [](Fit& fit) { fit.stop = static_cast<Stop>(200); },
       }) {
    std::vector<Fit> forged = example();
    forge(forged[0]);
    EXPECT_THROW(static_cast<void>(unpack_sweep(pack_sweep(forged, kStateWidth), kStateWidth, "here")),
                 Error);
  }
  std::vector<Fit> odd = example();
  odd[0].counts.pop_back();
  EXPECT_THROW(static_cast<void>(unpack_sweep(pack_sweep(odd, kStateWidth), kStateWidth, "here")), Error);
}

}  // namespace
}  // namespace chorus::kmeans
