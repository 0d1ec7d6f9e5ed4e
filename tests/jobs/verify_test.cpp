// Finished results prove themselves: every file that is damaged is named, and labels, model and input agree
// row by row.
#include "chorus/files/manifest.hpp"
#include "program.hpp"
#include "results.hpp"
#include "support/test_files.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <sstream>

namespace chorus::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const Arguments kShortRun = {"-k", "2:3", "--restarts", "1", "--quiet"};

void change(const fs::path& file, const std::function<void(std::string&)>& how) {
  std::string bytes = read_file(file);
  how(bytes);
  write_file(file, bytes);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

/// Two rows of one cluster, by their places in the file.
std::pair<std::size_t, std::size_t> two_of_one_cluster(const std::vector<std::string>& lines) {
  const std::string cluster = lines[1].substr(lines[1].rfind(','));
  for (std::size_t other = 2; other < lines.size(); ++other) {
    if (lines[other].ends_with(cluster)) return {1, other};
  }
  return {1, 1};
}

struct Damage {
  std::string what;
  std::string named;  ///< the file
  std::function<void(const fs::path&)> make;
};

std::vector<Damage> damages() {
  const std::string csv = "sample_songs_clustered.csv";
  return {
      {"a title", csv,
       [=](auto& in) { change(in / csv, [](auto& text) { text[text.find('\n') + 3] ^= 1; }); }},
      {"rows of one cluster permuted", csv,
       [=](auto& in) {
         change(in / csv, [](auto& text) {
           std::vector<std::string> lines = lines_of(text);
           const auto [a, b] = two_of_one_cluster(lines);
           std::swap(lines[a], lines[b]);
           text = joined(lines);
         });
       }},
      {"a label", csv, [=](auto& in) { change(in / csv, [](auto& text) { text[text.size() - 2] ^= 1; }); }},
      {"the report cut short", "report.html",
       [](auto& in) { fs::resize_file(in / "report.html", fs::file_size(in / "report.html") / 2); }},
      {"a figure gone", "plots/map.dat", [](auto& in) { fs::remove(in / "plots" / "map.dat"); }},
      {"a table gone", "tables/clusters.csv", [](auto& in) { fs::remove(in / "tables" / "clusters.csv"); }},
      {"k_selection gone", "k_selection.csv", [](auto& in) { fs::remove(in / "k_selection.csv"); }},
      {"a number of the summary", "summary.json",
       [](auto& in) {
         change(in / "summary.json", [](auto& text) { text[text.find("\"inertia\": ") + 11] ^= 1; });
       }},
      {"a bit of the model", "model.h5",
       [](auto& in) { change(in / "model.h5", [](auto& text) { text[700] ^= 1; }); }},
      {"an option", "options.toml",
       [](auto& in) { change(in / "options.toml", [](auto& text) { text += "seed = 3\n"; }); }},
      {"the manifest", "manifest.json",
       [](auto& in) { change(in / "manifest.json", [](auto& text) { text[text.find("xxh3") + 10] ^= 1; }); }},
  };
}

/// The sample, clustered once for all tests; each works on a copy.
class Verify : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = new TemporaryFolder;
    fs::copy(sample_songs(), made_->file("sample_songs.csv"));
    ASSERT_RUN_OK(run_chorus(1, Arguments{"cluster", input().string(), "-o", made().string()} + kShortRun));
  }
  static void TearDownTestSuite() {
    delete made_;
    made_ = nullptr;
  }
  static fs::path input() { return made_->file("sample_songs.csv"); }
  static fs::path made() { return made_->file("results"); }
  fs::path copy(const std::string& name = "copy") {
    fs::remove_all(folder_.file(name));
    fs::copy(made(), folder_.file(name), fs::copy_options::recursive);
    return folder_.file(name);
  }
  static Outcome verify(int ranks, const fs::path& results, const Arguments& more = {}) {
    return run_chorus(ranks, Arguments{"verify", results.string()} + more);
  }
  static Outcome resume(int ranks, const fs::path& results) {
    return run_chorus(ranks,
                      Arguments{"cluster", input().string(), "-o", results.string(), "--resume"} + kShortRun);
  }
  static void expect_refused(const Outcome& outcome, const std::string& names) {
    EXPECT_EQ(outcome.status, 2) << outcome.story();
    ASSERT_EQ(outcome.said().size(), 1U) << outcome.story();
    EXPECT_TRUE(outcome.said()[0].starts_with("chorus: error: ")) << outcome.story();
    EXPECT_THAT(outcome.said()[0], HasSubstr(names));
  }
  /// Makes the manifest fit again, as one who forges would.
  static void seal(const fs::path& results, const std::string& file) {
    files::Manifest manifest = files::read_manifest(results).value();
    files::list_files(manifest, results, {file}, "cluster");
    files::write_manifest(results, manifest);
  }

  TemporaryFolder folder_;
  static TemporaryFolder* made_;
};
TemporaryFolder* Verify::made_ = nullptr;

