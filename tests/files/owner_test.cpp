#include "chorus/files/owner.hpp"

#include "chorus/files/heartbeat.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace chorus::files {
namespace {

using namespace std::chrono_literals;

TEST(Owner, SaysTheSameAsText) {
  Owner owner = this_process();
  EXPECT_EQ(owner.process, ::getpid());
  EXPECT_GT(owner.start, 0U);
  owner.job = "17";
  EXPECT_EQ(owner_from(to_text(owner)), owner);
  EXPECT_EQ(described({"node7", "", "", 1234, 1, "17", "", 0}), "process 1234 on node7, Slurm job 17");
}

TEST(Owner, ATextThatIsNotWholeIsNoOwner) {
  const std::string whole = to_text(this_process());
  for (std::size_t size = 0; size + 1 < whole.size(); ++size)
    EXPECT_EQ(owner_from(whole.substr(0, size)), std::nullopt) << size;
  EXPECT_EQ(owner_from("\0\xff = \n"), std::nullopt);
  EXPECT_EQ(owner_from(std::string(10000, 'x')), std::nullopt);
  Owner hostile = this_process();
  hostile.job = "1\nhost = other";
  EXPECT_EQ(owner_from(to_text(hostile))->host, "other") << "so this_process() takes line ends away";
}

TEST(Owner, OnItsHostIsJudgedByItsProcess) {
  Owner owner = this_process();
  EXPECT_TRUE(is_alive(owner, 10h)) << "however long it was quiet";
  ++owner.start;
  EXPECT_FALSE(is_alive(owner, 0s)) << "another process got its number";
  owner = this_process();
  owner.boot = "an earlier start of the machine";
  EXPECT_FALSE(is_alive(owner, 0s));
}

TEST(Owner, ThatEndedIsGone) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::pause();
    ::_exit(0);
  }
  Owner owner = this_process();
  owner.process = child;
  // Field 22 of the child is not ours to know here; any start but its own is another process.
  owner.start += 1'000'000;
  EXPECT_FALSE(is_alive(owner, 0s));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_FALSE(is_alive(owner, 0s));
}

TEST(Owner, ElsewhereIsJudgedByItsHeartbeat) {
  Owner owner = this_process();
  owner.host += "-another";
  EXPECT_TRUE(is_alive(owner, kAbandoned));
  EXPECT_FALSE(is_alive(owner, kAbandoned + 1s));
  owner = this_process();
  owner.space = "pid:[1]";  // another container with this host's name
  ++owner.start;
  EXPECT_TRUE(is_alive(owner, kAbandoned));
  EXPECT_FALSE(is_alive(owner, kAbandoned + 1s));
}

TEST(Heartbeat, TouchesTheFile) {
  const test::TemporaryFolder folder;
  const std::filesystem::path file = folder.file("owner");
  test::write_file(file, "");
  EXPECT_LT(quiet_time(file), 5s);
  EXPECT_EQ(quiet_time(folder.file("absent")), 0s);
  const auto age = [&] {
    std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() - 2h);
  };
  age();
  EXPECT_NEAR(static_cast<double>(quiet_time(file).count()), 7200, 5);
  {
    const Heartbeat heartbeat(file, 10ms);
    for (int i = 0; i < 500 && quiet_time(file) > 5s; ++i) std::this_thread::sleep_for(10ms);
    EXPECT_LT(quiet_time(file), 5s);
  }
  age();
  std::this_thread::sleep_for(50ms);
  EXPECT_GT(quiet_time(file), 5s) << "it ends with the object";
}

}  // namespace
}  // namespace chorus::files
