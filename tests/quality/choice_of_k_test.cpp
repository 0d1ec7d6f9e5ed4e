#include "chorus/quality/choice_of_k.hpp"

#include "chorus/core/error.hpp"
#include "chorus/quality/kneedle.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <vector>

namespace chorus::quality {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

KScore score(int k, double inertia, double silhouette, double davies_bouldin, double calinski_harabasz) {
  KScore made;
  made.k = k;
  made.inertia = inertia;
  made.silhouette = silhouette;
  made.davies_bouldin = davies_bouldin;
  made.calinski_harabasz = calinski_harabasz;
  return made;
}

/// All criteria say 3; the elbow is sharp there.
std::vector<KScore> agreeing() {
  return {score(2, 100, .20, 1.9, 50), score(3, 30, .30, 1.2, 90), score(4, 25, .25, 1.5, 80),
          score(5, 22, .22, 1.6, 70), score(6, 20, .21, 1.7, 60)};
}

TEST(Kneedle, FindsThePaperExample) {
  // Figure 2 of the paper: y = 5 - 1 / (x + 0.1) at ten points has its knee at x = 0.22; turned upside down.
  std::vector<CurvePoint> curve;
  for (int i = 0; i < 10; ++i) {
    const double x = i / 9.0;
    curve.push_back({x, 1 / (x + 0.1)});
  }
  const auto at = kneedle(curve);
  ASSERT_TRUE(at);
  EXPECT_NEAR(curve[*at].x, 0.22, 0.01);
}

TEST(Kneedle, AStraightLineHasNoElbow) {
  const std::vector<CurvePoint> line{{2, 8}, {3, 6}, {4, 4}, {5, 2}, {6, 0}};
  EXPECT_FALSE(kneedle(line));
}

TEST(Kneedle, AShallowBendIsNotClear) {
  // The largest difference, 0.2, is less than the mean step, 0.25.
  const std::vector<CurvePoint> shallow{{2, 100}, {3, 55}, {4, 35}, {5, 20}, {6, 0}};
  EXPECT_FALSE(kneedle(shallow));
  const std::vector<CurvePoint> deeper{{2, 100}, {3, 48}, {4, 35}, {5, 20}, {6, 0}};
  EXPECT_EQ(kneedle(deeper), 1U);
}

TEST(Kneedle, DoesNotDependOnUnits) {
  std::vector<CurvePoint> curve{{2, 100}, {3, 40}, {4, 30}, {5, 25}, {8, 20}};
  const auto at = kneedle(curve);
  ASSERT_TRUE(at);
  for (CurvePoint& point : curve) point = {point.x * 7 + 3, point.y * 1e9 + 5e9};
  EXPECT_EQ(kneedle(curve), at);
}

TEST(Kneedle, TheSharpestOfSeveral) {
  const std::vector<CurvePoint> two{{0, 100}, {1, 70}, {2, 69}, {3, 68}, {4, 10}, {5, 9}, {6, 8}, {7, 0}};
  EXPECT_EQ(kneedle(two), 4U);
}

TEST(Kneedle, DegenerateCurves) {
  EXPECT_FALSE(kneedle({}));
  EXPECT_FALSE(kneedle(std::vector<CurvePoint>{{2, 9}, {3, 1}}));
  EXPECT_FALSE(kneedle(std::vector<CurvePoint>{{2, 5}, {3, 5}, {4, 5}, {5, 5}}));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(kneedle(std::vector<CurvePoint>{{2, 100}, {3, nan}, {4, 3}, {5, 2}}));
}

TEST(ChooseK, EveryCriterionCanDecide) {
  for (const Criterion criterion :
       {Criterion::kSilhouette, Criterion::kElbow, Criterion::kDaviesBouldin, Criterion::kCalinskiHarabasz}) {
    const Choices choices = choose_k(agreeing(), criterion);
    EXPECT_EQ(choices.chosen, 3);
    EXPECT_EQ(choices.by, name_of(criterion));
    EXPECT_THAT(choices.why, HasSubstr("agree"));
    EXPECT_THAT(choices.why, Not(HasSubstr("disagree")));
  }
}

TEST(ChooseK, SaysWhoDisagrees) {
  auto scores = agreeing();
  scores[4].davies_bouldin = 0.9;
  const Choices choices = choose_k(scores, Criterion::kSilhouette);
  EXPECT_EQ(choices.chosen, 3);
  EXPECT_EQ(choices.davies_bouldin, 6);
  EXPECT_EQ(choices.why,
            "k = 3 has the highest silhouette (0.300). The criteria disagree: Davies-Bouldin would choose 6; "
            "elbow and Calinski-Harabasz agree.");
  EXPECT_EQ(choose_k(scores, Criterion::kDaviesBouldin).chosen, 6);
}

TEST(ChooseK, TiesGoToTheSmallest) {
  std::vector<KScore> scores = agreeing();
  for (KScore& s : scores) s = score(s.k, 10, .5, 1, 7);
  const Choices choices = choose_k(scores, Criterion::kSilhouette);
  EXPECT_EQ(choices.silhouette, 2);
  EXPECT_EQ(choices.davies_bouldin, 2);
  EXPECT_EQ(choices.calinski_harabasz, 2);
  EXPECT_EQ(choices.elbow, 0);
  EXPECT_EQ(choices.chosen, 2);
}

TEST(ChooseK, OneKIsGiven) {
  const Choices choices = choose_k(std::vector{score(4, 10, .5, 1, 7)}, Criterion::kElbow);
  EXPECT_EQ(choices.chosen, 4);
  EXPECT_EQ(choices.by, "given");
  EXPECT_EQ(choose_k(std::vector{score(1, 10, 0, 0, 0)}, Criterion::kSilhouette).chosen, 1);
}

TEST(ChooseK, WithoutAnElbowTheSilhouetteDecides) {
  auto scores = agreeing();
  for (KScore& s : scores) s.inertia = 100 - 10 * s.k;
  const Choices choices = choose_k(scores, Criterion::kElbow);
  EXPECT_EQ(choices.elbow, 0);
  EXPECT_EQ(choices.by, "silhouette");
  EXPECT_THAT(choices.why, HasSubstr("no clear elbow"));
  EXPECT_THAT(choose_k(scores, Criterion::kSilhouette).why, HasSubstr("no clear elbow"));
}

TEST(ChooseK, OneClusterHasNoScoreButMayBendTheCurve) {
  auto scores = agreeing();
  scores.insert(scores.begin(), score(1, 1000, kNone, kNone, kNone));
  const Choices choices = choose_k(scores, Criterion::kDaviesBouldin);
  EXPECT_EQ(choices.davies_bouldin, 3);
  EXPECT_EQ(choices.elbow, 2);
}

TEST(ChooseK, UndefinedScoresHaveNoSay) {
  auto scores = agreeing();
  scores[1].silhouette = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(choose_k(scores, Criterion::kSilhouette).silhouette, 4);
  for (KScore& s : scores) s.calinski_harabasz = std::numeric_limits<double>::infinity();
  const Choices choices = choose_k(scores, Criterion::kCalinskiHarabasz);
  EXPECT_EQ(choices.calinski_harabasz, 0);
  EXPECT_EQ(choices.by, "silhouette");
  for (KScore& s : scores) s.silhouette = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW((void)choose_k(scores, Criterion::kSilhouette), Error);
  auto negative = agreeing();
  for (KScore& s : negative) s.silhouette = -0.1 * s.k;
  negative.push_back(score(7, 0, kNone, kNone, kNone));
  for (const Criterion criterion : {Criterion::kSilhouette, Criterion::kDaviesBouldin})
    EXPECT_NE(choose_k(negative, criterion).chosen, 7) << "undefined is not the best";
  EXPECT_THROW((void)choose_k({}, Criterion::kSilhouette), Error);
}

TEST(ChooseK, NamesARunnerUpWithinTwoStandardErrors) {
  auto scores = agreeing();
  for (KScore& s : scores) s.silhouette_se = .01;
  scores[2].silhouette = .28;  // .02 below; two standard errors of the difference are .0283
  EXPECT_THAT(choose_k(scores, Criterion::kSilhouette).why,
              HasSubstr("k = 4 (0.280 ± 0.010) lies within two standard errors"));
  scores[2].silhouette = .27;
  EXPECT_THAT(choose_k(scores, Criterion::kSilhouette).why, Not(HasSubstr("within two")));
  scores[2].silhouette = .2999;
  for (KScore& s : scores) s.silhouette_se = 0;
  EXPECT_THAT(choose_k(scores, Criterion::kSilhouette).why, Not(HasSubstr("within two")))
      << "exact silhouettes have no error";
}

TEST(Criterion, NamesAreReadBack) {
  for (const Criterion criterion :
       {Criterion::kSilhouette, Criterion::kElbow, Criterion::kDaviesBouldin, Criterion::kCalinskiHarabasz}) {
    EXPECT_EQ(criterion_named(name_of(criterion)), criterion);
  }
  EXPECT_EQ(criterion_named("davies-bouldin"), Criterion::kDaviesBouldin);
  EXPECT_THROW((void)criterion_named("bic"), Error);
}

TEST(ChooseK, FindsTheBestOfRealCatalogues) {
  CHORUS_SHARED_OR_SKIP(shared);
  for (const char* name :
       {"hit-1960s", "classic-hit-15k", "combined-real", "song-data-18k", "spotify-songs-32k"}) {
    const auto truth =
        nlohmann::json::parse(test::read_file(shared / "truth" / (std::string("truth-") + name + ".json")));
    std::vector<KScore> scores;
    for (const auto& row : truth.at("kmeans")) {
      scores.push_back(score(row.at("k"), row.at("inertia"), row.at("silhouette"), row.at("davies_bouldin"),
                             row.at("calinski_harabasz")));
    }
    const Choices choices = choose_k(scores, Criterion::kSilhouette);
    if (truth.contains("best_k_by_silhouette")) {
      EXPECT_EQ(choices.silhouette, truth.at("best_k_by_silhouette").get<int>()) << name;
      EXPECT_EQ(choices.davies_bouldin, truth.at("best_k_by_davies_bouldin").get<int>()) << name;
    }
    for (const KScore& other : scores) {
      EXPECT_LE(other.silhouette, scores[static_cast<std::size_t>(choices.silhouette - 2)].silhouette);
    }
  }
}

}  // namespace
}  // namespace chorus::quality
