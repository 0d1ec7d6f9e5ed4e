// The checks that need all ranks: facts, folders, locks, network, clocks.
#include "chorus/doctor/allocation_checks.hpp"
#include "chorus/doctor/folder_checks.hpp"
#include "chorus/doctor/network.hpp"
#include "support/job_folder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <map>

namespace chorus::doctor {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

Variable variables(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  };
}

/// Every rank takes itself for a host of its own.
std::vector<RankFacts> many_hosts(const comm::Communicator& comm) {
  RankFacts mine;
  mine.host = fmt::format("host{}", comm.rank());
  return gather_facts(comm, mine);
}

TEST(RankFacts, LaunchersAndSlurmAreUnderstood) {
  const auto look = [](std::map<std::string, std::string> values) { return look_around(variables(values)); };
  const RankFacts slurm = look({{"SLURM_STEP_NUM_TASKS", "8"},
                                {"SLURM_PROCID", "3"},
                                {"SLURM_NTASKS", "8"},
                                {"SLURM_MEM_PER_CPU", "100"},
                                {"SLURM_CPUS_ON_NODE", "4"}});
  EXPECT_EQ(slurm.launcher_ranks, 8);
  EXPECT_EQ(slurm.launcher_rank, 3);
  EXPECT_EQ(slurm.slurm_tasks, 8);
  EXPECT_EQ(slurm.slurm_memory, std::uint64_t{400} << 20U);
  // Under mpirun in a Slurm job the step is that of mpirun's daemons.
  const RankFacts mpirun = look({{"OMPI_COMM_WORLD_SIZE", "16"},
                                 {"OMPI_COMM_WORLD_RANK", "9"},
                                 {"SLURM_STEP_NUM_TASKS", "2"},
                                 {"SLURM_STEP_ID", "0"},
                                 {"SLURM_NTASKS", "2"},
                                 {"SLURM_PROCID", "1"},
                                 {"SLURM_MEM_PER_NODE", "50"}});
  EXPECT_EQ(mpirun.launcher_ranks, 16);
  EXPECT_EQ(mpirun.launcher_rank, 9);
  EXPECT_EQ(mpirun.slurm_tasks, 0);  // its daemons, not the allocation's tasks
  const RankFacts beside =
      look({{"OMPI_COMM_WORLD_SIZE", "16"}, {"SLURM_NTASKS", "20"}, {"SLURM_PROCID", "0"}});
  EXPECT_EQ(beside.slurm_tasks, 20);
  EXPECT_EQ(mpirun.slurm_memory, std::uint64_t{50} << 20U);
  // A batch script is process 0 of no step.
  const RankFacts script = look({{"SLURM_PROCID", "0"}, {"OMP_NUM_THREADS", "4"}});
  EXPECT_EQ(script.launcher_ranks, 0);
  EXPECT_EQ(script.launcher_rank, -1);
  EXPECT_EQ(script.threads.at("OMP_NUM_THREADS"), "4");
  EXPECT_EQ(script.binary.size(), 32U);
  EXPECT_FALSE(script.cores.empty());
}

TEST(RankFacts, ReachEveryRankWhole) {
  const comm::Communicator comm = comm::Communicator::world();
  RankFacts mine = look_around(variables({{"OMP_NUM_THREADS", "\xff\"\n"}}));
  mine.launcher_rank = comm.rank();
  const std::vector<RankFacts> all = gather_facts(comm, mine);
  ASSERT_EQ(std::ssize(all), comm.size());
  for (int rank = 0; rank < comm.size(); ++rank) {
    EXPECT_EQ(all[static_cast<std::size_t>(rank)].launcher_rank, rank);
    EXPECT_EQ(all[static_cast<std::size_t>(rank)].cores, mine.cores);
  }
  ASSERT_EQ(by_host(all).size(), 1U);
  EXPECT_EQ(std::ssize(by_host(all)[0].ranks), comm.size());
}

TEST(FolderCheck, LeavesTheFolderAsItWas) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::JobFolder folder(comm);
  folder.write("mine", "x");
  for (const char* name : {"", "new", "deep/er"}) {
    const Findings findings = check_folder(comm, many_hosts(comm), folder.file(name), variables({}));
    EXPECT_FALSE(any_problem(findings)) << name << ": " << findings[0].says;
    EXPECT_EQ(findings.size(), 2U);
    comm.barrier();
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1) << name;
  }
}

