#include "chorus/csv/short_decimals.hpp"

#include "chorus/core/simd.hpp"
#include "chorus/csv/short_decimal.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace chorus::csv {
namespace {

class EveryTargetReads : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { use_simd_target(GetParam()); }
  void TearDown() override { use_simd_target("auto"); }
};

/// Expects of all cells at once what parse_short_decimal says of each. One lane alone may read none.
void expect_twin(const std::vector<std::string>& cells) {
  const std::size_t count = (cells.size() + kDecimalGroup - 1) / kDecimalGroup * kDecimalGroup;
  std::vector<std::uint64_t> text(count);
  std::vector<std::uint64_t> length(count);
  std::vector<double> values(count);
  std::vector<std::uint64_t> unread(count / kDecimalGroup);
  const auto within = [&](std::size_t i) { return "987-.543" + cells[i]; };
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string bytes = within(i);
    std::memcpy(&text[i], bytes.data() + bytes.size() - 8, 8);
    length[i] = cells[i].size();
  }
  parse_short_decimals(count, text.data(), length.data(), values.data(), unread.data());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool read = (unread[i / kDecimalGroup] >> i % kDecimalGroup & 1U) == 0;
    const std::string bytes = within(i);
    const auto expected = cells[i].empty() || cells[i].size() > 8
                              ? std::nullopt
                              : parse_short_decimal(bytes.data() + 8, bytes.data() + bytes.size());
    if (simd_target() == "SCALAR") {
      ASSERT_FALSE(read);
      continue;
    }
    ASSERT_EQ(read, expected.has_value()) << cells[i];
    if (read) {
      ASSERT_EQ(std::bit_cast<std::uint64_t>(values[i]), std::bit_cast<std::uint64_t>(*expected)) << cells[i];
    }
  }
}

TEST_P(EveryTargetReads, WhatOneAtATimeReads) {
  std::mt19937_64 random(1);
  std::vector<std::string> cells;
  for (int i = 0; i < 100000; ++i) {
    std::string cell;
    for (std::size_t length = random() % 9; cell.size() < length;)
      cell += static_cast<char>('0' + random() % 10);
    if (const std::size_t point = random() % 10; point < cell.size()) cell[point] = '.';
    if (random() % 3 == 0) cell.insert(0, 1, '-');
    cells.push_back(cell);
  }
  expect_twin(cells);
}

TEST_P(EveryTargetReads, NothingElse) {
  std::vector<std::string> cells = {"",    "-",   ".",  "-.",   "--1", "1-",       "+1",
                                    "1e5", " 1",  "1 ", "a",    "1..", "..1",      "1.2.",
                                    "1,5", "1/2", "-0", "-0.0", "0.0", "123456789"};
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t at = 0; at < 8; ++at) {
      std::string cell = "12345678";
      cell[at] = static_cast<char>(byte);
      cells.push_back(cell);
      cell[at == 3 ? 4 : 3] = '.';
      cells.push_back(cell);
      cells.push_back(cell.substr(at));
    }
  }
  expect_twin(cells);
}

INSTANTIATE_TEST_SUITE_P(Kernel, EveryTargetReads, testing::ValuesIn(simd_targets()),
                         [](const auto& target) { return target.param; });

}  // namespace
}  // namespace chorus::csv
