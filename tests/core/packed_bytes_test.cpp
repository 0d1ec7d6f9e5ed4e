#include "chorus/core/packed_bytes.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace chorus {
namespace {

TEST(PackedBytes, AreLittleEndianWithoutPadding) {
  Packer to;
  to.number(std::uint8_t{1});
  to.number(std::int32_t{-2});
  to.text("ab");
  EXPECT_EQ(std::move(to).take(), std::string("\x01\xfe\xff\xff\xff\x02\0\0\0\0\0\0\0ab", 15));
}

TEST(PackedBytes, ComeBack) {
  enum class Colour : std::uint8_t { kRed = 7 };
  Packer to;
  to.number(Colour::kRed);
  to.number(std::numeric_limits<std::int64_t>::min());
  to.number(-0.1);
  to.list(std::vector<float>{1.5F, -0.0F});
  to.text("");
  const std::string bytes = std::move(to).take();
  Unpacker from(bytes);
  EXPECT_EQ(from.number<Colour>(), Colour::kRed);
  EXPECT_EQ(from.number<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(from.number<double>(), -0.1);
  EXPECT_EQ(from.list<float>(), (std::vector<float>{1.5F, -0.0F}));
  EXPECT_EQ(from.text(), "");
  EXPECT_TRUE(from.finished());
}

TEST(PackedBytes, LengthsThatCannotBeAreNotBelieved) {
  Packer to;
  to.number(std::numeric_limits<std::uint64_t>::max());
  const std::string bytes = std::move(to).take();
  Unpacker list(bytes);
  EXPECT_TRUE(list.list<double>().empty());
  EXPECT_FALSE(list.ok());
  Unpacker text(bytes);
  EXPECT_EQ(text.text(), "");
  EXPECT_FALSE(text.ok());
  EXPECT_EQ(text.number<int>(), 0) << "and everything after it is zero";
}

}  // namespace
}  // namespace chorus
