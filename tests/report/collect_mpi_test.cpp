// The report's data from rows on several ranks: equal to a plain count of all rows, whatever the ranks and
// blocks.
#include "chorus/comm/communicator.hpp"
#include "chorus/core/error.hpp"
#include "chorus/core/random.hpp"
#include "chorus/core/row_partition.hpp"
#include "chorus/report/collect.hpp"
#include "chorus/report/silhouette_counter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>

namespace chorus::report {
namespace {

constexpr std::size_t kFeatures = 3;
constexpr int kClusters = 4;

struct Rows {
  std::vector<double> values;
  std::vector<double> scores;
  std::vector<Label> labels;
};

/// Rows [range) of a made-up catalogue; one in 17 is not clustered, cluster 3 stays empty.
Rows make_rows(RowRange range) {
  Rows rows;
  for (RowIndex row = range.begin; row < range.end; ++row) {
    const auto a = static_cast<std::uint64_t>(row);
    const bool used = row % 17 != 5;
    for (std::uint32_t j = 0; j < kFeatures; ++j) {
      rows.values.push_back(
          used ? std::ldexp(random_unit(3, Purpose::kSynthetic, a, j), 3 * static_cast<int>(j))
               : std::nan(""));
    }
    for (std::uint32_t j = 3; j < 5; ++j) {
      rows.scores.push_back(used ? 6 * random_unit(3, Purpose::kSynthetic, a, j) - 2 : std::nan(""));
    }
    rows.labels.push_back(used ? static_cast<Label>(row % 3) : kNoLabel);
  }
  return rows;
}

/// Hands out rows in blocks of `step`.
RowSource source_of(const Rows& rows, RowIndex first, std::size_t step) {
  return [&rows, first, step](const std::function<void(const RowBlock&)>& take) {
    for (std::size_t at = 0; at < rows.labels.size(); at += step) {
      const std::size_t n = std::min(step, rows.labels.size() - at);
      take({first + static_cast<RowIndex>(at), std::span(rows.values).subspan(at * kFeatures, n * kFeatures),
            std::span(rows.scores).subspan(at * 2, n * 2), std::span(rows.labels).subspan(at, n)});
    }
  };
}

ReportData collect(const comm::Communicator& comm, RowIndex total, std::size_t songs, std::size_t step) {
  const RowRange range = RowPartition(total, comm.size()).range(comm.rank());
  const Rows rows = make_rows(range);
  return collect_report_data(comm, source_of(rows, range.begin, step), {kFeatures, kClusters, 42, songs});
}

TEST(Collect, CountsEveryUsedRowOnce) {
  const auto comm = comm::Communicator::world();
  constexpr RowIndex kRows = 5000;
  const ReportData data = collect(comm, kRows, 300, 64);
  const Rows all = make_rows({0, kRows});
  std::map<Label, std::int64_t> sizes;
  for (const Label label : all.labels) ++sizes[label];
  ASSERT_EQ(data.distributions.size(), kFeatures);
  for (const auto& feature : data.distributions) {
    for (Label c = 0; c < kClusters; ++c) {
      const Distribution& one = feature.clusters.at(static_cast<std::size_t>(c));
      EXPECT_EQ(std::accumulate(one.counts.begin(), one.counts.end(), one.below + one.above), sizes[c]);
    }
  }
  std::int64_t drawn = data.density.outside;
  for (const auto& grid : data.density.counts) drawn = std::accumulate(grid.begin(), grid.end(), drawn);
  EXPECT_EQ(drawn, kRows - sizes[kNoLabel]);
  EXPECT_LT(data.density.outside, kRows / 50);
  double sum = 0;
  for (std::size_t i = 0; i < all.labels.size(); ++i) sum += all.labels[i] == 1 ? all.scores[i * 2] : 0;
  EXPECT_NEAR(data.centroid_scores[1][0], sum / static_cast<double>(sizes[1]), 1e-12);
  EXPECT_TRUE(std::isnan(data.centroid_scores[3][0]));
}

TEST(Collect, SamplesTheRowsWithTheSmallestHashes) {
  const auto comm = comm::Communicator::world();
  for (const std::size_t songs : {std::size_t{0}, std::size_t{1}, std::size_t{250}, std::size_t{100'000}}) {
    const ReportData data = collect(comm, 2000, songs, 37);
    const Rows all = make_rows({0, 2000});
    std::vector<std::pair<std::uint64_t, RowIndex>> expected;
    for (RowIndex row = 0; row < 2000; ++row) {
      if (all.labels[static_cast<std::size_t>(row)] == kNoLabel) continue;
      expected.emplace_back(random_u64(42, Purpose::kMapSample, static_cast<std::uint64_t>(row)), row);
    }
    std::sort(expected.begin(), expected.end());
    expected.resize(std::min(expected.size(), songs));
    ASSERT_EQ(data.songs.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const MapSong& song = data.songs[i];
      const auto row = static_cast<std::size_t>(expected[i].second);
      ASSERT_EQ(song.row, expected[i].second);
      EXPECT_EQ(song.cluster, all.labels[row]);
      EXPECT_EQ(song.pc1, all.scores[row * 2]);
      EXPECT_EQ(song.pc2, all.scores[row * 2 + 1]);
      EXPECT_TRUE(std::equal(song.values.begin(), song.values.end(),
                             all.values.begin() + static_cast<std::ptrdiff_t>(row * kFeatures)));
    }
  }
}

/// Totals of a run on one rank, computed by every rank for itself, and of all ranks together, are equal bits.
TEST(Collect, DoesNotDependOnRanksOrBlocks) {
  const auto comm = comm::Communicator::world();
  const ReportData a = collect(comm, 3001, 200, 1000);
  const ReportData b = collect(comm, 3001, 200, 7);
  EXPECT_EQ(a.songs, b.songs);
  EXPECT_EQ(a.density, b.density);
  const Rows all = make_rows({0, 3001});
  // Only the last rank holds rows here, the others none.
  const bool holds = comm.rank() == comm.size() - 1;
  const Rows none;
  const ReportData c =
      collect_report_data(comm, source_of(holds ? all : none, 0, 100), {kFeatures, kClusters, 42, 200});
  EXPECT_EQ(a.songs, c.songs);
  EXPECT_EQ(a.density, c.density);
  for (std::size_t cluster = 0; cluster < 3; ++cluster) {
    EXPECT_EQ(a.centroid_scores[cluster], c.centroid_scores[cluster]);
  }
  for (std::size_t j = 0; j < kFeatures; ++j) {
    EXPECT_EQ(a.distributions[j].window, c.distributions[j].window);
    for (std::size_t cluster = 0; cluster < 3; ++cluster) {
      EXPECT_EQ(a.distributions[j].clusters[cluster].counts, c.distributions[j].clusters[cluster].counts);
      EXPECT_EQ(a.distributions[j].clusters[cluster].q25, c.distributions[j].clusters[cluster].q25);
    }
  }
}

TEST(Collect, EndsOnAllRanksWhereOneCannotReadItsRows) {
  const auto comm = comm::Communicator::world();
  const bool fails = comm.rank() == comm.size() - 1;
  const RowSource source = [&](const std::function<void(const RowBlock&)>&) {
    if (fails) throw Error(Exit::kIo, "cannot read rows");
  };
  EXPECT_THROW((void)collect_report_data(comm, source, {kFeatures, kClusters, 0, 10}), AgreedError);
}

TEST(Silhouette, CountsWidthsByClusterOverAllRanks) {
  const auto comm = comm::Communicator::world();
  SilhouetteCounter counter(3);
  for (RowIndex i = 0; i < 1000; ++i) {
    if (i % comm.size() != comm.rank()) continue;
    counter.add(static_cast<Label>(i % 2), -1 + 2 * static_cast<double>(i) / 999);
  }
  counter.reduce(comm);
  const SilhouetteWidths widths = counter.widths();
  EXPECT_EQ(std::accumulate(widths.counts[0].begin(), widths.counts[0].end(), std::int64_t{0}), 500);
  EXPECT_EQ(widths.counts[0].front(), 1);
  EXPECT_EQ(widths.counts[1].back(), 1);
  EXPECT_NEAR(widths.mean[0], -1.0 / 999, 1e-12);
  EXPECT_NEAR(widths.mean[1], 1.0 / 999, 1e-12);
  EXPECT_TRUE(std::isnan(widths.mean[2]));
}

TEST(Silhouette, CountsStayBoundedForAnyNumberOfClusters) {
  for (const int clusters : {2, 524, 525, 8000, 65535}) {
    const auto bins =
        static_cast<std::size_t>(SilhouetteWidths::bins_for(static_cast<std::size_t>(clusters)));
    EXPECT_LE(bins * static_cast<std::size_t>(clusters), std::size_t{3} << 20U) << clusters;
    EXPECT_EQ(2000 % bins, 0U);
  }
  EXPECT_EQ(SilhouetteWidths::bins_for(524), 2000);
  EXPECT_EQ(SilhouetteWidths::bins_for(525), 1000);
  const auto comm = comm::Communicator::world();
  SilhouetteCounter counter(8000);
  if (comm.is_root()) counter.add(7999, 1);
  counter.reduce(comm);
  const SilhouetteWidths widths = counter.widths();
  ASSERT_EQ(widths.counts.size(), 8000U);
  EXPECT_EQ(widths.counts[0].size(), 100U);
  EXPECT_EQ(widths.counts[7999].back(), 1);
  EXPECT_EQ(widths.mean[7999], 1);
}

}  // namespace
}  // namespace chorus::report
