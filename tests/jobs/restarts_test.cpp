// Many restarts: of those that ended the best is kept, so memory grows by some bytes a restart and not by its
// centroids, labels and totals.
#include "program.hpp"
#include "results.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>

namespace chorus::test {
namespace {

std::int64_t peak_of(const TemporaryFolder& folder, int restarts) {
  const std::string songs = folder.file("songs.csv").string();
  const std::string results = folder.file("results").string();
  const Outcome outcome =
      run_chorus(1, {"cluster", songs, "-k", "2:3", "--restarts", std::to_string(restarts),
                     "--max-iterations", "2", "--quiet", "--overwrite", "-o", results});
  EXPECT_RUN_OK(outcome);
  return read_summary(results).at("run").at("peak_rss_bytes").at(0).get<std::int64_t>();
}

TEST(Restarts, MemoryGrowsByABoundAndAFewBytesEach) {
  const TemporaryFolder folder;
  ASSERT_RUN_OK(run_chorus(1, {"synth", "--songs", "300", "-o", folder.file("songs.csv").string()}));
  const std::int64_t few = peak_of(folder, 1);
  const std::int64_t many = peak_of(folder, 40000);
  EXPECT_LT(many - few, std::int64_t{150} << 20U) << "80,000 fits; all kept they took about 440 MB";
}

}  // namespace
}  // namespace chorus::test
