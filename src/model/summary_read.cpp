#include "chorus/core/error.hpp"
#include "chorus/model/result_shape.hpp"
#include "chorus/model/summary_json.hpp"
#include "json_fields.hpp"

#include <cstddef>

namespace chorus::model::fields {

/// 0 for a criterion without an opinion.
int opinion(JsonValue choices, const char* criterion) {
  const JsonValue k = choices.at(criterion);
  return k.is_null() ? 0 : k.whole<int>();
}

template <>
struct Reader<Choices> {
  static Choices read(JsonValue from) {
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
  static quality::KScore read(JsonValue from) {
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
  static TypicalSong read(JsonValue from) {
    return {get<RowIndex>(from, "row"), get<double>(from, "distance"), get<std::string>(from, "title"),
            get<std::string>(from, "artist")};
  }
};

template <>
struct Reader<ClusterProfile> {
  static ClusterProfile read(JsonValue from) {
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
  static PhaseTiming read(JsonValue from) {
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
  static RunInfo read(JsonValue from) {
    RunInfo run;
    run.version = get<std::string>(from, "version");
    run.date = get<std::string>(from, "date");
    run.command = get<std::string>(from, "command");
    run.input = get<std::string>(from, "input");
    run.ranks = get<int>(from, "ranks");
    run.hosts = get<std::vector<std::string>>(from, "hosts");
    run.slurm_job = get<std::string>(from, "slurm_job");
    run.simd = get<std::string>(from, "simd");
    const JsonValue seconds = from.at("seconds");
    run.seconds = get<double>(seconds, "total");
    const JsonValue phases = seconds.at("phases");
    for (std::size_t i = 0; i < phases.object_size(); ++i) {  // a list, in the order of the file
      run.phases.push_back(Reader<PhaseTiming>::read(phases.member(i)));
      run.phases.back().name = phases.key(i);
    }
    run.peak_rss_bytes = get<std::vector<std::uint64_t>>(from, "peak_rss_bytes");
    return run;
  }
};

RunResult read_result(JsonValue from) {
  RunResult result;
  result.fingerprint = get<std::string>(from, "fingerprint");
  result.rows = get<RowIndex>(from, "rows");
  result.rows_used = get<RowIndex>(from, "rows_used");
  result.dropped = get<std::map<std::string, std::int64_t>>(from, "dropped");
  result.filled = get<std::map<std::string, std::int64_t>>(from, "filled");
  result.skipped_records = get<std::int64_t>(from, "skipped_records");
  result.features = get<std::vector<std::string>>(from, "features");
  result.mean = get<std::vector<double>>(from, "mean");
  result.standard_deviation = get<std::vector<double>>(from, "standard_deviation");
  result.minimum = get<std::vector<double>>(from, "minimum");
  result.maximum = get<std::vector<double>>(from, "maximum");
  result.correlation = get<std::vector<std::vector<double>>>(from, "correlation");
  result.warnings = get<std::vector<std::string>>(from, "warnings");
  const JsonValue scaler = from.at("scaler");
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
  const JsonValue pca = from.at("pca");
  result.pca = {get<std::vector<double>>(pca, "explained_variance_ratio"),
                get<std::vector<std::vector<double>>>(pca, "components")};
  result.profiles = get<std::vector<ClusterProfile>>(from, "profiles");
  result.options = get<std::map<std::string, std::string>>(from, "options");
  result.run = get<RunInfo>(from, "run");
  return result;
}

}  // namespace chorus::model::fields

namespace chorus::model {

namespace {

JsonSource source_of(const std::string& path) {
  return {path, "this is no summary of a run",
          "give the folder of a finished run, or run `chorus cluster` again"};
}

}  // namespace

RunResult load_summary(const std::filesystem::path& path) {
  return read_summary_json(read_json_text(source_of(path.string())), path.string());
}

RunResult read_summary_json(std::string_view text, const std::string& path) {
  const JsonDocument document(text, source_of(path));
  const JsonValue summary = document.root();
  if (summary.at("format").text() != "chorus-summary")
    throw document.source().refusal("its format is another");
  if (summary.at("version").whole<int>() != 1) throw document.source().refusal("its version is not 1");
  RunResult result = fields::read_result(summary);
  if (const auto flaw = flaw_of(result)) throw document.source().refusal(*flaw);
  return result;
}

}  // namespace chorus::model
