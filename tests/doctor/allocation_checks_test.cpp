// Every trap that `chorus doctor` knows, and the allocations that are none.
#include "chorus/doctor/allocation_checks.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>

namespace chorus::doctor {
namespace {

using testing::HasSubstr;

/// `ranks` ranks on each host, every one bound to a core of its own.
std::vector<RankFacts> healthy(std::initializer_list<int> ranks) {
  std::vector<RankFacts> facts;
  int host = 0;
  for (const int count : ranks) {
    for (int rank = 0; rank < count; ++rank) {
      RankFacts mine;
      mine.host = fmt::format("n{}", host);
      mine.cores = mine.physical = {rank};
      mine.binary = "0123456789abcdef";
      mine.mpi = "Open MPI v4.1.4";
      mine.simd = "AVX3 AVX2 SSE4";
      facts.push_back(mine);
    }
    ++host;
  }
  for (RankFacts& rank : facts) rank.launcher_ranks = static_cast<std::int64_t>(facts.size());
  return facts;
}

TEST(AllocationChecks, AHealthyAllocationHasNoFindings) {
  auto facts = healthy({4, 4, 3});
  for (RankFacts& rank : facts) rank.slurm_tasks = 11;
  EXPECT_EQ(check_ranks(facts).verdict, Verdict::kOk);
  EXPECT_EQ(check_ranks(facts).says, "11 ranks on 3 hosts");
  EXPECT_EQ(check_cores(facts).verdict, Verdict::kOk);
  EXPECT_EQ(check_threads(facts).verdict, Verdict::kOk);
  EXPECT_EQ(check_programs(facts).verdict, Verdict::kOk);
  EXPECT_EQ(check_processors(facts).verdict, Verdict::kOk);
  EXPECT_FALSE(is_stray(facts));
}

TEST(AllocationChecks, SingletonsAreFound) {
  auto facts = healthy({1});
  facts[0].launcher_ranks = 4;
  EXPECT_TRUE(is_stray(facts));
  EXPECT_EQ(check_ranks(facts).verdict, Verdict::kProblem);
  EXPECT_THAT(check_ranks(facts).says, HasSubstr("4 processes"));
  facts[0].launcher_ranks = 0;
  facts[0].launcher_rank = 2;  // the launcher tells the rank alone
  EXPECT_TRUE(is_stray(facts));
  facts[0].launcher_rank = 0;
  EXPECT_FALSE(is_stray(facts));
}

TEST(AllocationChecks, FewerOrMoreRanksThanTasks) {
  auto facts = healthy({2});
  facts[1].slurm_tasks = 8;
  EXPECT_EQ(check_ranks(facts).verdict, Verdict::kProblem);
  EXPECT_THAT(check_ranks(facts).says, HasSubstr("2 of 8 tasks"));
  facts[1].slurm_tasks = 1;
  EXPECT_EQ(check_ranks(facts).verdict, Verdict::kWarning);
  facts[1].slurm_tasks = 2;
  EXPECT_EQ(check_ranks(facts).verdict, Verdict::kOk);
}

TEST(AllocationChecks, MoreRanksThanCores) {
  auto facts = healthy({3, 1});
  for (int rank = 0; rank < 3; ++rank) facts[static_cast<std::size_t>(rank)].cores = {0, 1};
  EXPECT_EQ(check_cores(facts).verdict, Verdict::kProblem);
  EXPECT_THAT(check_cores(facts).says, HasSubstr("3 ranks share 2 cores on n0"));
}

TEST(AllocationChecks, RanksBoundToOneCore) {
  auto facts = healthy({4});
  facts[3].cores = {1};
  EXPECT_EQ(check_cores(facts).verdict, Verdict::kProblem);
  // Four ranks on three cores would do for the first check, so the pair itself must be found.
  facts = healthy({2, 3});
  facts[3].cores = {0};
  facts[4].cores = {5, 6};
  EXPECT_EQ(check_cores(facts).verdict, Verdict::kProblem);
  EXPECT_THAT(check_cores(facts).says, HasSubstr("ranks 2 and 3"));
}

TEST(AllocationChecks, AQuotaIsFewerCores) {
  auto facts = healthy({4});
  for (RankFacts& rank : facts) rank.quota = 2.5;
  EXPECT_EQ(check_cores(facts).verdict, Verdict::kProblem);
  for (RankFacts& rank : facts) rank.quota = 4;
  EXPECT_EQ(check_cores(facts).verdict, Verdict::kOk);
}

TEST(AllocationChecks, HyperThreadsAndUnboundRanksAreWarnings) {
  auto facts = healthy({4});
  for (std::size_t rank = 0; rank < 4; ++rank) facts[rank].physical = {static_cast<int>(rank) % 2};
  EXPECT_EQ(check_cores(facts).verdict, Verdict::kWarning);
  EXPECT_THAT(check_cores(facts).says, HasSubstr("2 physical cores"));
  facts = healthy({2});
  for (RankFacts& rank : facts) rank.cores = rank.physical = {0, 1, 2, 3};
  EXPECT_EQ(check_cores(facts).verdict, Verdict::kOk);
  for (RankFacts& rank : facts) rank.memory_nodes = 2;
  EXPECT_EQ(check_cores(facts).verdict, Verdict::kWarning);
}

TEST(AllocationChecks, ThreadsThatFightRanks) {
  auto facts = healthy({2});
  facts[1].threads["OMP_NUM_THREADS"] = "1";
  EXPECT_EQ(check_threads(facts).verdict, Verdict::kOk);
  facts[1].threads["OMP_NUM_THREADS"] = "8";
  EXPECT_EQ(check_threads(facts).verdict, Verdict::kWarning);
  facts = healthy({2});
  facts[0].cpus_per_task = 4;
  EXPECT_THAT(check_threads(facts).says, HasSubstr("3 of 4 cores stay idle"));
}

TEST(AllocationChecks, DifferentHosts) {
  auto facts = healthy({1, 1, 1});
  facts[2].simd = "AVX2 SSE4";
  EXPECT_EQ(check_processors(facts).verdict, Verdict::kWarning);
  EXPECT_THAT(check_processors(facts).says, HasSubstr("AVX2 on n2; AVX3 on n0, n1"));
  facts[1].mpi = "Open MPI v5.0.0";
  EXPECT_EQ(check_programs(facts).verdict, Verdict::kProblem);
  facts[1].mpi = facts[0].mpi;
  facts[1].binary = "fedcba9876543210";
  EXPECT_EQ(check_programs(facts).verdict, Verdict::kProblem);
}

TEST(AllocationChecks, MemoryIsJudgedByTheTightestLimitOfTheTightestHost) {
  auto facts = healthy({2, 1});
  constexpr std::uint64_t kGb = 1000000000;
  for (RankFacts& rank : facts) rank.free_memory = 10 * kGb;
  EXPECT_EQ(check_memory(facts, 2 * kGb).verdict, Verdict::kOk);
  EXPECT_EQ(check_memory(facts, 9 * kGb / 2).verdict, Verdict::kWarning);
  EXPECT_EQ(check_memory(facts, 6 * kGb).verdict, Verdict::kProblem);
  EXPECT_THAT(check_memory(facts, 6 * kGb).says, HasSubstr("n0 needs 12.0 GB more, of 10.0 GB free"));
  for (RankFacts& rank : facts) rank.resident = kGb;  // held already, and part of the need
  EXPECT_EQ(check_memory(facts, 6 * kGb).verdict, Verdict::kWarning);
  facts[2].slurm_memory = kGb;
  EXPECT_THAT(check_memory(facts, 2 * kGb).says,
              HasSubstr("n1 needs 2.0 GB more, of 1.0 GB granted by Slurm"));
  facts[2].slurm_memory = 0;
  facts[2].cgroup_memory = kGb / 2;
  EXPECT_THAT(check_memory(facts, 3 * kGb).says, HasSubstr("left by the cgroup's limit"));
}

TEST(AllocationChecks, NothingKnownIsNoProblem) {
  const std::vector<RankFacts> facts(3);
  EXPECT_EQ(check_cores(facts).verdict, Verdict::kOk);
  EXPECT_EQ(check_memory(facts, 1000).verdict, Verdict::kOk);
}

TEST(AllocationChecks, BytesInWords) {
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(1500), "1.5 kB");
  EXPECT_EQ(bytes_text(99.96e6), "100 MB");
  EXPECT_EQ(bytes_text(2e15), "2000 TB");
}

}  // namespace
}  // namespace chorus::doctor