TEST_F(Verify, WhatWasWrittenIsWhole) {
  const auto before = all_bytes(made());
  for (const int ranks : {1, 3}) {
    const Outcome outcome = verify(ranks, made());
    EXPECT_RUN_OK(outcome);
    EXPECT_THAT(outcome.out, HasSubstr("labels, model and"));
    EXPECT_THAT(outcome.out, Not(HasSubstr("not listed")));
    EXPECT_RUN_OK(resume(ranks, made()));
  }
  EXPECT_EQ(differences(before, all_bytes(made())), "") << "looking changes nothing";
}

TEST_F(Verify, EachDamageIsNamed) {
  for (const Damage& damage : damages()) {
    SCOPED_TRACE(damage.what);
    const fs::path results = copy();
    damage.make(results);
    expect_refused(verify(1, results), damage.named);
    expect_refused(resume(2, results), damage.named);
    if (!long_tests()) continue;
    expect_refused(verify(2, results), damage.named);
    expect_refused(resume(1, results), damage.named);
  }
}

TEST_F(Verify, SeveralAreNamedTogether) {
  const fs::path results = copy();
  fs::remove(results / "tables" / "clusters.csv");
  change(results / "report.html", [](auto& text) { text += ' '; });
  const Outcome outcome = verify(1, results);
  expect_refused(outcome, "report.html has ");
  expect_refused(outcome, "tables/clusters.csv is missing");
  EXPECT_THAT(outcome.out, HasSubstr("damaged     tables/clusters.csv is missing\n"));
}

TEST_F(Verify, RowsAreComparedWhateverTheManifestSays) {
  const std::string csv = "sample_songs_clustered.csv";
  const auto last_cell = [&](const fs::path& in, const std::string& cell) {
    change(in / csv, [&](auto& text) {
      std::vector<std::string> lines = lines_of(text);
      lines[7] = lines[7].substr(0, lines[7].rfind(',') + 1) + cell;
      text = joined(lines);
    });
  };
  std::vector<Damage> forged = damages();
  std::erase_if(forged, [&](const Damage& damage) { return damage.named != csv; });
  for (const char* cell : {"1e30", "-1", "99999", "0.5", "", "x", "-1e300"})
    forged.push_back({fmt::format("label '{}'", cell), csv, [=](auto& in) { last_cell(in, cell); }});
  forged.push_back({"a line less", csv, [=](auto& in) {
                      change(in / csv,
                             [](auto& text) { text.resize(text.rfind('\n', text.size() - 2) + 1); });
                    }});
  forged.push_back({"a line more", csv, [=](auto& in) {
                      change(in / csv, [](auto& text) { text += lines_of(text).back() + "\n"; });
                    }});
  forged.push_back(
      {"a blank line more", csv, [=](auto& in) { change(in / csv, [](auto& text) { text += "\n"; }); }});
  int ranks = 1;
  for (const Damage& damage : forged) {
    SCOPED_TRACE(damage.what);
    const fs::path results = copy();
    damage.make(results);
    seal(results, csv);
    expect_refused(verify(ranks, results), csv);
    expect_refused(resume(3 - ranks, results), csv);
    ranks = 3 - ranks;
  }
}

TEST_F(Verify, TheInputIsFoundWhereItIsSaidToBe) {
  const fs::path results = copy();
  const fs::path moved = folder_.file("moved.csv");
  fs::copy(input(), moved);
  EXPECT_RUN_OK(verify(1, results, {moved.string()}));
  change(moved, [](auto& text) { text[text.find('\n') + 3] ^= 1; });
  expect_refused(verify(2, results, {moved.string()}), "hash of the input is ");
  expect_refused(verify(1, results, {folder_.file("absent.csv").string()}), "absent.csv");
}

TEST_F(Verify, ALaterCommandListsItsFiles) {
  const fs::path results = copy();
  const auto by = [&](const std::string& file) {
    const files::Manifest manifest = files::read_manifest(results).value();
    const auto found = std::ranges::find(manifest.files, file, &files::ListedFile::file);
    return found == manifest.files.end() ? "nobody" : found->by;
  };
  EXPECT_EQ(by("report.html"), "cluster");
  ASSERT_RUN_OK(run_chorus(2, {"report", results.string(), "--quiet"}));
  EXPECT_EQ(by("report.html"), "report");
  EXPECT_EQ(by("model.h5"), "cluster");
  EXPECT_RUN_OK(verify(1, results));

  files::Manifest manifest = files::read_manifest(results).value();
  manifest.unfinished = {"report"};  // as one that was killed leaves it
  files::write_manifest(results, manifest);
  expect_refused(verify(1, results), "`chorus report` began to change the results and did not end");
  ASSERT_RUN_OK(run_chorus(1, {"report", results.string(), "--quiet"}));
  EXPECT_RUN_OK(verify(1, results));

  ASSERT_RUN_OK(run_chorus(2, {"scaling", "-o", (results / "scaling").string(), "--songs", "2000", "--passes",
                               "2", "--repeats", "1", "--quiet"}));
  EXPECT_EQ(by("scaling/scaling.json"), "scaling");
  const Outcome outcome = verify(1, results);
  EXPECT_RUN_OK(outcome);
  EXPECT_THAT(outcome.out, Not(HasSubstr("not listed"))) << outcome.out;
  change(results / "scaling" / "scaling.csv", [](auto& text) { text += '\n'; });
  expect_refused(verify(1, results), "scaling/scaling.csv");
}

