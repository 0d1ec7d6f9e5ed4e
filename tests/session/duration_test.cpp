#include "chorus/session/duration.hpp"

#include "chorus/core/error.hpp"

#include <gtest/gtest.h>

namespace chorus::session {
namespace {

TEST(Duration, UnderstandsWhatPeopleWrite) {
  EXPECT_EQ(parse_duration("90s", "--x"), 90);
  EXPECT_EQ(parse_duration("5m", "--x"), 300);
  EXPECT_EQ(parse_duration("2h", "--x"), 7200);
  EXPECT_EQ(parse_duration("1d", "--x"), 86400);
  EXPECT_EQ(parse_duration("1h30m", "--x"), 5400);
  EXPECT_EQ(parse_duration("0.5s", "--x"), 0.5);
  EXPECT_EQ(parse_duration("45", "--x"), 45) << "seconds where there is no unit";
  EXPECT_EQ(parse_duration("0", "--x"), 0);
  EXPECT_EQ(parse_duration("0m", "--x"), 0);
}

TEST(Duration, RefusesTheRestAndNamesTheOption) {
  for (const char* text :
       {"", "m", "5 m", "-5m", "5min", "5x", "1h30", "nan", "inf", "1e9d", "99999999999s", "0x5"}) {
    try {
      static_cast<void>(parse_duration(text, "--max-time"));
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Exit::kInput);
      EXPECT_NE(std::string(error.what()).find("--max-time"), std::string::npos);
    }
  }
}

TEST(Duration, IsToldInWords) {
  EXPECT_EQ(duration_text(0.5), "0.5 s");
  EXPECT_EQ(duration_text(45), "45 s");
  EXPECT_EQ(duration_text(300), "5 min");
  EXPECT_EQ(duration_text(7200), "2 h");
  EXPECT_EQ(duration_text(9000), "2 h 30 min");
}

}  // namespace
}  // namespace chorus::session
