// What a long run brings with it changes nothing in its answer: the watchdog, and checkpoints that find no
// room.
#include "program.hpp"
#include "results.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chorus::test {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

Arguments command(const fs::path& to) {
  return {"cluster", sample_songs().string(), "-k", "2:3", "--restarts", "1", "--quiet", "-o", to.string()};
}

TEST(LongRun, AWatchdogThatIsContentIsSilent) {
  const TemporaryFolder folder;
  for (const int ranks : {1, 3}) {
    const Arguments overwrite = {"--overwrite"};
    const Outcome plain = run_chorus(ranks, command(folder.file("plain")) + overwrite);
    ASSERT_TRUE(plain.ok()) << plain.story();
    const Outcome watched =
        run_chorus(ranks, command(folder.file("watched")) + overwrite + Arguments{"--hang-timeout", "60s"});
    ASSERT_TRUE(watched.ok()) << watched.story();
    EXPECT_THAT(watched.said(), IsEmpty()) << watched.story();
    EXPECT_EQ(read_summary(folder.file("watched")).at("fingerprint"),
              read_summary(folder.file("plain")).at("fingerprint"));
    EXPECT_FALSE(fs::exists(folder.file("watched") / ".chorus-hang"));
  }
}

TEST(LongRun, GoesOnWhereNoCheckpointCanBeWritten) {
  const TemporaryFolder folder;
  // What stands where the marker of the last good checkpoint belongs cannot be replaced.
  const fs::path in_the_way = folder.file("results") / "checkpoint" / "last-good" / "mine";
  fs::create_directories(in_the_way);
  const Outcome outcome =
      run_chorus(3, command(folder.file("results")) + Arguments{"--overwrite", "--checkpoint", "0.001s"});
  EXPECT_TRUE(outcome.ok()) << outcome.story();
  EXPECT_THAT(outcome.said(), Contains(HasSubstr("chorus: warning: no checkpoint was written: ")))
      << outcome.story();
  EXPECT_TRUE(read_summary(folder.file("results")).contains("fingerprint"));
  EXPECT_TRUE(fs::exists(in_the_way));
}

TEST(LongRun, APassOfAllRanksIsOneAllreduce) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_chorus(3, {"cluster", sample_songs().string(), "-k", "4", "--restarts", "1", "--max-iterations",
                     "9", "--tolerance", "0", "--quiet", "-o", folder.file("results").string()});
  ASSERT_RUN_OK(outcome);
  const nlohmann::json summary = read_summary(folder.file("results"));
  const int passes = summary.at("k_selection").at(0).at("iterations");
  ASSERT_GE(passes, 3);
  // A pass calls once on each rank; before them the ranks agree that memory for labels was found.
  const int calls = summary.at("run").at("seconds").at("phases").at("lloyd").at("calls");
  EXPECT_LE(calls, 3 * (passes + 2));
}

TEST(LongRun, AFolderThatIsNotOursIsNotResumed) {
  const TemporaryFolder folder;
  write_file(folder.file("notes.txt"), "mine");
  const Outcome outcome = run_chorus(3, command(folder.path()) + Arguments{"--resume"});
  EXPECT_EQ(outcome.status, 2) << outcome.story();
  EXPECT_THAT(outcome.said(), Contains(HasSubstr("there is no run to go on with"))) << outcome.story();
  EXPECT_EQ(all_bytes(folder.path()).size(), 1U);
}

}  // namespace
}  // namespace chorus::test
