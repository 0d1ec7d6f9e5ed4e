#include "chorus/report/write_report.hpp"

#include "chorus/core/error.hpp"
#include "chorus/report/figures.hpp"
#include "chorus/report/page.hpp"
#include "chorus/report/tables.hpp"
#include "support/made_up_report.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>

namespace chorus::report {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::string element(const std::string& html, const std::string& id) {
  const std::string open = "<script type=\"application/json\" id=\"" + id + "\">";
  const auto from = html.find(open) + open.size();
  return html.substr(from, html.find("</script>", from) - from);
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(WriteReport, WritesWhatItNames) {
  const test::TemporaryFolder folder;
  const StoredReport made = test::make_up_report({});
  const ReportOutcome outcome = write_report(folder.path(), made.result, made.data);
  for (const fs::path& file : outcome.files) EXPECT_TRUE(fs::is_regular_file(folder.path() / file)) << file;
  for (const char* file : {"report.html", "report_data.json", "tables/clusters.csv", "plots/plots.gp"}) {
    EXPECT_THAT(outcome.files, testing::Contains(fs::path(file)));
  }
  std::size_t found = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
    found += entry.is_regular_file() ? 1U : 0U;
  EXPECT_EQ(found, outcome.files.size());  // and nothing else, nothing temporary
}

TEST(WriteReport, ComesOutAgainFromWhatItStored) {
  const test::TemporaryFolder first;
  const test::TemporaryFolder second;
  for (const bool hostile : {false, true}) {
    test::MadeUp options;
    options.hostile = hostile;
    const StoredReport made = test::make_up_report(options);
    const ReportOutcome outcome = write_report(first.path(), made.result, made.data);
    const StoredReport stored = load_report(first.path());
    write_report(second.path(), stored.result, stored.data);
    for (const fs::path& file : outcome.files) {
      // Stored text is made valid UTF-8, tables keep the bytes of the source.
      if (hostile && file.parent_path() == "tables") continue;
      EXPECT_EQ(test::read_file(first.path() / file), test::read_file(second.path() / file)) << file;
    }
  }
}

TEST(WriteReport, KeepsWhatVariesApart) {
  const test::TemporaryFolder first;
  const test::TemporaryFolder second;
  StoredReport made = test::make_up_report({});
  const ReportOutcome outcome = write_report(first.path(), made.result, made.data);
  made.result.run.date = "2031-01-01T00:00:00Z";
  made.result.run.ranks = 7;
  made.result.run.hosts = {"gamma"};
  made.result.run.seconds = 1;
  made.result.run.phases.pop_back();
  made.result.run.peak_rss_bytes = {1, 2, 3};
  made.result.run.input = "/elsewhere/made-up.csv";
  made.result.options["output"] = "elsewhere";
  made.data.scaling.clear();
  write_report(second.path(), made.result, made.data);
  for (const fs::path& file : outcome.files) {
    if (file.filename().string().starts_with("run")) continue;
    std::string a = test::read_file(first.path() / file);
    std::string b = test::read_file(second.path() / file);
    if (file == "report.html") {
      const std::string run_a = element(a, "chorus-run");
      const std::string run_b = element(b, "chorus-run");
      EXPECT_NE(run_a, run_b);
      a.replace(a.find(run_a), run_a.size(), "");
      b.replace(b.find(run_b), run_b.size(), "");
    } else if (file == kStoredReport) {
      a.resize(a.find("\n\"run\":"));
      b.resize(b.find("\n\"run\":"));
    }
    EXPECT_EQ(a, b) << file;
  }
}

TEST(Page, HoldsItsDataOnceAndNothingThatFetches) {
  test::MadeUp options;
  options.hostile = true;
  const StoredReport made = test::make_up_report(options);
  const Page page = make_page(made.result, made.data, 2'900'000);
  EXPECT_EQ(page.songs, 600U);
  const auto data = nlohmann::json::parse(element(page.html, "chorus-data"));
  const auto run = nlohmann::json::parse(element(page.html, "chorus-run"));
  EXPECT_EQ(data.at("songs").at("count"), 600);
  EXPECT_EQ(data.at("songs").at("titles").at(0), test::hostile_names()[0]);
  EXPECT_EQ(data.count("run") + data.count("options"), 0U);
  EXPECT_EQ(run.at("ranks"), 2);
  EXPECT_EQ(count_of(page.html, "</script"), assets().echarts.empty() ? 3U : 4U);
  EXPECT_EQ(count_of(page.html, "<script>"), assets().echarts.empty() ? 1U : 2U);
  EXPECT_THAT(page.html, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page.html, Not(HasSubstr("<!--chorus:")));
  const StoredReport plain = test::make_up_report({});
  EXPECT_EQ(count_of(make_page(plain.result, plain.data, 2'900'000).html, " src="),
            count_of(std::string(assets().echarts), " src="));
}

TEST(Page, TakesFewerSongsWhereItWouldGrowTooLarge) {
  test::MadeUp options;
  options.songs = 6000;
  const StoredReport made = test::make_up_report(options);
  const Page whole = make_page(made.result, made.data, 2'900'000);
  EXPECT_EQ(whole.songs, 6000U);
  const std::size_t limit = whole.html.size() - 60'000;
  const Page fewer = make_page(made.result, made.data, limit);
  EXPECT_LE(fewer.html.size(), limit);
  EXPECT_LT(fewer.songs, 6000U);
  EXPECT_GT(fewer.songs, 3000U);
  const test::TemporaryFolder folder;
  ReportOptions report_options;
  report_options.max_bytes = limit;
  EXPECT_THAT(write_report(folder.path(), made.result, made.data, report_options).notes,
              testing::Contains(HasSubstr("of the map's 6000 songs")));
}

TEST(Tables, AreNumbersOfTheResult) {
  const StoredReport made = test::make_up_report({});
  const std::vector<TextFile> tables = make_tables(made.result, made.data);
  const auto table = [&](const std::string& name) {
    const auto found =
        std::find_if(tables.begin(), tables.end(), [&](const TextFile& file) { return file.name == name; });
    return found == tables.end() ? std::string() : found->text;
  };
  EXPECT_THAT(table("tables/clusters.csv"), HasSubstr("cluster,name,songs,share"));
  EXPECT_EQ(count_of(table("tables/clusters.csv"), "\n"), 5U);
  EXPECT_EQ(count_of(table("tables/map_songs.csv"), "\n"), 601U);
  EXPECT_EQ(count_of(table("tables/correlation.csv"), "\n"), 7U);
  EXPECT_THAT(table("tables/rows.csv"), HasSubstr("left out: missing,5\n"));
  EXPECT_THAT(table("tables/run_scaling.csv"), HasSubstr("strong,measured,1,1,600,40"));
  // Every song is in one cell of the density and one bin of each histogram, or outside.
  std::int64_t songs = made.data.density.outside;
  std::istringstream density(table("tables/map_density.csv"));
  std::string line;
  std::getline(density, line);
  while (std::getline(density, line)) songs += std::stoll(line.substr(line.rfind(',') + 1));
  EXPECT_EQ(songs, 600);
}

TEST(Figures, PutNoTextOfTheCatalogueIntoTheScript) {
  test::MadeUp options;
  options.hostile = true;
  const StoredReport hostile = test::make_up_report(options);
  const StoredReport plain = test::make_up_report({});
  const auto script = [](const StoredReport& of) {
    std::string text;
    for (const TextFile& file : make_figures(of.result, of.data)) {
      if (file.name.ends_with(".gp")) text += file.text;
    }
    return text;
  };
  EXPECT_EQ(script(hostile), script(plain));
}

/// Runs the rest of the test with another PATH.
class Path {
 public:
  explicit Path(const std::string& path) : old_(std::getenv("PATH")) { setenv("PATH", path.c_str(), 1); }
  ~Path() { setenv("PATH", old_.c_str(), 1); }
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;

