#include "chorus/features/scaling.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace chorus::features {
namespace {

TEST(SquareInSpace, IsFiniteOrUndefined) {
  Scaler scaler;
  EXPECT_EQ(scaler.square_in_space(3.5), 3.5);
  for (const double unit : {0x1p600, 0x1p-600}) {
    scaler.space_unit = unit;
    EXPECT_TRUE(std::isnan(scaler.square_in_space(3.5))) << unit;
    EXPECT_EQ(scaler.square_in_space(0), 0);
  }
  scaler.space_unit = 0x1p500;
  EXPECT_EQ(scaler.square_in_space(3.5), 3.5 * 0x1p1000);
}

}  // namespace
}  // namespace chorus::features
