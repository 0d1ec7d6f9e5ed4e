// What is read from /proc and from cgroups of either version.
#include "chorus/doctor/system_limits.hpp"

#include "support/test_files.hpp"

#include <gtest/gtest.h>

namespace chorus::doctor {
namespace {

namespace fs = std::filesystem;

/// A made-up /proc and /sys/fs/cgroup.
class Kernel {
 public:
  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((folder_.path() / path).parent_path());
    test::write_file(folder_.path() / path, text);
  }
  [[nodiscard]] CgroupLimits limits() const {
    return cgroup_limits(folder_.path() / "proc", folder_.path() / "cgroup");
  }

 private:
  test::TemporaryFolder folder_;
};

TEST(SystemLimits, CoreLists) {
  EXPECT_EQ(parse_core_list("0-3,8"), (std::vector<int>{0, 1, 2, 3, 8}));
  EXPECT_EQ(parse_core_list("5"), (std::vector<int>{5}));
  EXPECT_TRUE(parse_core_list("").empty());
  EXPECT_TRUE(parse_core_list("3-1").empty());
  EXPECT_TRUE(parse_core_list("many").empty());
}

TEST(SystemLimits, OfThisMachine) {
  EXPECT_FALSE(allowed_cores().empty());
  EXPECT_GE(memory_nodes(), 1);
  EXPECT_GT(available_memory(), std::uint64_t{1} << 20U);
  EXPECT_GT(resident_bytes(), std::uint64_t{1} << 20U);
  EXPECT_GE(first_thread_of(allowed_cores().front()), 0);
}

TEST(SystemLimits, CgroupVersion2TakesTheTightestAlongThePath) {
  const Kernel kernel;
  kernel.write("proc/self/cgroup", "0::/job/step\n");
  EXPECT_EQ(kernel.limits().memory, 0U);
  EXPECT_EQ(kernel.limits().cores, 0);
  kernel.write("cgroup/job/step/memory.max", "max\n");
  kernel.write("cgroup/job/step/cpu.max", "max 100000\n");
  EXPECT_EQ(kernel.limits().memory, 0U);
  EXPECT_EQ(kernel.limits().cores, 0);
  kernel.write("cgroup/job/memory.max", "4000000\n");
  kernel.write("cgroup/job/memory.current", "3000000\n");
  kernel.write("cgroup/job/memory.stat", "anon 1\ninactive_file 500000\n");
  kernel.write("cgroup/job/cpu.max", "250000 100000\n");
  EXPECT_EQ(kernel.limits().memory, 1500000U);  // the page cache is given back first
  EXPECT_EQ(kernel.limits().cores, 2.5);
  kernel.write("cgroup/job/step/memory.max", "1000\n");
  kernel.write("cgroup/job/step/memory.current", "5000\n");
  EXPECT_EQ(kernel.limits().memory, 1U);  // used up: not the same as no limit
}

TEST(SystemLimits, CgroupVersion1) {
  const Kernel kernel;
  kernel.write("proc/self/cgroup", "5:memory:/slurm\n4:cpu,cpuacct:/slurm\n3:devices:/x\n");
  kernel.write("cgroup/memory/slurm/memory.limit_in_bytes", "9223372036854771712\n");
  EXPECT_EQ(kernel.limits().memory, 0U);  // version 1's way to say no limit
  kernel.write("cgroup/memory/slurm/memory.limit_in_bytes", "2000000\n");
  kernel.write("cgroup/memory/slurm/memory.usage_in_bytes", "500000\n");
  kernel.write("cgroup/cpu,cpuacct/slurm/cpu.cfs_quota_us", "-1\n");
  kernel.write("cgroup/cpu,cpuacct/slurm/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(kernel.limits().memory, 1500000U);
  EXPECT_EQ(kernel.limits().cores, 0);
  kernel.write("cgroup/cpu,cpuacct/slurm/cpu.cfs_quota_us", "300000\n");
  EXPECT_EQ(kernel.limits().cores, 3);
}

}  // namespace
}  // namespace chorus::doctor
