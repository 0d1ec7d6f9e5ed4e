#include "chorus/core/error.hpp"

#include <gtest/gtest.h>

namespace chorus {
namespace {

TEST(Describe, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(describe("no space", "a.csv", "free some"), "no space (a.csv): free some");
  EXPECT_EQ(describe("no space", "", "free some"), "no space: free some");
  EXPECT_EQ(describe("no space", "a.csv", ""), "no space (a.csv)");
  EXPECT_EQ(describe("no space", "", ""), "no space");
}

}  // namespace
}  // namespace chorus
