#include "cluster_options.hpp"

#include "chorus/core/error.hpp"
#include "chorus/files/results_files.hpp"
#include "chorus/kmeans/row_labels.hpp"
#include "chorus/session/duration.hpp"
#include "option_kinds.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace chorus::jobs {
namespace {

/// One of the numbers of `option`'s text `whole`.
int to_number(const std::string& text, const std::string& whole, const char* option, int most) {
  int value = 0;
  const char* last = text.data() + text.size();
  const auto [end, failure] = std::from_chars(text.data(), last, value);
  if (failure == std::errc() && end == last && value >= 0 && value <= most) return value;
  const std::string part = text == whole ? "" : " in '" + whole + "'";
  throw Error(Exit::kInput,
              describe(fmt::format("'{}'{} is not a whole number up to {}", text, part, most), option,
                       most == kmeans::kMaxClusters ? "write for example 8, 2:10, 2:20:2 or 2,4,8"
                                                    : "write auto, exact or a number of rows"));
}

kmeans::FitOptions fit(const ClusterOptions& options) {
  kmeans::FitOptions fit;
  fit.seeding = kmeans::Seeding::kPlusPlus;
  if (options.seeding == "k-means||") fit.seeding = kmeans::Seeding::kParallel;
  if (options.seeding == "random") fit.seeding = kmeans::Seeding::kRandom;
  if (!options.init.empty()) fit.seeding = kmeans::Seeding::kGiven;
  fit.seed = options.seed;
  fit.restarts = options.init.empty() ? options.restarts : 1;
  fit.max_iterations = options.max_iterations;
  fit.tolerance = options.tolerance;
  return fit;
}

quality::SilhouetteOptions silhouettes(const ClusterOptions& options) {
  quality::SilhouetteOptions measuring;
  measuring.seed = options.seed;
  const std::string& text = options.silhouette;
  if (text == "exact") {
    measuring.mode = quality::SilhouetteOptions::Mode::kExact;
  } else if (text != "auto") {
    measuring.mode = quality::SilhouetteOptions::Mode::kSample;
    measuring.sample = to_number(text, text, "--silhouette", std::numeric_limits<int>::max());
  }
  return measuring;
}

features::Scaling scaling_named(const std::string& name) {
  if (name == "minmax") return features::Scaling::kMinMax;
  if (name == "none") return features::Scaling::kNone;
  return features::Scaling::kStandard;
}

}  // namespace

