#include "chorus/core/error.hpp"
#include "chorus/model/summary_json.hpp"
#include "json_fields.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace chorus::model::fields {

/// 0 for a criterion without an opinion.
int opinion(const Json& choices, const char* criterion) {
  const auto found = choices.find(criterion);
  return found != choices.end() && found->is_null() ? 0 : get<int>(choices, criterion);
}

template <>
struct Reader<Choices> {
  static Choices read(const Json& from) {
    Choices choices;
    choices.chosen = get<int>(from, "chosen");
    choices.by = get<std::string>(from, "by");
    choices.silhouette = opinion(from, "silhouette");
    choices.elbow = opinion(from, "elbow");
    choices.davies_bouldin = opinion(from, "davies_bouldin");
    choices.calinski_harabasz = opinion(from, "calinski_harabasz");
    choices.why = get<std::string>(from, "why");
    return choices;
  }
};

template <>
struct Reader<quality::KScore> {
  static quality::KScore read(const Json& from) {
    quality::KScore score;
    score.k = get<int>(from, "k");
    score.inertia = get<double>(from, "inertia");
    score.silhouette = get<double>(from, "silhouette");
    score.silhouette_se = get<double>(from, "silhouette_se");
    score.silhouette_rows = get<RowIndex>(from, "silhouette_rows");
    score.davies_bouldin = get<double>(from, "davies_bouldin");
    score.calinski_harabasz = get<double>(from, "calinski_harabasz");
    score.sizes = get<std::vector<RowIndex>>(from, "sizes");
    score.iterations = get<int>(from, "iterations");
    score.restart = get<int>(from, "restart");
    score.stop = get<std::string>(from, "stop");
    score.stops = get<std::map<std::string, int>>(from, "stops");
    return score;
  }
};

template <>
struct Reader<TypicalSong> {
  static TypicalSong read(const Json& from) {
    return {get<RowIndex>(from, "row"), get<double>(from, "distance"), get<std::string>(from, "title"),
            get<std::string>(from, "artist")};
  }
};

template <>
struct Reader<ClusterProfile> {
  static ClusterProfile read(const Json& from) {
    ClusterProfile profile;
    profile.name = get<std::string>(from, "name");
    profile.use_case = get<std::string>(from, "use_case");
    profile.evidence = get<std::vector<std::string>>(from, "evidence");
    profile.size = get<RowIndex>(from, "size");
    profile.share = get<double>(from, "share");
    profile.mean = get<std::vector<double>>(from, "mean");
    profile.deviation = get<std::vector<double>>(from, "standard_deviation");
    profile.z = get<std::vector<double>>(from, "z");
    profile.typical = get<std::vector<TypicalSong>>(from, "typical");
    return profile;
  }
};

template <>
struct Reader<PhaseTiming> {
  static PhaseTiming read(const Json& from) {
    PhaseTiming phase;
    phase.min = get<double>(from, "min");
    phase.mean = get<double>(from, "mean");
    phase.max = get<double>(from, "max");
    phase.compute = get<double>(from, "compute");
    phase.communication = get<double>(from, "communication");
    phase.io = get<double>(from, "io");
    phase.waiting = get<double>(from, "waiting");
    phase.bytes = get<std::uint64_t>(from, "bytes");
    phase.calls = get<std::uint64_t>(from, "calls");
    return phase;
  }
};

template <>
struct Reader<RunInfo> {
  static RunInfo read(const Json& from) {
    RunInfo run;
    run.version = get<std::string>(from, "version");
    run.date = get<std::string>(from, "date");
    run.command = get<std::string>(from, "command");
    run.input = get<std::string>(from, "input");
    run.ranks = get<int>(from, "ranks");
    run.hosts = get<std::vector<std::string>>(from, "hosts");
    run.slurm_job = get<std::string>(from, "slurm_job");
    run.simd = get<std::string>(from, "simd");
    const Json seconds = get<Json>(from, "seconds");
    run.seconds = get<double>(seconds, "total");
    const Json phases = get<Json>(seconds, "phases");
    if (!phases.is_object()) throw BadField("in \"phases\": an object was expected");
    for (const auto& [name, phase] : phases.items()) {  // a list, in the order of the file
      run.phases.push_back(Reader<PhaseTiming>::read(phase));
      run.phases.back().name = name;
    }
    run.peak_rss_bytes = get<std::vector<std::uint64_t>>(from, "peak_rss_bytes");
    return run;
  }
};

