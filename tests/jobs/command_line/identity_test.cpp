// Each option of `chorus cluster` either is part of a run's identity or is listed as one that decides
// nothing.
#include "identity.hpp"

#include "chorus/core/error.hpp"
#include "parsing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace chorus::test {
namespace {

using testing::HasSubstr;

std::set<std::string> immaterial() {
  std::set<std::string> names;
  for (const jobs::Immaterial& option : jobs::immaterial_options()) {
    EXPECT_FALSE(option.why.empty()) << option.option;
    EXPECT_TRUE(names.emplace(option.option).second) << option.option << " is listed twice";
  }
  return names;
}

session::Identity identity_of(const std::vector<std::string>& words) {
  jobs::CommandLine line("");
  std::vector<std::string> all = {"cluster", "songs.csv"};
  all.insert(all.end(), words.begin(), words.end());
  const auto refusal = parse(line, all);
  EXPECT_FALSE(refusal) << *refusal;
  return jobs::identity_of(comm::Communicator::world(), line.cluster_options);
}

TEST(Identity, HoldsEveryOptionOrListsIt) {
  jobs::CommandLine line("");
  const session::Identity identity = identity_of({});
  const std::set<std::string> listed = immaterial();
  std::set<std::string> options;
  for (const CLI::Option* option : line.cluster->get_options()) {
    const std::string name = option->get_single_name();
    options.insert(name);
    EXPECT_NE(identity.contains(name), listed.contains(name))
        << "--" << name
        << ": an option either decides the results (jobs/identity.cpp, of_options) or stands in kImmaterial "
           "with "
           "the reason";
  }
  for (const std::string& name : listed) EXPECT_TRUE(options.contains(name)) << "there is no --" << name;
}

TEST(Identity, ChangesWithEachOfItsOptions) {
  const std::vector<std::vector<std::string>> others = {
      {"--features", "energy"}, {"--column", "a=b"},
      {"--delimiter", ";"},     {"--na", "x"},
      {"--bad-rows", "skip"},   {"--non-numeric", "missing"},
      {"--missing", "mean"},    {"--min", "energy=1"},
      {"--max", "energy=1"},    {"-k", "3"},
      {"--restarts", "2"},      {"--seed", "1"},
      {"--seeding", "random"},  {"--init-space", "scaled"},
      {"--tolerance", "0"},     {"--max-iterations", "5"},
      {"--scaling", "none"},    {"--silhouette", "exact"},
      {"--choose", "elbow"},    {"--components", "3"},
      {"--typical", "3"},       {"--name", "x.csv"},
      {"--label-column", "x"},  {"--scores"},
      {"--without-source"}};
  const session::Identity plain = identity_of({});
  std::set<std::string> changed;
  for (const std::vector<std::string>& words : others) {
    const session::Identity other = identity_of(words);
    std::vector<std::string> differ;
    for (const auto& [name, value] : other) {
      if (plain.at(name) != value) differ.push_back(name);
    }
    ASSERT_EQ(differ.size(), 1U) << testing::PrintToString(words);
    changed.insert(differ.front());
    try {
      jobs::require_same_run(plain, other, "finished results", "results");
      ADD_FAILURE() << differ.front();
    } catch (const AgreedError& error) {
      EXPECT_EQ(error.status(), Exit::kInput);
      EXPECT_THAT(error.what(), HasSubstr("--" + differ.front() + " is '" + plain.at(differ.front()) +
                                          "' there and '" + other.at(differ.front()) + "' here"));
    }
  }
  for (const auto& [name, value] : plain) {
    const bool option = name.find(' ') == std::string::npos && name != jobs::kProgram && name != "init";
    EXPECT_EQ(changed.contains(name), option) << "no other value of --" << name << " was tried";
  }
}

TEST(Identity, ListsAreToldApart) {
  const auto value = [](const std::vector<std::string>& words, const char* name) {
    return identity_of(words).at(name);
  };
  EXPECT_NE(value({"--column", "a=b,c=d"}, "column"),
            value({"--column", "a=b", "--column", "c=d"}, "column"));
  EXPECT_NE(value({"--column", "a=\"b"}, "column"), value({"--column", "a=\"\"b"}, "column"));
  EXPECT_NE(value({"--column", "a=\"b,c=d\""}, "column"),
            value({"--column", "a=\"b", "--column", "c=d\""}, "column"));
  EXPECT_EQ(value({"--features", "a,c"}, "features"), "a,c");
  EXPECT_EQ(value({"--label-column", "caf\xE9\n"}, "label-column"), "\"caf\\udce9\\n\"");
  EXPECT_NE(value({"--label-column", "\"a\""}, "label-column"),
            value({"--label-column", "a"}, "label-column"));
  EXPECT_EQ(value({"--na", "a,,b"}, "na"), value({"--na", "a,b"}, "na")) << "an empty cell is missing anyway";
}

TEST(Identity, MissingEntryIsADifference) {
  session::Identity found = identity_of({});
  const session::Identity wanted = found;
  found.erase("scaling");
  try {
    jobs::require_same_run(found, wanted, "finished results", "results");
    ADD_FAILURE();
  } catch (const AgreedError& error) {
    EXPECT_THAT(error.what(), HasSubstr("--scaling is not recorded there"));
  }
}

}  // namespace
}  // namespace chorus::test