TEST(FolderCheck, FindsAFolderThatCannotBeWritten) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::JobFolder folder(comm);
  const fs::path file = folder.write("file", "x");
  for (const fs::path& path : {file, file / "below", fs::path("/proc/chorus")}) {
    const Findings findings = check_folder(comm, many_hosts(comm), path, variables({}));
    EXPECT_TRUE(any_problem(findings)) << path;
    EXPECT_THAT(findings[0].says, HasSubstr("cannot write into"));
  }
}

TEST(FolderCheck, FindsAFolderThatIsNotShared) {
  const comm::Communicator comm = comm::Communicator::world();
  if (comm.size() == 1) GTEST_SKIP() << "one rank shares with no one";
  const test::JobFolder folder(comm);
  const fs::path own = folder.file(fmt::format("of{}", comm.rank()));
  fs::create_directories(own);
  const Findings findings = check_folder(comm, many_hosts(comm), own, variables({}));
  EXPECT_EQ(findings[0].verdict, Verdict::kProblem);
  EXPECT_THAT(findings[0].says, HasSubstr("not the same folder on host0 and on host1"));
}

TEST(LockCheck, FindsLocksThatFail) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(probe_lock(folder.file("free")), 0);
  const int held = open(folder.file("held").c_str(), O_RDWR | O_CREAT, 0600);
  ASSERT_EQ(flock(held, LOCK_EX), 0);
  EXPECT_EQ(probe_lock(folder.file("held")), EAGAIN);  // errno 11, as file systems without locks say
  close(held);
  EXPECT_EQ(probe_lock(folder.file("held")), 0);
  EXPECT_EQ(probe_lock("/proc/chorus"), ENOENT);
  EXPECT_EQ(check_lock(0, "", "n0").verdict, Verdict::kOk);
  EXPECT_EQ(check_lock(ENOLCK, "", "n0").verdict, Verdict::kProblem);
  EXPECT_THAT(check_lock(ENOLCK, "TRUE", "n0").says, HasSubstr("errno 37, n0"));
  EXPECT_EQ(check_lock(ENOLCK, "FALSE", "n0").verdict, Verdict::kOk);
}

TEST(Network, IsMeasuredToEveryHost) {
  const comm::Communicator comm = comm::Communicator::world();
  const NetworkTimes times = measure_network(comm, many_hosts(comm));
  ASSERT_EQ(std::ssize(times.links), comm.size() - 1);
  for (const Link& link : times.links) {
    EXPECT_GT(link.latency, 0);
    EXPECT_GT(link.bandwidth, 1e6);
    // One machine, one clock: what is found is the error of the measurement.
    EXPECT_LT(std::abs(link.skew), link.latency + 1e-4) << link.host;
  }
  EXPECT_EQ(times.between_hosts, comm.size() > 1);
  if (comm.size() > 1) {
    EXPECT_GT(times.allreduce, 0);
  }
}

TEST(Network, SlowLinksAndWrongClocksAreTold) {
  NetworkTimes times;
  times.between_hosts = true;
  times.links = {{"n1", 1, 1e-6, 10e9, 1e-5}, {"n2", 2, 2e-6, 9e9, -1e-5}};
  EXPECT_EQ(check_network(times).verdict, Verdict::kOk);
  EXPECT_EQ(check_clocks(times).verdict, Verdict::kOk);
  times.links[1].latency = 40e-6;
  EXPECT_EQ(check_network(times).verdict, Verdict::kWarning);
  EXPECT_THAT(check_network(times).says, HasSubstr("40.0 us to n2"));
  times.links[0].skew = -20;
  EXPECT_EQ(check_clocks(times).verdict, Verdict::kWarning);
  EXPECT_THAT(check_clocks(times).says, HasSubstr("n1 is 20.0 s behind"));
  times.links[0].skew = 301;
  EXPECT_EQ(check_clocks(times).verdict, Verdict::kProblem);
}

}  // namespace
}  // namespace chorus::doctor