TEST_F(Verify, FilesOfOthersAreMentioned) {
  const fs::path results = copy();
  write_file(results / "notes.txt", "mine");
  write_file(results / "plots" / "mine.svg", "mine");
  const Outcome outcome = verify(1, results);
  EXPECT_RUN_OK(outcome);
  EXPECT_THAT(outcome.out, HasSubstr("not listed  notes.txt"));
  EXPECT_THAT(outcome.out, HasSubstr("not listed  plots/mine.svg"));
}

TEST_F(Verify, WhatIsNotFinishedIsSaidToBe) {
  expect_refused(verify(1, folder_.file("absent")), "no results folder of this name");
  fs::create_directory(folder_.file("empty"));
  expect_refused(verify(2, folder_.file("empty")), "no finished results");
  const fs::path old = copy("old");
  fs::remove(old / "manifest.json");
  expect_refused(verify(1, old), "version 0.1.0");
  expect_refused(resume(2, old), "version 0.1.0");
  fs::create_directory(old / "checkpoint");
  write_file(old / "checkpoint" / "begun-by-chorus", "");
  expect_refused(verify(1, old), "--resume");
}

/// Every way in which a row, a label and a line may look.
TEST_F(Verify, OddInputsAgreeToo) {
  std::string text = "\xEF\xBB\xBFtitle;energy;tempo\r\n";
  for (int i = 0; i < 3000; ++i) {
    text += fmt::format("\"a \"\"song\"\" {}\n{}\";{};{}\r\n", i, i % 7,
                        i % 11 == 0 ? std::string("NA") : fmt::format("0.{}", i % 97), 60 + i * i % 131);
    if (i % 500 == 0) text += "\r\n";
    if (i % 700 == 0) text += "too;many;fields;here\r\n";
  }
  const fs::path csv = folder_.file("odd.csv");
  write_file(csv, text + "last;1;2");
  const std::vector<Arguments> ways = {
      {"--scores"},
      {"--scaling", "minmax", "--missing", "mean", "--scores", "--label-column", "kind; of \"song\""},
      {"--scaling", "none", "--min", "energy=0.1", "--name", "x.csv", "--figures"},
      {"--column", "tempo=energy", "--column", "energy=tempo", "--keep-catalogue"}};
  int ranks = 1;
  for (const Arguments& way : ways) {
    const std::string results = folder_.file(fmt::format("r{}", ranks)).string();
    const Arguments all =
        Arguments{"cluster", csv.string(), "-o",           results,      "-k",   "2:3",    "--restarts",
                  "1",       "--features", "energy,tempo", "--bad-rows", "skip", "--quiet"} +
        way;
    ASSERT_RUN_OK(run_chorus(ranks % 3 + 1, all));
    const Outcome outcome = verify((ranks + 1) % 3 + 1, results);
    EXPECT_RUN_OK(outcome);
    EXPECT_THAT(outcome.out, Not(HasSubstr("not listed"))) << outcome.out;
    EXPECT_RUN_OK(run_chorus(2, all + Arguments{"--resume"}));
    ++ranks;
  }
}

TEST_F(Verify, ACatalogueIsAnInputToo) {
  const fs::path csv = folder_.file("songs.csv");
  fs::copy(input(), csv);
  const std::string catalogue = folder_.file("songs.h5").string();
  const std::string results = folder_.file("r").string();
  ASSERT_RUN_OK(run_chorus(1, {"ingest", csv.string(), "-o", catalogue, "--quiet"}));
  ASSERT_RUN_OK(run_chorus(2, Arguments{"cluster", catalogue, "-o", results} + kShortRun));
  EXPECT_RUN_OK(verify(2, results));
  fs::rename(csv, folder_.file("moved.csv"));
  EXPECT_RUN_OK(verify(1, results, {"--source", folder_.file("moved.csv").string()}));
  change(folder_.file("moved.csv"), [](auto& text) { text[text.find('\n') + 3] ^= 1; });
  expect_refused(verify(1, results, {"--source", folder_.file("moved.csv").string()}), "moved.csv");
}

}  // namespace
}  // namespace chorus::test
