// What ranks ask for at the border of two steps travels with the step's own sum.
#include "chorus/comm/border.hpp"
#include "chorus/kmeans/lloyd.hpp"
#include "chorus/kmeans/seeding.hpp"
#include "support/made_rows.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace chorus::kmeans {
namespace {

/// A border at which every rank asks for kind 1, and rank 0 for kind 0 too.
comm::Requests wishes(const comm::Communicator& comm) {
  return {comm.is_root() ? 1 : 0, 1, 0};
}

TEST(Border, APassIsOneCallAndBringsWhatRanksAskFor) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::Prepared songs = test::prepare(comm, test::made_table(500, 3, 7));
  std::array<Fit, 2> fits;
  std::vector<Fit*> running;
  for (int f = 0; f < 2; ++f) {
    fits[static_cast<std::size_t>(f)].k = 3 + f;
    running.push_back(&fits[static_cast<std::size_t>(f)]);
  }
  seed_random(comm, songs.rows, 1, running);
  std::vector<comm::Traffic> ends;
  comm::Requests last{};
  comm::Border border;
  border.ask = [&] { return wishes(comm); };
  border.meet = [&](const comm::Requests& all) {
    last = all;
    if (fits[0].stop == Stop::kRunning && fits[1].stop == Stop::kRunning) ends.push_back(comm.traffic());
  };
  run_lloyd(comm, songs.rows, songs.grid, 0, 50, running, border);
  ASSERT_GE(ends.size(), 2U);
  EXPECT_EQ(last, (comm::Requests{1, comm.size(), 0}));
  constexpr std::uint64_t kNumbers = 3 * 3 + 3 + 1 + 4 * 3 + 4 + 1 + comm::kRequestKinds;
  for (std::size_t pass = 1; pass < ends.size(); ++pass) {
    EXPECT_EQ(ends[pass].calls - ends[pass - 1].calls, comm.size() == 1 ? 0U : 1U) << "pass " << pass;
    EXPECT_EQ(ends[pass].bytes - ends[pass - 1].bytes, comm.size() == 1 ? 0U : 8 * kNumbers);
  }
}

TEST(Border, AStepOfSeedingBringsWhatRanksAskFor) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::Prepared songs = test::prepare(comm, test::made_table(300, 3, 8));
  Fit fit;
  fit.k = 6;
  std::array<Fit*, 1> one = {&fit};
  int steps = 0;
  const auto calls_with = [&](const comm::Border& border) {
    fit.centroids.clear();
    const comm::Traffic before = comm.traffic();
    seed_plus_plus(comm, songs.rows, songs.grid, 1, one, border);
    return comm.traffic().calls - before.calls;
  };
  const std::uint64_t without = calls_with({});
  const std::uint64_t with = calls_with({[&] { return wishes(comm); },
                                         [&](const comm::Requests& all) {
                                           ++steps;
                                           EXPECT_EQ(all, (comm::Requests{1, comm.size(), 0}));
                                         }});
  EXPECT_EQ(steps, 5);
  EXPECT_EQ(with, without) << "asking makes no call of its own";
}

}  // namespace
}  // namespace chorus::kmeans