RunResult read_result(const Json& from) {
  RunResult result;
  result.fingerprint = get<std::string>(from, "fingerprint");
  result.rows = get<RowIndex>(from, "rows");
  result.rows_used = get<RowIndex>(from, "rows_used");
  result.dropped = get<std::map<std::string, std::int64_t>>(from, "dropped");
  result.skipped_records = get<std::int64_t>(from, "skipped_records");
  result.features = get<std::vector<std::string>>(from, "features");
  result.mean = get<std::vector<double>>(from, "mean");
  result.standard_deviation = get<std::vector<double>>(from, "standard_deviation");
  result.minimum = get<std::vector<double>>(from, "minimum");
  result.maximum = get<std::vector<double>>(from, "maximum");
  result.correlation = get<std::vector<std::vector<double>>>(from, "correlation");
  result.warnings = get<std::vector<std::string>>(from, "warnings");
  const Json scaler = get<Json>(from, "scaler");
  result.scaler = {get<std::string>(scaler, "kind"), get<std::vector<double>>(scaler, "shift"),
                   get<std::vector<double>>(scaler, "scale")};
  result.space = get<std::string>(from, "space");
  result.seeding = get<std::string>(from, "seeding");
  result.seed = get<std::uint64_t>(from, "seed");
  result.restarts = get<int>(from, "restarts");
  result.tolerance = get<double>(from, "tolerance");
  result.tolerance_absolute = get<double>(from, "tolerance_absolute");
  result.choices = get<Choices>(from, "choices");
  result.k_selection = get<std::vector<quality::KScore>>(from, "k_selection");
  result.centroids = get<std::vector<std::vector<double>>>(from, "centroids");
  result.centroids_original = get<std::vector<std::vector<double>>>(from, "centroids_original");
  const Json pca = get<Json>(from, "pca");
  result.pca = {get<std::vector<double>>(pca, "explained_variance_ratio"),
                get<std::vector<std::vector<double>>>(pca, "components")};
  result.profiles = get<std::vector<ClusterProfile>>(from, "profiles");
  result.options = get<std::map<std::string, std::string>>(from, "options");
  result.run = get<RunInfo>(from, "run");
  return result;
}

void expect_length(std::size_t found, std::size_t wanted, const char* what) {
  if (found != wanted) throw BadField(fmt::format("{} entries in {}, not {}", found, what, wanted));
}

/// Lists that belong together have one length, so that nobody reads beyond an end.
void check_shapes(const RunResult& result) {
  const std::size_t d = result.features.size();
  expect_length(result.mean.size(), d, "mean");
  expect_length(result.standard_deviation.size(), d, "standard_deviation");
  expect_length(result.minimum.size(), d, "minimum");
  expect_length(result.maximum.size(), d, "maximum");
  expect_length(result.correlation.size(), d, "correlation");
  for (const auto& row : result.correlation) expect_length(row.size(), d, "a row of correlation");
  expect_length(result.scaler.shift.size(), d, "scaler.shift");
  expect_length(result.scaler.scale.size(), d, "scaler.scale");
  expect_length(result.pca.explained_variance_ratio.size(), d, "pca.explained_variance_ratio");
  if (result.pca.components.size() > d) throw BadField("more components than features in pca");
  for (const auto& component : result.pca.components)
    expect_length(component.size(), d, "a component of pca");
  for (const auto& score : result.k_selection) {
    if (score.k < 1) throw BadField("a k below 1 in k_selection");
    expect_length(score.sizes.size(), static_cast<std::size_t>(score.k), "sizes");
  }
  if (result.choices.chosen < 1) throw BadField("a chosen k below 1");
  const auto k = static_cast<std::size_t>(result.choices.chosen);
  expect_length(result.centroids.size(), k, "centroids");
  expect_length(result.centroids_original.size(), k, "centroids_original");
  expect_length(result.profiles.size(), k, "profiles");
  for (std::size_t c = 0; c < k; ++c) {
    expect_length(result.centroids[c].size(), d, "a centroid");
    expect_length(result.centroids_original[c].size(), d, "a centroid in original units");
    expect_length(result.profiles[c].mean.size(), d, "a profile's mean");
    expect_length(result.profiles[c].deviation.size(), d, "a profile's standard_deviation");
    expect_length(result.profiles[c].z.size(), d, "a profile's z");
  }
}

}  // namespace chorus::model::fields

namespace chorus::model {

RunResult read_summary_json(std::string_view text, const std::string& path) {
  const std::string advice = "give the folder of a finished run, or run `chorus cluster` again";
  try {
    const auto summary = fields::Json::parse(text);
    if (fields::get<std::string>(summary, "format") != "chorus-summary") {
      throw fields::BadField("its format is another");
    }
    if (fields::get<int>(summary, "version") != 1) throw fields::BadField("its version is not 1");
    RunResult result = fields::read_result(summary);
    fields::check_shapes(result);
    return result;
  } catch (const fields::BadField& bad) {
    throw Error(Exit::kInput, describe("this is no summary of a run", path + ": " + bad.what(), advice));
  } catch (const nlohmann::json::exception& bad) {
    throw Error(Exit::kInput, describe("this is not JSON", path + ": " + bad.what(), advice));
  }
}

}  // namespace chorus::model
