#include "chorus/core/error.hpp"
#include "chorus/model/summary_json.hpp"
#include "example_result.hpp"
#include "support/json_mutations.hpp"
#include "support/random_cases.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <random>

namespace chorus::model {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Summary, HasTheKeysThatScriptsRead) {
  const json summary = json::parse(summary_json(example_result()));
  for (const char* key :
       {"fingerprint", "rows", "rows_used", "dropped", "features", "mean", "standard_deviation",
        "correlation", "space", "k", "choices", "k_selection", "centroids", "pca", "profiles", "run"}) {
    EXPECT_TRUE(summary.contains(key)) << key;
  }
  for (const char* key : {"k", "inertia", "silhouette", "silhouette_se", "silhouette_rows", "davies_bouldin",
                          "calinski_harabasz", "sizes", "iterations"}) {
    EXPECT_TRUE(summary["k_selection"][1].contains(key)) << key;
  }
  for (const char* key : {"name", "size", "mean", "z"}) {
    EXPECT_TRUE(summary["profiles"][0].contains(key)) << key;
  }
  EXPECT_TRUE(summary["pca"].contains("explained_variance_ratio") && summary["pca"].contains("components"));
  for (const char* key : {"ranks", "hosts", "seconds", "peak_rss_bytes"}) {
    EXPECT_TRUE(summary["run"].contains(key)) << key;
  }
  EXPECT_EQ(summary["k"], 2);
  EXPECT_EQ(summary["choices"]["davies_bouldin"], 3);
  EXPECT_TRUE(summary["choices"]["elbow"].is_null()) << "no clear elbow is no k";
  EXPECT_EQ(summary["run"]["seconds"]["total"], 1.5);
  for (const char* key : {"min", "mean", "max", "compute", "communication", "io", "waiting"}) {
    EXPECT_TRUE(summary["run"]["seconds"]["phases"]["lloyd"].contains(key)) << key;
  }
  EXPECT_EQ(summary["run"]["seconds"]["phases"]["lloyd"]["communication"], .1);
}

TEST(Summary, KeepsWhatVariesUnderRun) {
  RunResult other = example_result();
  other.run = RunInfo{};
  json a = json::parse(summary_json(example_result()));
  json b = json::parse(summary_json(other));
  EXPECT_NE(a, b);
  a.erase("run");
  b.erase("run");
  EXPECT_EQ(a, b);
}

TEST(Summary, WritesNumbersThatReadBackToTheSameBits) {
  const std::string text = summary_json(example_result());
  EXPECT_THAT(text, HasSubstr("0.30000000000000004"));
  EXPECT_THAT(text, HasSubstr("18446744073709551615"));
  EXPECT_THAT(text, HasSubstr("\"tolerance\": 0.0001"));
}

TEST(Summary, ReadsBack) {
  const std::string text = summary_json(example_result());
  const RunResult read = read_summary_json(text, "summary.json");
  EXPECT_EQ(summary_json(read), text) << "every field that is written is read";
  EXPECT_EQ(read.maximum, example_result().maximum);
  EXPECT_EQ(read.minimum, example_result().minimum);
  EXPECT_EQ(read.seed, example_result().seed);
  EXPECT_EQ(read.profiles[0].typical[0].row, 12345678901);
  EXPECT_EQ(read.choices.elbow, 0);
  EXPECT_EQ(read.choices.why, example_result().choices.why);
  EXPECT_EQ(read.run.phases[0].name, "ingest");
  EXPECT_EQ(read.run.phases[1].bytes, 123456789U);
  EXPECT_EQ(read.dropped, example_result().dropped);
}

TEST(Summary, NumbersThatAreNotFiniteAreNull) {
  RunResult result = example_result();
  result.k_selection[0].silhouette = std::numeric_limits<double>::quiet_NaN();
  const std::string text = summary_json(result);
  EXPECT_TRUE(json::parse(text)["k_selection"][0]["silhouette"].is_null());
  EXPECT_TRUE(std::isnan(read_summary_json(text, "x").k_selection[0].silhouette));
  EXPECT_EQ(read_summary_json(text, "x").k_selection[0].stop, "tolerance");
  EXPECT_EQ(read_summary_json(text, "x").k_selection[0].stops, result.k_selection[0].stops);
}

TEST(Summary, TextsOfAnyBytesAreWritten) {
  RunResult result = example_result();
  result.profiles[0].typical[0].title = "caf\xe9 \x01 \" </script>";
  result.features[0] = "\xff";
  result.options["\xfe"] = "\xc3";
  result.run.input = std::string("nul\0byte", 8);
  const json summary = json::parse(summary_json(result));
  EXPECT_EQ(summary["profiles"][0]["typical"][0]["title"], "caf\xEF\xBF\xBD \x01 \" </script>");
  EXPECT_EQ(summary["features"][0], "\xEF\xBF\xBD");
  EXPECT_EQ(summary["run"]["input"], std::string("nul\0byte", 8));
}