 private:
  std::string old_;
};

TEST(Figures, AreKeptAsDataWhereGnuplotIsMissingOrFails) {
  const test::TemporaryFolder folder;
  const test::TemporaryFolder programs;
  const StoredReport made = test::make_up_report({});
  ReportOptions options;
  options.figures = true;
  const Path path(programs.path().string());
  const auto notes = [&] { return write_report(folder.path(), made.result, made.data, options).notes; };
  EXPECT_THAT(notes(), testing::Contains(HasSubstr("there is no gnuplot here")));
  EXPECT_TRUE(fs::exists(folder.file("plots/plots.gp")));
  test::write_file(programs.file("gnuplot"), "#!/bin/sh\necho oh >&2\nexit 3\n");
  fs::permissions(programs.file("gnuplot"), fs::perms::owner_all);
  EXPECT_THAT(notes(), testing::Contains(HasSubstr("gnuplot failed")));
  EXPECT_EQ(test::read_file(folder.file("plots/gnuplot.log")), "oh\n");
}

TEST(Figures, AreDrawnByGnuplot) {
  if (std::system("command -v gnuplot > /dev/null 2>&1") != 0) GTEST_SKIP() << "skipped: no gnuplot here";
  for (const bool hostile : {false, true}) {
    const test::TemporaryFolder folder;
    test::MadeUp made_up;
    made_up.hostile = hostile;
    const StoredReport made = test::make_up_report(made_up);
    ReportOptions options;
    options.figures = true;
    const ReportOutcome outcome = write_report(folder.path(), made.result, made.data, options);
    EXPECT_TRUE(std::none_of(outcome.notes.begin(), outcome.notes.end(), [](const std::string& note) {
      return note.find("gnuplot") != std::string::npos;
    }));
    for (const char* name : {"choose_k", "correlation", "distributions", "explained_variance", "heat_map",
                             "loadings", "map", "map_density", "missing", "run_efficiency", "run_memory",
                             "run_phases", "run_speed_up", "silhouette", "sizes", "unit_means"}) {
      for (const char* extension : {".svg", ".png"}) {
        const fs::path file = folder.path() / "plots" / (std::string(name) + extension);
        ASSERT_TRUE(fs::exists(file)) << file;
        EXPECT_GT(fs::file_size(file), 5000U) << file;
      }
    }
  }
}

TEST(StoredReport, SaysWhatIsWrongWithIt) {
  const test::TemporaryFolder folder;
  const auto error = [&] {
    try {
      (void)load_report(folder.path());
    } catch (const Error& caught) {
      return caught;
    }
    return Error(Exit::kDone, "");
  };
  EXPECT_EQ(error().status(), Exit::kIo);
  const StoredReport made = test::make_up_report({});
  const std::string text = stored_form(made.result, made.data);
  test::write_file(folder.file(kStoredReport), text.substr(0, text.size() / 2));
  EXPECT_EQ(error().status(), Exit::kInput);
  EXPECT_THAT(error().what(), HasSubstr("damaged"));
  test::write_file(folder.file(kStoredReport), "{\"format\":\"chorus-report\",\"version\":99}");
  EXPECT_THAT(error().what(), HasSubstr("another version"));
  const auto rows = text.find("\"row\":[0,");
  test::write_file(folder.file(kStoredReport), text.substr(0, rows + 7) + text.substr(rows + 9));
  EXPECT_THAT(error().what(),
              HasSubstr("songs.pc1 is a list of 600, expected as many entries as row has, 599"));
  test::write_file(folder.file(kStoredReport), "[1]");
  EXPECT_EQ(error().status(), Exit::kInput);
}

TEST(WriteReport, FailsWithAnErrorWhereItCannotWrite) {
  const test::TemporaryFolder folder;
  test::write_file(folder.file("tables"), "a file where a folder should be");
  const StoredReport made = test::make_up_report({});
  EXPECT_THROW(write_report(folder.path(), made.result, made.data), Error);
}

TEST(WriteReport, TakesWhatIsEmpty) {
  const test::TemporaryFolder folder;
  StoredReport made = test::make_up_report({});
  made.data = {};
  made.data.density = {1, {0, 1}, {0, 1}, std::vector<std::vector<std::int64_t>>(4, {0}), 0};
  made.result.k_selection.clear();
  made.result.run = {};
  EXPECT_NO_THROW(write_report(folder.path(), made.result, made.data));
  EXPECT_NO_THROW(static_cast<void>(load_report(folder.path())));
}

}  // namespace
}  // namespace chorus::report
