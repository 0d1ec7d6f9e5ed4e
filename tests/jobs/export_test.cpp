// Nothing lost: what is taken from the export is the input, byte for byte.
#include "csv_walk.hpp"
#include "program.hpp"
#include "real_catalogue.hpp"
#include "results.hpp"
#include "support/test_files.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace chorus::test {
namespace {

using nlohmann::json;

/// Labels of the records after the header, in the input's order, checked against the summary.
void expect_counts(const std::vector<std::string>& labels, const json& summary) {
  const auto sizes = summary.at("profiles");
  std::vector<std::int64_t> counts(sizes.size());
  std::int64_t empty = 0;
  for (const std::string& label : labels) {
    if (label.empty()) {
      ++empty;
      continue;
    }
    ASSERT_TRUE(label.size() < 6 && label.find_first_not_of("0123456789") == std::string::npos) << label;
    const std::size_t cluster = std::stoul(label);
    ASSERT_LT(cluster, counts.size());
    ++counts[cluster];
  }
  for (std::size_t c = 0; c < counts.size(); ++c)
    EXPECT_EQ(sizes[c].at("size"), counts[c]) << "cluster " << c;
  std::int64_t dropped = 0;
  for (const auto& [reason, rows] : summary.at("dropped").items()) dropped += rows.get<std::int64_t>();
  EXPECT_EQ(summary.at("rows").get<std::int64_t>() - summary.at("rows_used").get<std::int64_t>(), dropped);
  EXPECT_EQ(empty, dropped + summary.at("skipped_records").get<std::int64_t>());
  EXPECT_EQ(std::ssize(labels),
            summary.at("rows").get<std::int64_t>() + summary.at("skipped_records").get<std::int64_t>());
}

struct Exported {
  std::vector<PlainRecord> records;  ///< of the input, without blank ones and the header
  std::vector<std::string> labels;   ///< beside them
  json summary;
};

/// Runs, takes the label column off, and compares.
Exported expect_nothing_lost(int ranks, const std::filesystem::path& csv, const Arguments& options,
                             char delimiter = ',') {
  const TemporaryFolder folder;
  const std::filesystem::path to = folder.file("results");
  const Outcome outcome =
      run_chorus(ranks, Arguments{"cluster", csv.string(), "-o", to.string(), "--quiet"} + options);
  EXPECT_RUN_OK(outcome);
  if (!outcome.ok()) return {};
  Exported exported;
  exported.records = split_plainly(read_file(csv), delimiter);
  const std::string bytes = read_file(to / (csv.stem().string() + "_clustered.csv"));
  const ExportWalk walk = walk_export(exported.records, bytes, delimiter);
  EXPECT_EQ(walk.problem, "");
  if (!walk.problem.empty()) return {};
  exported.labels = walk.labels;
  EXPECT_EQ(exported.labels.front(), "cluster");
  exported.labels.erase(exported.labels.begin());
  std::erase_if(exported.records, [](const PlainRecord& record) { return record.blank(); });
  exported.records.erase(exported.records.begin());
  exported.summary = read_summary(to);
  expect_counts(exported.labels, exported.summary);
  EXPECT_EQ(exported.records.size(), exported.labels.size());
  return exported;
}

TEST(Export, EveryRealCatalogue) {
  CHORUS_SHARED_OR_SKIP(shared);
  for (const RealCatalogue& songs : real_catalogues()) {
    SCOPED_TRACE(songs.name);
    const Exported exported = expect_nothing_lost(
        3, songs.csv(shared), Arguments{"-k", "3", "--restarts", "1", "--silhouette", "100"} + songs.options);
    if (songs.truth.empty() && songs.name != "music-genre-50k") continue;
    if (songs.name != "music-genre-50k") {
      EXPECT_EQ(exported.summary.at("rows_used"), exported.summary.at("rows"));
      continue;
    }
    // Tempos of ?, and five rows of empty cells.
    EXPECT_EQ(exported.summary.at("rows"), 50005);
    EXPECT_EQ(exported.summary.at("rows_used"), 45020);
    for (std::size_t i = 0; i < exported.records.size(); ++i) {
      const std::string& tempo = exported.records[i].fields.at(14);
      ASSERT_EQ(exported.labels[i].empty(), tempo == "?" || tempo.empty()) << exported.records[i].body;
    }
  }
}

TEST(Export, ImplausibleValuesAreKeptWithoutCluster) {
  CHORUS_SHARED_OR_SKIP(shared);
  const RealCatalogue songs{"music-genre-50k", {}, ""};
  const Exported exported = expect_nothing_lost(
      2, songs.csv(shared), {"-k", "2", "--restarts", "1", "--silhouette", "100", "--min", "duration_ms=0"});
  std::int64_t implausible = 0;
  for (std::size_t i = 0; i < exported.records.size(); ++i) {
    if (exported.records[i].fields.at(6) != "-1.0") continue;
    ++implausible;
    ASSERT_EQ(exported.labels[i], "");
  }
  EXPECT_EQ(implausible, 4939);
}

TEST(Export, FilledRowsHaveClusters) {
  CHORUS_SHARED_OR_SKIP(shared);
  const RealCatalogue songs{"music-genre-50k", {}, ""};
  const Exported exported = expect_nothing_lost(
      2, songs.csv(shared), {"-k", "2", "--restarts", "1", "--silhouette", "100", "--missing", "mean"});
  EXPECT_EQ(exported.summary.at("rows_used"), 50000) << "five rows have no value at all";
}

/// Songs in two groups, in every oddity that the dialect knows.
std::string odd_csv(const std::string& end, char d, bool final_end) {
  const auto join = [&](std::initializer_list<std::string> fields) {
    return fmt::format("{}{}", fmt::join(fields, std::string(1, d)), end);
  };
  std::string text = "\xEF\xBB\xBF" + join({"title", "\"ENERGY\"", "note", "Tempo"});
  for (int i = 0; i < 40; ++i) {
    const std::string energy = fmt::format("{}.{}", i % 2, 10 + i);
    const std::string tempo = i % 7 == 3 ? fmt::format("\"{}\"", 90 + i) : fmt::format("{}.5e0", 90 + i);
    text += join({fmt::format("\"A, \"\"B\"\"; {}\"", i), energy, "x", tempo});
    if (i % 5 == 0) text += end;  // a blank line
    if (i % 9 == 0) text += join({"\"two\nlines\r\nor three\"", energy, "5\" single", tempo});
    if (i % 11 == 0) text += join({"caf\xE9 \xFF\xFE", energy, "", tempo});
    if (i % 13 == 0) text += join({"ragged", energy, tempo});
    if (i % 17 == 0) text += join({"missing", "NA", "?", tempo});
    if (i % 19 == 0) text += join({" ", energy, "\"\"", tempo});
  }
  if (!final_end) text.erase(text.size() - end.size());
  return text;
}

TEST(Export, EveryOddityOfTheDialect) {
  const TemporaryFolder folder;
  int variant = 0;
  for (const std::string end : {"\n", "\r\n"}) {
    for (const char delimiter : {',', ';', '\t'}) {
      const bool final_end = ++variant % 2 == 0;
      const std::filesystem::path csv = folder.file("odd" + std::to_string(variant) + ".csv");
      write_file(csv, odd_csv(end, delimiter, final_end));
      const Arguments options = {"--features", "energy,tempo", "-k", "2:3", "--bad-rows", "skip"};
      for (const int ranks : variant == 1 ? std::vector{1, 2, 3, 7} : std::vector{3}) {
        SCOPED_TRACE(csv.string() + ", ranks: " + std::to_string(ranks));
        const Exported exported = expect_nothing_lost(ranks, csv, options, delimiter);
        ASSERT_FALSE(exported.labels.empty());
        EXPECT_EQ(exported.summary.at("skipped_records"), 4);
        EXPECT_EQ(exported.summary.at("dropped"), json({{"missing", 3}}));
        for (std::size_t i = 0; i < exported.records.size(); ++i) {
          const auto& fields = exported.records[i].fields;
          EXPECT_EQ(exported.labels[i].empty(), fields[0] == "ragged" || fields[0] == "missing") << fields[0];
        }
      }
    }
  }
}

TEST(Export, ScoresStandBesideEachRow) {
  const TemporaryFolder folder;
  const std::filesystem::path to = folder.file("results");
  ASSERT_RUN_OK(run_chorus(3, {"cluster", sample_songs().string(), "-k", "3", "--restarts", "1", "--scores",
                               "--name", "mine.csv", "--label-column", "group", "-o", to.string()}));
  const auto records = split_plainly(read_file(sample_songs()));
  const ExportWalk walk = walk_export(records, read_file(to / "mine.csv"));
  ASSERT_EQ(walk.problem, "");
  EXPECT_EQ(walk.labels.front(), "group,PC1,PC2,silhouette_width,distance_to_centroid");
  double inertia = 0;
  double silhouette = 0;
  for (std::size_t i = 1; i < walk.labels.size(); ++i) {
    const auto cells = split_plainly(walk.labels[i]).at(0).fields;
    ASSERT_EQ(cells.size(), 5U) << walk.labels[i];
    const double distance = std::stod(cells[4]);
    inertia += distance * distance;
    silhouette += std::stod(cells[3]);
  }
  const json fit = read_summary(to).at("k_selection").at(0);
  EXPECT_NEAR(inertia / fit.at("inertia").get<double>(), 1, 1e-5);
  EXPECT_NEAR(silhouette / 3000, fit.at("silhouette").get<double>(), 1e-5);
}

TEST(Export, CatalogueWithoutItsSourceGivesATable) {
  const TemporaryFolder folder;
  const std::filesystem::path csv = folder.file("songs.csv");
  const std::string h5 = folder.file("songs.h5").string();
  write_file(csv, read_file(sample_songs()));
  ASSERT_RUN_OK(run_chorus(2, {"ingest", csv.string(), "-o", h5}));
  const Arguments options = {"cluster", h5, "-k", "3", "--restarts", "1", "-o"};
  ASSERT_RUN_OK(run_chorus(2, options + Arguments{folder.file("with").string()}));
  std::filesystem::rename(csv, folder.file("moved.csv"));
  const Outcome refused = run_chorus(2, options + Arguments{folder.file("without").string()});
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.err.find("--source FILE"), std::string::npos) << refused.err;
  const Outcome without =
      run_chorus(2, options + Arguments{folder.file("without").string(), "--without-source"});
  ASSERT_RUN_OK(without);
  EXPECT_NE(without.out.find("--without-source"), std::string::npos) << without.out;
  const auto table = split_plainly(read_file(folder.file("without") / "songs_clustered.csv"));
  ASSERT_EQ(table.size(), 3001U);
  EXPECT_EQ(table[0].body,
            "row,danceability,energy,loudness,speechiness,acousticness,instrumentalness,liveness,"
            "valence,tempo,duration_ms,cluster");
  ASSERT_RUN_OK(run_chorus(
      2, options + Arguments{folder.file("moved").string(), "--source", folder.file("moved.csv").string()}));
  const std::string full = read_file(folder.file("with") / "songs_clustered.csv");
  EXPECT_EQ(read_file(folder.file("moved") / "songs_clustered.csv"), full);
  const ExportWalk walk = walk_export(split_plainly(read_file(sample_songs())), full);
  for (std::size_t i = 1; i < table.size(); ++i) {
    ASSERT_EQ(table[i].fields.front(), std::to_string(i - 1));
    ASSERT_EQ(table[i].fields.back(), walk.labels.at(i)) << i;
  }
}

TEST(Export, TypicalSongsAreDifferentSongs) {
  const TemporaryFolder folder;
  const std::string text = read_file(sample_songs());
  const std::size_t body = text.find('\n') + 1;
  write_file(folder.file("thrice.csv"), text + text.substr(body) + text.substr(body));
  const std::filesystem::path to = folder.file("results");
  ASSERT_RUN_OK(run_chorus(2, {"cluster", folder.file("thrice.csv").string(), "-o", to.string(), "-k", "4",
                               "--restarts", "1", "--quiet"}));
  for (const json& profile : read_summary(to).at("profiles")) {
    std::set<std::string> names;
    double last = 0;
    for (const json& song : profile.at("typical")) {
      names.insert(song.at("title").get<std::string>() + '\n' + song.at("artist").get<std::string>());
      EXPECT_GE(song.at("distance").get<double>(), last);
      last = song.at("distance").get<double>();
    }
    EXPECT_EQ(names.size(), 5U) << profile.at("typical").dump();
  }
}

}  // namespace
}  // namespace chorus::test
