// Milliseconds per Lloyd pass and seconds to convergence, at any number of ranks, from a given start on given
// rows, so that another program can be measured on the same task. Prints one line of JSON.
//
// A fit is run_lloyd and the labelling by the final centroids behind it, since that is what the fit of a
// library returns; a pass alone is the difference between a long and a short run.
#include "chorus/comm/environment.hpp"
#include "chorus/core/error.hpp"
#include "chorus/core/process.hpp"
#include "chorus/core/simd.hpp"
#include "chorus/kmeans/lloyd.hpp"
#include "chorus/kmeans/sweep.hpp"
#include "stage_rows.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace {

using namespace chorus;  // NOLINT(google-build-using-namespace): a main composes everything
using Json = nlohmann::ordered_json;

struct Options {
  bench::RowSource source;
  std::string save;
  std::string start;
  std::string save_start;
  int k = 8;
  int passes = 25;
  int short_passes = 5;
  int repeats = 1;
  bool converge = false;
  std::string simd = "auto";
};

Options read_options(int argc, char** argv) {
  Options options;
  CLI::App app{"Times Lloyd passes"};
  app.add_option("--load", options.source.load, "Scaled rows, n x d float32 .npy");
  app.add_option("--songs", options.source.songs, "Synthetic songs where no file is loaded");
  app.add_option("--save", options.save, "Keep the rows as .npy");
  app.add_option("--init", options.start, "Starting centroids, CSV; k-means++ where absent");
  app.add_option("--save-init", options.save_start, "Keep the starting centroids as CSV");
  app.add_option("--k", options.k, "Clusters, where no start is given");
  app.add_option("--passes", options.passes, "Passes of the long run");
  app.add_option("--short", options.short_passes, "Passes of the short run");
  app.add_option("--repeats", options.repeats, "Runs; the median is printed");
  app.add_flag("--converge", options.converge, "Also run to convergence: tolerance 1e-4, at most 300 passes");
  app.add_option("--simd", options.simd, "Dispatch target");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    throw AgreedError(Exit::kInput, error.what());
  }
  return options;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

struct Run {
  kmeans::Fit fit;
  double lloyd = 0;   ///< seconds of the passes
  double finish = 0;  ///< seconds of the last labelling
  double inertia = 0;
};

/// The sum of squared distances to the final centroids, which are not the means of their last labels.
double inertia_of(const kmeans::FinalFit& fit, const kmeans::GridTotals& grid) {
  const std::size_t d = grid.step.size();
  double inertia = kmeans::within_sum_of_squares(fit.totals(), grid);
  for (std::size_t c = 0; c < fit.clustering.clusters(); ++c) {
    const auto count = static_cast<double>(fit.clustering.sizes[c]);
    if (count == 0) continue;
    for (std::size_t j = 0; j < d; ++j) {
      const double mean = static_cast<double>(fit.sums[c * d + j]) / count * grid.step[j];
      const double e = mean - static_cast<double>(fit.clustering.centroids[c * d + j]);
      inertia += count * e * e;
    }
  }
  return inertia;
}

Run run_once(const comm::Communicator& comm, const bench::StageRows& rows, const kmeans::Fit& start,
             int passes, double tolerance) {
  Run run;
  run.fit = start;
  run.lloyd = bench::seconds_of(comm, [&] {
    kmeans::Fit* fit = &run.fit;
    kmeans::run_lloyd(comm, rows.rows, rows.grid, tolerance, passes, std::span<kmeans::Fit*>(&fit, 1), {});
  });
  kmeans::FinalFit final;
  run.finish =
      bench::seconds_of(comm, [&] { final = kmeans::finish_fit(comm, rows.rows, rows.grid, run.fit); });
  run.inertia = inertia_of(final, rows.grid) * rows.scaler.space_unit * rows.scaler.space_unit;
  return run;
}

Json measure(const comm::Communicator& comm, const bench::StageRows& rows, const kmeans::Fit& start,
             const Options& options) {
  static_cast<void>(run_once(comm, rows, start, 2, 0));  // warms memory up, on the other side too
  std::vector<double> whole;
  std::vector<double> lloyd;
  std::vector<double> alone;
  Run last;
  for (int i = 0; i < options.repeats; ++i) {
    const Run brief = run_once(comm, rows, start, options.short_passes, 0);
    last = run_once(comm, rows, start, options.passes, 0);
    whole.push_back(1e3 * (last.lloyd + last.finish) / last.fit.iterations);
    lloyd.push_back(1e3 * last.lloyd / last.fit.iterations);
    const int more = last.fit.iterations - brief.fit.iterations;
    if (more > 0) alone.push_back(1e3 * (last.lloyd - brief.lloyd) / more);
  }
  return {{"ms_per_pass", median(whole)},
          {"ms_per_pass_without_last_labels", median(lloyd)},
          {"ms_pass_alone", alone.empty() ? Json() : Json(median(alone))},
          {"passes", last.fit.iterations},
          {"inertia", last.inertia},
          {"stop", kmeans::stop_name(last.fit.stop)}};
}

Json converge(const comm::Communicator& comm, const bench::StageRows& rows, const kmeans::Fit& start,
              int repeats) {
  const double tolerance = kmeans::absolute_tolerance({}, rows.grid);
  std::vector<double> seconds;
  Run last;
  for (int i = 0; i < repeats; ++i) {
    last = run_once(comm, rows, start, 300, tolerance);
    seconds.push_back(last.lloyd + last.finish);
  }
  return {{"seconds", median(seconds)},
          {"passes", last.fit.iterations},
          {"inertia", last.inertia},
          {"stop", kmeans::stop_name(last.fit.stop)}};
}

void save_start(const bench::StageRows& rows, const std::vector<float>& start, const std::string& path) {
  const std::size_t d = rows.rows.blocks.width();
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) throw Error(Exit::kIo, describe("cannot write the start", path, ""));
  for (std::size_t i = 0; i < start.size(); ++i)
    fmt::print(file, "{:.9g}{}", static_cast<double>(start[i]), i % d + 1 == d ? "\n" : ",");
  std::fclose(file);
}

void run(const comm::Communicator& comm, const Options& options) {
  use_simd_target(options.simd);
  const bench::StageRows rows = bench::prepare_rows(comm, options.source);
  if (!options.save.empty()) bench::save_rows(comm, rows, options.save);
  const kmeans::Fit start = bench::begin_fit(comm, rows, options.start, options.k);
  if (!options.save_start.empty() && comm.is_root()) save_start(rows, start.centroids, options.save_start);
  Json out = {{"n", rows.rows.total}, {"d", rows.rows.blocks.width()}, {"k", start.k},
              {"ranks", comm.size()}, {"simd", simd_target()},         {"prepare_seconds", rows.seconds}};
  out.update(measure(comm, rows, start, options));
  if (options.converge) out["to_convergence"] = converge(comm, rows, start, options.repeats);
  const auto peaks = comm.all_gather(peak_resident_bytes());
  out["peak_rss_bytes"] = peaks;
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
