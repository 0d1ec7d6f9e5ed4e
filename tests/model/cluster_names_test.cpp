#include "chorus/model/cluster_names.hpp"

#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>

namespace chorus::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> kFeatures{"danceability", "energy",           "loudness", "speechiness",
                                         "acousticness", "instrumentalness", "liveness", "valence",
                                         "tempo",        "duration_ms"};

NamedFeatures audio_features() {
  return {kFeatures, {1, 1, 0, 1, 1, 1, 1, 1, 240, 5e6}};
}

std::size_t at(std::string_view feature) {
  return static_cast<std::size_t>(std::find(kFeatures.begin(), kFeatures.end(), feature) - kFeatures.begin());
}

/// A cluster whose every feature is where the catalogue's is.
ClusterProfile plain() {
  ClusterProfile profile;
  profile.size = 1;
  profile.z.assign(kFeatures.size(), 0);
  profile.mean.assign(kFeatures.size(), 0.6);
  return profile;
}

/// A cluster that fulfils the rule and no more: every value exactly on its threshold.
ClusterProfile fulfilling(const NameRule& rule) {
  ClusterProfile profile = plain();
  for (const NameCondition& condition : rule.conditions) {
    const std::size_t j = at(condition.feature);
    if (std::isfinite(condition.z_from)) profile.z[j] = condition.z_from;
    if (std::isfinite(condition.z_to)) profile.z[j] = condition.z_to;
    if (std::isfinite(condition.mean_from)) profile.mean[j] = condition.mean_from;
    if (std::isfinite(condition.mean_to)) profile.mean[j] = condition.mean_to;
  }
  return profile;
}

TEST(NameClusters, AClusterWithoutSongsIsCalledSo) {
  ClusterProfile none = plain();
  none.size = 0;
  const std::vector<ClusterName> names = name_clusters(std::vector{plain(), none}, audio_features());
  EXPECT_EQ(names[0].name, "Balanced");
  EXPECT_EQ(names[1].name, "(no songs)");
  EXPECT_EQ(names[1].use_case, "");
  EXPECT_TRUE(names[1].evidence.empty());
}

TEST(NameRules, EachHoldsOnItsThresholdsAndFlipsBeyondAnyOfThem) {
  for (const NameRule& rule : name_rules()) {
    const std::span<const NameRule> alone(&rule, 1);
    const ClusterProfile on = fulfilling(rule);
    EXPECT_EQ(name_of(on, audio_features(), alone).name, rule.name);
    ASSERT_FALSE(rule.conditions.empty());
    for (const NameCondition& condition : rule.conditions) {
      const std::size_t j = at(condition.feature);
      ASSERT_LT(j, kFeatures.size()) << condition.feature;
      const auto flips = [&](std::vector<double> ClusterProfile::*member, double to) {
        ClusterProfile beyond = on;
        (beyond.*member)[j] = to;
        EXPECT_NE(name_of(beyond, audio_features(), alone).name, rule.name)
            << rule.name << " still holds with " << condition.feature << " at " << to;
      };
      if (std::isfinite(condition.z_from)) flips(&ClusterProfile::z, std::nextafter(condition.z_from, -9.0));
      if (std::isfinite(condition.z_to)) flips(&ClusterProfile::z, std::nextafter(condition.z_to, 9.0));
      if (std::isfinite(condition.mean_from))
        flips(&ClusterProfile::mean, std::nextafter(condition.mean_from, -9.0));
      if (std::isfinite(condition.mean_to))
        flips(&ClusterProfile::mean, std::nextafter(condition.mean_to, 9.0));
    }
  }
}

TEST(NameRules, EachCanBeReachedThroughTheWholeTable) {
  for (const NameRule& rule : name_rules()) {
    EXPECT_EQ(name_of(fulfilling(rule), audio_features()).name, rule.name)
        << "an earlier rule always takes its place";
  }
}

TEST(NameRules, NameTheirEvidence) {
  ClusterProfile profile = plain();
  profile.z[at("energy")] = 0.84;
  profile.mean[at("energy")] = 0.713;
  profile.z[at("danceability")] = 0.5;
  profile.mean[at("danceability")] = 0.66;
  const ClusterName name = name_of(profile, audio_features());
  EXPECT_EQ(name.name, "Energetic / Dance");
  EXPECT_EQ(name.use_case, "party, workout");
  EXPECT_THAT(name.evidence, ElementsAre("energy +0.8 sd (mean 0.71)", "danceability +0.5 sd (mean 0.66)"));
}

TEST(NameOf, FindsFeaturesWhateverTheirCaseAndInPercent) {
  ClusterProfile profile = plain();
  profile.z[at("speechiness")] = 3;
  profile.mean[at("speechiness")] = 80;
  NamedFeatures features = audio_features();
  features.features[at("speechiness")] = "Speechiness";
  features.high[at("speechiness")] = 96;
  const ClusterName name = name_of(profile, features);
  EXPECT_EQ(name.name, "Speech");
  EXPECT_THAT(name.evidence, ElementsAre("Speechiness +3.0 sd (mean 0.80)"));
}

TEST(NameOf, OtherFeaturesGetNeutralNames) {
  ClusterProfile profile;
  profile.z = {0.4, -2.0, 1.5};
  profile.mean = {1, 2, 3};
  const NamedFeatures features{{"mfcc1", "zero_crossings", "tempo"}, {9, 9, 9}};
  EXPECT_EQ(name_of(profile, features).name, "Fast") << "a feature that is known is named";
  profile.z[2] = 1.2;
  const ClusterName name = name_of(profile, features);
  EXPECT_EQ(name.name, "Low zero crossings, high tempo");
  EXPECT_THAT(name.evidence, ElementsAre("zero_crossings -2.0 sd", "tempo +1.2 sd"));
}