TEST(Summary, HostileTitlesSurvive) {
  CHORUS_SHARED_OR_SKIP(shared);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(shared / "hostile-strings")) {
    if (!entry.is_regular_file()) continue;
    RunResult result = example_result();
    result.profiles[0].typical[0].title = test::read_file(entry.path());
    const RunResult read = read_summary_json(summary_json(result), "x");
    EXPECT_EQ(summary_json(read), summary_json(result)) << entry.path();
  }
}

/// The status and text of the error that reading `text` ends in.
std::string error_of(const std::string& text) {
  try {
    (void)read_summary_json(text, "r/summary.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput);
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    return error.what();
  }
  return "";
}

TEST(Summary, SaysWhatIsWrongWithAFile) {
  EXPECT_THAT(error_of(""), HasSubstr("r/summary.json"));
  EXPECT_THAT(error_of("{\n\n"), HasSubstr("not JSON"));
  EXPECT_THAT(error_of("[1]"), HasSubstr("it is a list of 1, expected an object"));
  EXPECT_THAT(error_of("{}"), HasSubstr("\"format\""));
  json summary = json::parse(summary_json(example_result()));
  const auto with = [&](const std::string& pointer, const json& value) {
    json changed = summary;
    changed[json::json_pointer(pointer)] = value;
    return error_of(changed.dump());
  };
  EXPECT_THAT(with("/version", 2), HasSubstr("version"));
  EXPECT_THAT(with("/rows", "many"), HasSubstr("rows is "));
  EXPECT_THAT(with("/rows", 1.5), HasSubstr("rows is "));
  EXPECT_THAT(with("/rows", 1e30), HasSubstr("rows is "));
  EXPECT_THAT(with("/restarts", 5'000'000'000), HasSubstr("restarts is "));
  EXPECT_THAT(with("/mean", {1.0}), HasSubstr("mean"));
  EXPECT_THAT(with("/correlation/1", {1.0}), HasSubstr("correlation"));
  EXPECT_THAT(with("/choices/chosen", 3), HasSubstr("centroids"));
  EXPECT_THAT(with("/choices/chosen", 0), HasSubstr("chosen"));
  EXPECT_THAT(with("/profiles/1/z", json::array()), HasSubstr("z"));
  EXPECT_THAT(with("/k_selection/0/sizes", {1}), HasSubstr("sizes"));
  EXPECT_THAT(with("/run/seconds/phases", {1, 2}), HasSubstr("phases"));
}

TEST(Summary, EveryMissingKeyIsNoticed) {
  const json summary = json::parse(summary_json(example_result()));
  const auto all_keys = [&](const json& object, const std::string& at) {
    for (const auto& [key, value] : object.items()) {
      if (at.empty() && key == "k") continue;  // for scripts; the reader takes choices.chosen
      json changed = summary;
      (at.empty() ? changed : changed[json::json_pointer(at)]).erase(key);
      EXPECT_THAT(error_of(changed.dump()), HasSubstr(key)) << at;
    }
  };
  for (const char* at : {"", "/scaler", "/choices", "/k_selection/0", "/pca", "/profiles/0",
                         "/profiles/0/typical/0", "/run", "/run/seconds", "/run/seconds/phases/lloyd"}) {
    all_keys(at[0] == '\0' ? summary : summary[json::json_pointer(at)], at);
  }
}

TEST(Summary, WhateverValueIsChangedItIsRefusedOrWrittenAgain) {
  int refused = 0;
  int tried = 0;
  int all = 0;
  test::for_each_mutation(summary_json(example_result()),
                          [&](const std::string& changed, const std::string& what) {
                            if (all++ % test::every_how_many() != 0) return;
                            ++tried;
                            if (!error_of(changed).empty()) {
                              ++refused;
                              return;
                            }
                            const std::string again = summary_json(read_summary_json(changed, "x"));
                            EXPECT_EQ(summary_json(read_summary_json(again, "x")), again) << what;
                          });
  EXPECT_GT(all, 1500);
  EXPECT_GT(refused, tried / 2);
}

TEST(Summary, IsNotFollowedIntoTheDeep) {
  std::string text = summary_json(example_result());
  const auto scaler = text.find("\"scaler\": ") + 10;
  text.replace(scaler, 0, std::string(200'000, '[') + std::string(200'000, ']') + ", \"scaler2\": ");
  EXPECT_THAT(error_of(text), HasSubstr("nested deeper than 64"));
}

TEST(Summary, TruncatedAndFlippedTextEndsInAnErrorOrAResult) {
  const std::string text = summary_json(example_result());
  for (std::size_t size = 0; size + 2 < text.size(); ++size) EXPECT_NE(error_of(text.substr(0, size)), "");
  std::mt19937 generator(7);
  for (int i = 0; i < test::random_cases(3000); ++i) {
    std::string flipped = text;
    flipped[generator() % flipped.size()] ^= static_cast<char>(1U << (generator() % 8U));
    (void)error_of(flipped);
  }
  EXPECT_NE(error_of(std::string(1'000'000, '[')), "");
}

}  // namespace
}  // namespace chorus::model
