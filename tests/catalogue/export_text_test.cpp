// The small texts that an export and a message are made of.
#include "catalogue/appended_cells.hpp"
#include "chorus/core/edit_distance.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace chorus::catalogue {
namespace {

TEST(AppendedCells, NamesAreQuotedWhereTheyMust) {
  EXPECT_EQ(quoted_name("cluster", ','), "cluster");
  EXPECT_EQ(quoted_name("a,b", ','), "\"a,b\"");
  EXPECT_EQ(quoted_name("a,b", ';'), "a,b");
  EXPECT_EQ(quoted_name("say \"so\"", ','), "\"say \"\"so\"\"\"");
  EXPECT_EQ(quoted_name("two\nlines", ','), "\"two\nlines\"");
}

std::string cells(Label label, std::span<const double> scores) {
  std::string text = "row";
  append_cells(text, '\t', label, scores);
  return text;
}

TEST(AppendedCells, WritesTheShortestTextThatReadsBack) {
  const std::array<double, 4> scores = {.1, 1.0 / 3, -2e-300, 5};
  EXPECT_EQ(cells(12, scores), "row\t12\t0.1\t0.3333333333333333\t-2e-300\t5");
  EXPECT_EQ(cells(std::numeric_limits<Label>::max(), {}), "row\t2147483647");
}

TEST(AppendedCells, AbsentValuesAreEmptyCells) {
  const std::array<double, 2> scores = {std::numeric_limits<double>::quiet_NaN(), 1};
  EXPECT_EQ(cells(kNoLabel, scores), "row\t\t\t1");
}

TEST(EditDistance, IsLevenshteins) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("sitting", "kitten"), 3U);
  EXPECT_EQ(edit_distance("Tempo", "tEMPO"), 0U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
}

TEST(NearestName, PrefersNamesThatContainTheWantedOne) {
  EXPECT_EQ(nearest_name("duration_ms", {"", "creation_ms", "song_Duration_MS"}), "song_Duration_MS");
  EXPECT_EQ(nearest_name("energy", {"valence", "enrgy", "key"}), "enrgy");
  EXPECT_EQ(nearest_name("x", {"", "b", "c"}), "b");
}

}  // namespace
}  // namespace chorus::catalogue
