#include "chorus/study/measurement.hpp"

#include "chorus/core/error.hpp"
#include "made_study.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chorus::study {
namespace {

using test::made_measurement;
using testing::HasSubstr;

std::vector<Measurement> two() {
  std::vector<Measurement> all = {made_measurement(Study::kStrong, 2, 1000, 0.1, 0.01, 1.0 / 3),
                                  made_measurement(Study::kWeak, 3, 3000, 1e-9)};
  all[0].phases.insert(all[0].phases.begin(), PhaseCost{"load", false, 2, 1, 0, 1, 0, 7, 8});
  return all;
}

TEST(Measurements, ReadBackToTheSameBits) {
  const std::string text = measurements_csv("abc", two());
  const StoredMeasurements stored = read_measurements(text, "scaling.csv");
  EXPECT_EQ(stored.plan, "abc");
  EXPECT_EQ(stored.all, two());
  EXPECT_EQ(measurements_csv("abc", stored.all), text);
}

TEST(Measurements, TotalLeavesOutWhatIsReportedApart) {
  const std::string text = measurements_csv("abc", two());
  EXPECT_THAT(text, HasSubstr("abc,strong,2,1,1000,1,load,0,2,1,0,1,0,7,8,"));
  EXPECT_THAT(text, HasSubstr("abc,strong,2,1,1000,1,total,1,0.1,"));
}

TEST(Measurements, AreCountedByPoint) {
  const std::vector<Measurement> all = two();
  EXPECT_EQ(count_repeats(all, {Study::kStrong, 2, 0, 1000}), 1);
  EXPECT_EQ(count_repeats(all, {Study::kStrong, 2, 1, 1000}), 1);
  EXPECT_EQ(count_repeats(all, {Study::kStrong, 2, 2, 1000}), 0);  // on two hosts it is another point
  EXPECT_EQ(count_repeats(all, {Study::kStrong, 2, 0, 2000}), 0);
  EXPECT_EQ(count_repeats(all, {Study::kWeak, 2, 0, 1000}), 0);
}

void expect_refused(const std::string& text, const std::string& says) {
  EXPECT_THAT([&] { static_cast<void>(read_measurements(text, "there/scaling.csv")); },
              testing::ThrowsMessage<Error>(HasSubstr(says)));
}

TEST(Measurements, RefuseWhatIsDamaged) {
  const std::string text = measurements_csv("abc", two());
  expect_refused("a,b,c\n", "no table of chorus scaling (there/scaling.csv)");
  expect_refused(text.substr(0, text.size() - 60), "16 fields");
  expect_refused(text + measurements_csv("xyz", two()).substr(text.find('\n') + 1), "several plans");
  std::string words = text;
  words.replace(words.find(",1000,"), 6, ",1k00,");
  expect_refused(words, "'1k00' is not a number");
  std::string zero = text;
  zero.replace(zero.find(",strong,2"), 9, ",strong,0");
  expect_refused(zero, "not positive");
}

TEST(Measurements, OfAPointThatWasCutOffAreNotThere) {
  std::string text = measurements_csv("abc", two());
  text.resize(text.rfind("abc,weak,3,1,3000,1,total"));
  EXPECT_EQ(read_measurements(text, "scaling.csv").all.size(), 1U);
}

}  // namespace
}  // namespace chorus::study