std::vector<int> ClusterOptions::ks() const {
  std::vector<int> result;
  const auto number = [&](const std::string& text) { return to_number(text, k, "-k", kmeans::kMaxClusters); };
  for (const std::string& part : split_text(k, ',')) {
    const std::vector<std::string> range = split_text(part, ':');
    const int first = number(range[0]);
    const int last = range.size() > 1 ? number(range[1]) : first;
    const int step = range.size() > 2 ? number(range[2]) : 1;
    if (range.size() > 3 || first < 1 || last < first || step < 1) {
      throw Error(
          Exit::kInput,
          describe("'" + k + "' is not a range of cluster counts", "-k",
                   fmt::format("write FIRST:LAST or FIRST:LAST:STEP with 1 <= FIRST <= LAST <= {}, for "
                               "example 2:10",
                               kmeans::kMaxClusters)));
    }
    for (int value = first; value <= last; value += step) result.push_back(value);
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

pipeline::Settings ClusterOptions::settings() const {
  return {
      ks(),       fit(*this), scaling_named(scaling), silhouettes(*this), quality::criterion_named(choose),
      components, typical};
}

session::KeeperOptions ClusterOptions::keeping() const {
  return {session::parse_duration(checkpoint, "--checkpoint"),
          session::parse_duration(max_time, "--max-time")};
}

double ClusterOptions::hang_seconds() const {
  return session::parse_duration(hang_timeout, "--hang-timeout");
}

std::optional<std::filesystem::path> ClusterOptions::kept_catalogue() const {
  if (!keep_catalogue) return std::nullopt;
  const std::string stem = std::filesystem::path(input.input).stem().string();
  // model.csv's would be the model.
  const char* end = files::is_own_name(stem + ".h5") ? "_catalogue.h5" : ".h5";
  return std::filesystem::path(output) / (stem + end);
}

std::filesystem::path ClusterOptions::labelled_csv() const {
  const std::string file =
      name.empty() ? std::filesystem::path(input.input).stem().string() + "_clustered.csv" : name;
  return std::filesystem::path(output) / file;
}

void ClusterOptions::check() const {
  const std::vector<int> range = ks();
  if (silhouette != "auto" && silhouette != "exact" && silhouettes(*this).sample < 2) {
    throw Error(Exit::kInput, describe("a sample of fewer than 2 rows measures nothing", "--silhouette",
                                       "use auto, exact or a number of rows"));
  }
  if (!init.empty() && (range.size() != 1 || init_space.empty())) {
    throw Error(Exit::kInput, describe("--init needs one k and --init-space", "--init " + init,
                                       "give -k K and --init-space original or scaled"));
  }
  if (init.empty() && !init_space.empty()) {
    throw Error(Exit::kInput, describe("--init-space goes with --init alone", "--init-space",
                                       "give --init FILE or leave it out"));
  }
  if (init.empty() && max_iterations == 0) {
    throw Error(Exit::kInput,
                describe("no passes without given centroids", "--max-iterations 0", "give --init FILE"));
  }
  if (overwrite && resume) {
    throw Error(Exit::kInput,
                describe("--overwrite and --resume exclude each other", "--resume", "choose one"));
  }
  if (name.find('/') != std::string::npos) {
    throw Error(Exit::kInput,
                describe("'" + name + "' is not a file name", "--name", "use -o for the folder"));
  }
  const std::string labelled = labelled_csv().filename().string();
  if (labelled.empty() || labelled == "." || labelled == "..") {
    throw Error(Exit::kInput,
                describe("'" + labelled + "' is not a file name", "--name", "choose another with --name"));
  }
  if (files::is_own_name(labelled)) {
    throw Error(Exit::kInput, describe("the labelled CSV cannot have a name that the run itself uses",
                                       labelled, "choose another with --name"));
  }
  static_cast<void>(settings());
  static_cast<void>(keeping());
  static_cast<void>(hang_seconds());
}

void add_cluster_options(CLI::App& command, ClusterOptions& o) {
  add_input_options(command, o.input, Cleaning::kYes);
  const std::string fits = "Clustering";
  command.add_option("-k,--clusters", o.k, "Numbers of clusters: 8, 2:10, 2:20:2 or 2,4,8")
      ->capture_default_str()
      ->group(fits);
  add_count(command, "--restarts", o.restarts, {1, 65535}, "Starts for each k; the best is kept")
      ->group(fits);
  add_count(command, "--seed", o.seed, {}, "Seed of all random choices")->group(fits);
  command.add_option("--seeding", o.seeding, "k-means++ (greedy), k-means|| (for very large k), or random")
      ->check(CLI::IsMember({"k-means++", "k-means||", "random"}))
      ->capture_default_str()
      ->group(fits);
  command
      .add_option("--init", o.init, "CSV of starting centroids, with or without a header of feature names")
      ->group(fits);
  command.add_option("--init-space", o.init_space, "Units of --init: original or scaled")
      ->check(CLI::IsMember({"original", "scaled"}))
      ->group(fits);
  add_real(command, "--tolerance", o.tolerance, {},
           "Stop when centroids move less, times the features' mean variance")
      ->group(fits);
  add_count(command, "--max-iterations", o.max_iterations, {0, 1000000},
            "Lloyd passes at most; 0 with --init assigns only")
      ->group(fits);
  command.add_option("--scaling", o.scaling, "standard (z-scores), minmax (0-1) or none")
      ->check(CLI::IsMember({"standard", "minmax", "none"}))
      ->capture_default_str()
      ->group(fits);
  const std::string judging = "Judging";
  command
      .add_option("--silhouette", o.silhouette,
                  "auto (exact up to 20,000 rows, else 2,000 rows), exact, or a number of rows")
      ->capture_default_str()
      ->group(judging);
  command
      .add_option("--choose", o.choose,
                  "What chooses k: silhouette, elbow, davies-bouldin or calinski-harabasz")
      ->capture_default_str()
      ->group(judging);
  add_count(command, "--components", o.components, {1, 1000}, "Principal components to keep")->group(judging);
  add_count(command, "--typical", o.typical, {0, 1000}, "Typical songs to list for each cluster")
      ->group(judging);
  const std::string results = "Results";
  command.add_option("-o,--output", o.output, "Folder for the results")
      ->capture_default_str()
      ->group(results);
  command.add_option("--name", o.name, "File name of the labelled CSV [INPUT_clustered.csv]")->group(results);
  command.add_option("--label-column", o.label_column, "Name of the added column")
      ->capture_default_str()
      ->group(results);
  command
      .add_flag("--scores", o.scores,
                "Also append principal component scores, silhouette width and distance to the centroid")
      ->group(results);
  command.add_option("--source", o.source, "Where the CSV of a catalogue is now, if it was moved")
      ->group(results);
  command
      .add_flag("--without-source", o.without_source,
                "Of a catalogue, write row numbers, features and clusters instead of its CSV's lines")
      ->group(results);
  command
      .add_flag("--keep-catalogue", o.keep_catalogue,
                "Leave the HDF5 catalogue of a CSV input in the results")
      ->group(results);
  command.add_flag("--figures", o.figures, "Also draw SVG and PNG figures with gnuplot")->group(results);
  command.add_flag("--overwrite", o.overwrite, "Replace the results of an earlier run in the folder")
      ->group(results);
  command
      .add_flag("--resume", o.resume,
                "Go on from the last checkpoint; verify results that are finished; else start afresh")
      ->group(results);
  const std::string running = "Running";
  command
      .add_option("--checkpoint", o.checkpoint,
                  "Time between checkpoints, for example 30s, 5m or 2h; 0: only when the job is stopped")
      ->capture_default_str()
      ->group(running);
  command
      .add_option("--max-time", o.max_time,
                  "Stop after this time with status 75, to go on with --resume; 0: never")
      ->capture_default_str()
      ->group(running);
  command
      .add_option("--hang-timeout", o.hang_timeout,
                  "End the job with status 76 if a rank does not move for so long; 0: never")
      ->capture_default_str()
      ->group(running);
  command
      .add_flag("--dry-run", o.dry_run,
                "Check what can be checked at once, say what would be read and written; write nothing")
      ->group(running);
  command.add_flag("--quiet", o.quiet, "Say nothing on standard output")->group(running);
  command.add_option("--timings", o.timings, "plain, or detailed: waiting for other ranks is measured apart")
      ->check(CLI::IsMember({"plain", "detailed"}))
      ->capture_default_str()
      ->group(running);
  command
      .add_option("--simd", o.simd,
                  "Vector instructions: auto, or a target that --version lists; results do not change")
      ->capture_default_str()
      ->group(running);
}

}  // namespace chorus::jobs
