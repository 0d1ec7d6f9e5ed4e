// Seconds of the exact silhouette at any number of ranks, on given rows and labels, so that another program
// can be measured on the same task. Prints one line of JSON.
#include "chorus/comm/agree.hpp"
#include "chorus/comm/environment.hpp"
#include "chorus/core/error.hpp"
#include "chorus/core/process.hpp"
#include "chorus/core/row_partition.hpp"
#include "chorus/core/simd.hpp"
#include "chorus/kmeans/lloyd.hpp"
#include "chorus/quality/silhouette.hpp"
#include "npy_file.hpp"
#include "stage_rows.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace {

using namespace chorus;  // NOLINT(google-build-using-namespace): a main composes everything
using Json = nlohmann::ordered_json;

struct Options {
  bench::RowSource source;
  std::string labels;
  int k = 3;
  std::int64_t sample = 0;
};

Options read_options(int argc, char** argv) {
  Options options;
  options.source.songs = 95'837;
  CLI::App app{"Times the silhouette"};
  app.add_option("--load", options.source.load, "Scaled rows, n x d float32 .npy");
  app.add_option("--songs", options.source.songs, "Synthetic songs where no file is loaded");
  app.add_option("--labels", options.labels,
                 "Their labels, n int32 .npy; those of a K-Means fit where absent");
  app.add_option("--k", options.k, "Clusters");
  app.add_option("--sample", options.sample, "Rows to measure; all where absent");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    throw AgreedError(Exit::kInput, error.what());
  }
  return options;
}

std::vector<std::int32_t> given_labels(const comm::Communicator& comm, const std::string& path, int k) {
  return comm::agree_on(comm, [&] {
    bench::NpyFile file(path, "<i4");
    const RowRange range = RowPartition(file.rows(), comm.size()).range(comm.rank());
    std::vector<std::int32_t> labels(static_cast<std::size_t>(range.size()));
    file.read(range, std::span<std::int32_t>(labels));
    if (std::any_of(labels.begin(), labels.end(), [&](std::int32_t l) { return l < 0 || l >= k; }))
      throw Error(Exit::kInput, describe("a label is not below --k", path, ""));
    return labels;
  });
}

std::vector<std::int32_t> fitted_labels(const comm::Communicator& comm, const bench::StageRows& rows, int k) {
  kmeans::Fit fit = bench::begin_fit(comm, rows, {}, k);
  kmeans::Fit* one = &fit;
  kmeans::run_lloyd(comm, rows.rows, rows.grid, 0, 100, std::span<kmeans::Fit*>(&one, 1), {});
  kmeans::RowLabels labels(rows.rows.blocks, static_cast<std::size_t>(k));
  labels.assign(rows.rows.blocks, kmeans::CentroidTable(fit.centroids, rows.rows.blocks.width()), rows.grid);
  std::vector<std::int32_t> copy;
  for (RowIndex i = 0; i < rows.rows.blocks.rows(); ++i) copy.push_back(static_cast<std::int32_t>(labels[i]));
  return copy;
}

void run(const comm::Communicator& comm, const Options& options) {
  const bench::StageRows rows = bench::prepare_rows(comm, options.source);
  const std::vector<std::int32_t> labels = options.labels.empty()
                                               ? fitted_labels(comm, rows, options.k)
                                               : given_labels(comm, options.labels, options.k);
  if (std::ssize(labels) != rows.rows.blocks.rows())
    throw Error(Exit::kInput, describe("other numbers of rows and labels", options.labels, ""));
  const features::Clustering clustering = features::make_clustering(
      comm, rows.rows, static_cast<std::size_t>(options.k),
      [&](RowIndex i) { return static_cast<std::size_t>(labels[static_cast<std::size_t>(i)]); });
  quality::SilhouetteOptions how;
  how.mode = quality::SilhouetteOptions::Mode::kExact;
  if (options.sample > 0) {
    how.mode = quality::SilhouetteOptions::Mode::kSample;
    how.sample = options.sample;
  }
  std::vector<quality::Silhouette> result;
  const double seconds = bench::seconds_of(comm, [&] {
    const features::Clustering* only = &clustering;
    result = quality::measure_silhouettes(comm, rows.rows, std::span(&only, 1),
                                          pairs::DistanceUnits(rows.grid.distance_bound), how)
                 .of;
  });
  const auto n = static_cast<double>(rows.rows.total);
  const Json out = {{"n", rows.rows.total},
                    {"d", rows.rows.blocks.width()},
                    {"k", options.k},
                    {"ranks", comm.size()},
                    {"simd", simd_target()},
                    {"rows_measured", result[0].rows},
                    {"seconds", seconds},
                    {"silhouette", result[0].coefficient},
                    {"pairs_per_second", n * static_cast<double>(result[0].rows) / seconds},
                    {"peak_rss_bytes", comm.all_gather(peak_resident_bytes())}};
  if (comm.is_root()) fmt::print("{}\n", out.dump());
}

}  // namespace

int main(int argc, char** argv) {
  const comm::Environment environment(argc, argv);
  const comm::Communicator comm = comm::Communicator::world();
  try {
    run(comm, read_options(argc, argv));
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "chorus: error: {}\n", error.what());
    comm.abort(static_cast<int>(Exit::kInput));
  }
}
