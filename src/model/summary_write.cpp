#include "chorus/model/json_text.hpp"
#include "chorus/model/summary_json.hpp"

#include <nlohmann/json.hpp>

namespace chorus::model {

namespace {

using Json = nlohmann::ordered_json;

Json scaler_json(const Scaler& scaler) {
  return {{"kind", scaler.kind}, {"shift", scaler.shift}, {"scale", scaler.scale}};
}

Json opinion(int k) {
  return k == 0 ? Json(nullptr) : Json(k);
}

Json choices_json(const Choices& choices) {
  return {{"chosen", choices.chosen},
          {"by", choices.by},
          {"silhouette", opinion(choices.silhouette)},
          {"elbow", opinion(choices.elbow)},
          {"davies_bouldin", opinion(choices.davies_bouldin)},
          {"calinski_harabasz", opinion(choices.calinski_harabasz)},
          {"why", choices.why}};
}

Json k_selection_json(const std::vector<quality::KScore>& scores) {
  Json rows = Json::array();
  for (const quality::KScore& score : scores) {
    rows.push_back({{"k", score.k},
                    {"inertia", score.inertia},
                    {"silhouette", score.silhouette},
                    {"silhouette_se", score.silhouette_se},
                    {"silhouette_rows", score.silhouette_rows},
                    {"davies_bouldin", score.davies_bouldin},
                    {"calinski_harabasz", score.calinski_harabasz},
                    {"sizes", score.sizes},
                    {"iterations", score.iterations},
                    {"restart", score.restart},
                    {"stop", score.stop},
                    {"stops", score.stops}});
  }
  return rows;
}

Json typical_json(const std::vector<TypicalSong>& songs) {
  Json rows = Json::array();
  for (const TypicalSong& song : songs) {
    rows.push_back(
        {{"row", song.row}, {"distance", song.distance}, {"title", song.title}, {"artist", song.artist}});
  }
  return rows;
}

Json profiles_json(const std::vector<ClusterProfile>& profiles) {
  Json rows = Json::array();
  for (const ClusterProfile& profile : profiles) {
    rows.push_back({{"name", profile.name},
                    {"use_case", profile.use_case},
                    {"evidence", profile.evidence},
                    {"size", profile.size},
                    {"share", profile.share},
                    {"mean", profile.mean},
                    {"standard_deviation", profile.deviation},
                    {"z", profile.z},
                    {"typical", typical_json(profile.typical)}});
  }
  return rows;
}

Json phases_json(const std::vector<PhaseTiming>& phases) {
  Json made = Json::object();
  for (const PhaseTiming& phase : phases) {
    made[phase.name] = {{"min", phase.min},
                        {"mean", phase.mean},
                        {"max", phase.max},
                        {"compute", phase.compute},
                        {"communication", phase.communication},
                        {"io", phase.io},
                        {"waiting", phase.waiting},
                        {"bytes", phase.bytes},
                        {"calls", phase.calls}};
  }
  return made;
}

Json run_json(const RunInfo& run) {
  return {{"version", run.version},
          {"date", run.date},
          {"command", run.command},
          {"input", run.input},
          {"ranks", run.ranks},
          {"hosts", run.hosts},
          {"slurm_job", run.slurm_job},
          {"simd", run.simd},
          {"seconds", {{"total", run.seconds}, {"phases", phases_json(run.phases)}}},
          {"peak_rss_bytes", run.peak_rss_bytes}};
}

}  // namespace

std::string summary_json(const RunResult& result) {
  Json summary;
  summary["format"] = "chorus-summary";
  summary["version"] = 1;
  summary["fingerprint"] = result.fingerprint;
  summary["rows"] = result.rows;
  summary["rows_used"] = result.rows_used;
  summary["dropped"] = result.dropped;
  summary["filled"] = result.filled;
  summary["skipped_records"] = result.skipped_records;
  summary["features"] = result.features;
  summary["mean"] = result.mean;
  summary["standard_deviation"] = result.standard_deviation;
  summary["minimum"] = result.minimum;
  summary["maximum"] = result.maximum;
  summary["correlation"] = result.correlation;
  summary["warnings"] = result.warnings;
  summary["scaler"] = scaler_json(result.scaler);
  summary["space"] = result.space;
  summary["seeding"] = result.seeding;
  summary["seed"] = result.seed;
  summary["restarts"] = result.restarts;
  summary["tolerance"] = result.tolerance;
  summary["tolerance_absolute"] = result.tolerance_absolute;
  summary["k"] = result.choices.chosen;
  summary["choices"] = choices_json(result.choices);
  summary["k_selection"] = k_selection_json(result.k_selection);
  summary["centroids"] = result.centroids;
  summary["centroids_original"] = result.centroids_original;
  summary["pca"] = {{"explained_variance_ratio", result.pca.explained_variance_ratio},
                    {"components", result.pca.components}};
  summary["profiles"] = profiles_json(result.profiles);
  summary["options"] = result.options;
  summary["run"] = run_json(result.run);
  return json_text(summary);
}

}  // namespace chorus::model
