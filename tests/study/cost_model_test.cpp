#include "chorus/study/cost_model.hpp"

#include "chorus/study/answer.hpp"
#include "chorus/study/least_squares.hpp"
#include "made_study.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace chorus::study {
namespace {

using testing::Contains;
using testing::HasSubstr;

double law(RowIndex rows, int p) {
  return 2e-6 * static_cast<double>(rows) / p + 0.004 * std::log2(p) + 0.03;
}

TEST(LeastSquares, IsExactWhereThereIsASolutionAndStopsAtZero) {
  Eigen::MatrixXd a(3, 2);
  a << 1, 0, 1, 1, 1, 2;
  EXPECT_TRUE(nonnegative_least_squares(a, Eigen::Vector3d(1, 3, 5)).isApprox(Eigen::Vector2d(1, 2), 1e-12));
  const Eigen::VectorXd falling = nonnegative_least_squares(a, Eigen::Vector3d(3, 2, 1));
  EXPECT_EQ(falling[1], 0);
  EXPECT_NEAR(falling[0], 2, 1e-12);
  EXPECT_TRUE(nonnegative_least_squares(a, Eigen::Vector3d(-1, -1, -1)).isZero());
}

TEST(LeastSquares, LeavesOutColumnsThatOthersMakeUp) {
  Eigen::MatrixXd a(3, 3);
  a << 1, 2, 0, 1, 2, 1, 1, 2, 5;
  EXPECT_EQ(distinct_columns(a), (std::vector<int>{0, 2}));
}

TEST(CostModel, FindsTheLawThatMadeTheStudy) {
  const auto all = test::made_study({1, 2, 4, 8, 16}, law);
  const Answer answer = answer_study(all, {});
  ASSERT_TRUE(answer.model);
  EXPECT_NEAR(answer.model->coefficients[0], 2e-6, 1e-8);
  EXPECT_NEAR(answer.model->coefficients[1], 0.004, 1e-4);
  EXPECT_NEAR(answer.model->coefficients[2], 0.03, 1e-3);
  EXPECT_LT(answer.model->misfit, 0.01);
  ASSERT_EQ(answer.predictions.size(), 6U);
  for (const Prediction& one : answer.predictions) {
    EXPECT_NEAR(one.seconds.median / law(one.rows, one.ranks), 1, 0.02);
    EXPECT_LE(one.seconds.low, law(one.rows, one.ranks) * 1.01);
    EXPECT_GE(one.seconds.high, law(one.rows, one.ranks) * 0.99);
    EXPECT_LT(one.seconds.low, one.seconds.high);
  }
}

TEST(CostModel, SaysWhatTwoRankCountsCannotTell) {
  std::vector<Measurement> all;
  for (const int p : {1, 2}) all.push_back(test::made_measurement(Study::kStrong, p, 1000, 1.0 / p + 0.01));
  const Answer answer = answer_study(all, {});
  ASSERT_TRUE(answer.model);
  EXPECT_EQ(answer.model->terms(), 2);
  EXPECT_FALSE(answer.model->checked());
  EXPECT_THAT(answer.model_says, Contains(HasSubstr("left out")));
  EXPECT_THAT(answer.model_says, Contains(HasSubstr("guesses")));
  EXPECT_THAT(answer.model_says, Contains(HasSubstr("one host")));
}

TEST(CostModel, ThereIsNoneFromOneRankCount) {
  const Answer answer = answer_study({test::made_measurement(Study::kStrong, 2, 1000, 1)}, {});
  EXPECT_FALSE(answer.model);
  EXPECT_TRUE(answer.predictions.empty());
}

TEST(CostModel, SaysTheSameEachTime) {
  const auto all = test::made_study({1, 2, 4}, law);
  EXPECT_EQ(answer_text(answer_study(all, {})), answer_text(answer_study(all, {})));
}

TEST(CostModel, IsLessSureOfNoisierRepeats) {
  auto calm = test::made_study({1, 2, 4}, law);
  auto noisy = calm;
  for (std::size_t i = 0; i < noisy.size(); i += 3) noisy[i].seconds *= 0.8;
  for (std::size_t i = 2; i < noisy.size(); i += 3) noisy[i].seconds *= 1.3;
  const auto width = [](const std::vector<Measurement>& all) {
    const Spread seconds = answer_study(all, {}).predictions.front().seconds;
    return seconds.high - seconds.low;
  };
  EXPECT_GT(width(noisy), 2 * width(calm));
}

TEST(Answer, FindsTheRanksThatAreWellSpent) {
  // Efficiency 1 / (1 + p / 10) or so: 70 % at about 4 ranks.
  const auto all = test::made_study({1, 2, 4, 8}, [](RowIndex rows, int p) {
    return 1e-6 * static_cast<double>(rows) / p + 0.1 * (p > 1 ? 1 : 0);
  });
  const Answer answer = answer_study(all, {});
  EXPECT_EQ(answer.sensible_measured, 4);
  EXPECT_EQ(answer.sensible_predicted, 0);
  EXPECT_THAT(answer.findings, Contains(HasSubstr("for these songs: 4 measured")));
  EXPECT_THAT(answer.findings, Contains(HasSubstr("the labels are the same at all 4 rank counts")));
}

TEST(Answer, PredictsFurtherWhereNothingIsLost) {
  const auto all =
      test::made_study({1, 2, 4}, [](RowIndex rows, int p) { return 1e-6 * static_cast<double>(rows) / p; });
  const Answer answer = answer_study(all, {});
  EXPECT_EQ(answer.sensible_measured, 4);
  EXPECT_EQ(answer.sensible_predicted, 32);
  EXPECT_THAT(answer.findings, Contains(HasSubstr("at least 32 predicted")));
}

TEST(Answer, CriesWhenLabelsDiffer) {
  auto all = test::made_study({1, 2}, law);
  all[1].fingerprint = "another";
  const Answer answer = answer_study(all, {});
  EXPECT_FALSE(answer.same_fingerprints);
  EXPECT_THAT(answer.findings, Contains(HasSubstr("NOT THE SAME ANSWER")));
}

}  // namespace
}  // namespace chorus::study
