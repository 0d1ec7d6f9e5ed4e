#include "catalogue/block_buffer.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace chorus::catalogue {
namespace {

TEST(BlockBuffer, KeepsWhatItIsToldWhenItGrows) {
  BlockBuffer buffer;
  EXPECT_TRUE(buffer.empty());
  const std::string text = "a song, and another\n";
  buffer.enlarge(text.size());
  EXPECT_FALSE(buffer.empty());
  text.copy(buffer.data(), text.size());
  // From a small one to another, to one that is large, and to one of several huge pages.
  for (const std::size_t capacity : {std::size_t{100}, std::size_t{1} << 20U, (std::size_t{5} << 20U) + 1}) {
    buffer.enlarge(capacity, text.size());
    EXPECT_EQ(std::string_view(buffer.data(), text.size()), text) << capacity;
    buffer.part(capacity - 1, 1).front() = 'x';
  }
}

TEST(BlockBuffer, StaysWhereItIsWhileThereIsRoom) {
  BlockBuffer buffer;
  buffer.enlarge(1000);
  const char* const before = buffer.data();
  buffer.enlarge(10);
  buffer.enlarge(1000);
  EXPECT_EQ(buffer.data(), before);
}

TEST(BlockBuffer, GrowsAgainAfterItWasMovedFrom) {
  BlockBuffer buffer;
  buffer.enlarge(1000);
  const BlockBuffer taken = std::move(buffer);
  EXPECT_FALSE(taken.empty());
  buffer.enlarge(10);  // NOLINT(bugprone-use-after-move): that is what is tested
  EXPECT_FALSE(buffer.empty());
}

TEST(BlockBuffer, LargeOnesBeginAtAHugePage) {
  BlockBuffer buffer;
  buffer.enlarge(std::size_t{1} << 20U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % (std::size_t{2} << 20U), 0U);
}

}  // namespace
}  // namespace chorus::catalogue