TEST(NameOf, NothingFarFromTheCatalogueIsBalanced) {
  ClusterProfile profile = plain();
  profile.z[at("tempo")] = 0.34;
  EXPECT_EQ(name_of(profile, audio_features()).name, "Balanced");
  profile.z[at("tempo")] = 0.35;
  EXPECT_EQ(name_of(profile, audio_features()).name, "High tempo");
}

TEST(NameClusters, TellsTwoOfARuleApartByTheirStrongestDifference) {
  std::vector<ClusterProfile> profiles(2, fulfilling(name_rules()[0]));
  profiles[0].z[at("tempo")] = 0.3;
  profiles[1].z[at("valence")] = -0.9;
  const auto names = name_clusters(profiles, audio_features());
  EXPECT_EQ(names[0].name, "Speech (happier)");
  EXPECT_EQ(names[1].name, "Speech (sadder)");
}

TEST(NameClusters, TellsThreeApartAtTheWidestGap) {
  std::vector<ClusterProfile> profiles(3, fulfilling(name_rules()[0]));
  profiles[0].z[at("tempo")] = 0.1;
  profiles[1].z[at("tempo")] = 0.9;
  profiles[2].z[at("energy")] = 0.2;
  const auto names = name_clusters(profiles, audio_features());
  EXPECT_EQ(names[0].name, "Speech (slower, less energetic)");
  EXPECT_EQ(names[1].name, "Speech (faster)");
  EXPECT_EQ(names[2].name, "Speech (slower, more energetic)");
}

TEST(NameClusters, NumbersClustersThatAreEqual) {
  const std::vector<ClusterProfile> profiles(2, plain());
  const auto names = name_clusters(profiles, audio_features());
  EXPECT_EQ(names[0].name, "Balanced (no. 1)");
  EXPECT_EQ(names[1].name, "Balanced (no. 2)");
}

TEST(NameClusters, OfManyClustersStayShortAndDistinct) {
  std::vector<ClusterProfile> profiles(2000, plain());
  for (std::size_t c = 0; c < profiles.size(); ++c) {
    for (std::size_t j = 0; j < profiles[c].z.size(); ++j)
      profiles[c].z[j] = 0.1 * std::sin(static_cast<double>((c + 1) * (j + 3)));
  }
  std::set<std::string> seen;
  for (const ClusterName& name : name_clusters(profiles, audio_features())) {
    EXPECT_TRUE(seen.insert(name.name).second) << name.name;
    EXPECT_LE(std::ranges::count(name.name, ','), 3) << name.name;
  }
}

TEST(NameClusters, OfThePublishedCatalogueAreItsOwnVocabulary) {
  CHORUS_SHARED_OR_SKIP(shared);
  const auto truth =
      nlohmann::json::parse(test::read_file(shared / "truth" / "truth-published-single_genre_artists.json"));
  const auto mean = truth.at("scaler").at("mean").get<std::vector<double>>();
  const auto variance = truth.at("scaler").at("population_variance").get<std::vector<double>>();
  std::vector<ClusterProfile> profiles;
  for (const auto& means : truth.at("kmeans_standardised").at("k3").at("means")) {
    ClusterProfile profile;
    profile.size = 1;  // not published, and a cluster without songs has no name
    profile.mean = means.get<std::vector<double>>();
    for (std::size_t j = 0; j < mean.size(); ++j) {
      profile.z.push_back((profile.mean[j] - mean[j]) / std::sqrt(variance[j]));
    }
    profiles.push_back(profile);
  }
  const auto names = name_clusters(profiles, audio_features());
  ASSERT_EQ(names.size(), 3U);
  EXPECT_EQ(names[0].name, "Energetic / Dance");
  EXPECT_EQ(names[1].name, "Calm / Acoustic");
  EXPECT_EQ(names[2].name, "Speech");
}

TEST(NameClusters, OfRealCataloguesAreDistinct) {
  CHORUS_SHARED_OR_SKIP(shared);
  const bool show = std::getenv("CHORUS_TEST_SHOW") != nullptr;
  for (const char* file : {"hit-1960s", "classic-hit-15k", "combined-real", "song-data-18k",
                           "spotify-songs-32k", "music-genre-45k"}) {
    const auto truth =
        nlohmann::json::parse(test::read_file(shared / "truth" / (std::string("truth-") + file + ".json")));
    const NamedFeatures features{truth.at("features").get<std::vector<std::string>>(),
                                 truth.at("max").get<std::vector<double>>()};
    for (const auto& fit : truth.at("kmeans")) {
      std::vector<ClusterProfile> profiles;
      for (std::size_t c = 0; c < fit.at("sizes").size(); ++c) {
        ClusterProfile profile;
        profile.z = fit.at("centroids_standardised").at(c).get<std::vector<double>>();
        profile.mean = fit.at("means_raw").at(c).get<std::vector<double>>();
        profile.share = fit.at("sizes").at(c).get<double>() / truth.at("rows_used").get<double>();
        profiles.push_back(profile);
      }
      const auto names = name_clusters(profiles, features);
      std::set<std::string> distinct;
      for (const ClusterName& name : names) distinct.insert(name.name);
      EXPECT_EQ(distinct.size(), names.size()) << file << " k = " << names.size();
      for (std::size_t c = 0; show && c < names.size(); ++c) {
        std::cout << file << " k=" << names.size() << ' ' << profiles[c].share << "  " << names[c].name
                  << "  [" << names[c].use_case << "]  ";
        for (const auto& line : names[c].evidence) std::cout << line << "; ";
        std::cout << '\n';
      }
    }
  }
}

}  // namespace
}  // namespace chorus::model
