// The fields of every struct that report_data.json holds, named once for reading and for writing.
#pragma once

#include "chorus/model/run_result.hpp"
#include "chorus/report/report_data.hpp"

#include <concepts>
#include <type_traits>

namespace chorus::report {

// visit(name, field) is called for each field; `T` is the struct, const where it is written.
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, Interval>
void fields(V& visit, T& x) {
  visit("low", x.low);
  visit("high", x.high);
}
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, MapDensity>
void fields(V& visit, T& x) {
  visit("side", x.side);
  visit("pc1", x.pc1);
  visit("pc2", x.pc2);
  visit("counts", x.counts);
  visit("outside", x.outside);
}
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, Distribution>
void fields(V& visit, T& x) {
  visit("counts", x.counts);
  visit("below", x.below);
  visit("above", x.above);
  visit("q05", x.q05);
  visit("q25", x.q25);
  visit("q50", x.q50);
  visit("q75", x.q75);
  visit("q95", x.q95);
}
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, FeatureDistributions>
void fields(V& visit, T& x) {
  visit("window", x.window);
  visit("clusters", x.clusters);
}
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, SilhouetteWidths>
void fields(V& visit, T& x) {
  visit("counts", x.counts);
  visit("mean", x.mean);
}
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, ScalingPoint>
void fields(V& visit, T& x) {
  visit("study", x.study);
  visit("origin", x.origin);
  visit("ranks", x.ranks);
  visit("nodes", x.nodes);
  visit("rows", x.rows);
  visit("seconds", x.seconds);
  visit("low", x.low);
  visit("high", x.high);
  visit("speed_up", x.speed_up);
  visit("efficiency", x.efficiency);
  visit("communication", x.communication);
}
/// Without `songs`, which are many (stored_songs.hpp), and `scaling`, which varies from run to run.
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, ReportData>
void fields(V& visit, T& x) {
  visit("density", x.density);
  visit("centroid_scores", x.centroid_scores);
  visit("distributions", x.distributions);
  visit("silhouette", x.silhouette);
  visit("missing", x.missing);
  visit("not_numeric", x.not_numeric);
  visit("not_finite", x.not_finite);
}

template <class V, class T>
requires std::same_as<std::remove_const_t<T>, model::Scaler>
void fields(V& visit, T& x) {
  visit("kind", x.kind);
  visit("shift", x.shift);
  visit("scale", x.scale);
}
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, model::PcaResult>
void fields(V& visit, T& x) {
  visit("explained_variance_ratio", x.explained_variance_ratio);
  visit("components", x.components);
}
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, model::TypicalSong>
void fields(V& visit, T& x) {
  visit("row", x.row);
  visit("distance", x.distance);
  visit("title", x.title);
  visit("artist", x.artist);
}
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, model::ClusterProfile>
void fields(V& visit, T& x) {
  visit("size", x.size);
  visit("share", x.share);
  visit("mean", x.mean);
  visit("deviation", x.deviation);
  visit("z", x.z);
  visit("typical", x.typical);
  visit("name", x.name);
  visit("use_case", x.use_case);
  visit("evidence", x.evidence);
}
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, model::Choices>
void fields(V& visit, T& x) {
  visit("chosen", x.chosen);
  visit("by", x.by);
  visit("silhouette", x.silhouette);
  visit("elbow", x.elbow);
  visit("davies_bouldin", x.davies_bouldin);
  visit("calinski_harabasz", x.calinski_harabasz);
  visit("why", x.why);
}
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, quality::KScore>
void fields(V& visit, T& x) {
  visit("k", x.k);
  visit("inertia", x.inertia);
  visit("silhouette", x.silhouette);
  visit("silhouette_se", x.silhouette_se);
  visit("silhouette_rows", x.silhouette_rows);
  visit("davies_bouldin", x.davies_bouldin);
  visit("calinski_harabasz", x.calinski_harabasz);
  visit("sizes", x.sizes);
  visit("iterations", x.iterations);
  visit("restart", x.restart);
  visit("stop", x.stop);
  visit("stops", x.stops);
}
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, model::PhaseTiming>
void fields(V& visit, T& x) {
  visit("name", x.name);
  visit("min", x.min);
  visit("mean", x.mean);
  visit("max", x.max);
  visit("compute", x.compute);
  visit("communication", x.communication);
  visit("io", x.io);
  visit("waiting", x.waiting);
  visit("bytes", x.bytes);
  visit("calls", x.calls);
}
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, model::RunInfo>
void fields(V& visit, T& x) {
  visit("version", x.version);
  visit("date", x.date);
  visit("command", x.command);
  visit("input", x.input);
  visit("ranks", x.ranks);
  visit("hosts", x.hosts);
  visit("slurm_job", x.slurm_job);
  visit("simd", x.simd);
  visit("seconds", x.seconds);
  visit("phases", x.phases);
  visit("peak_rss_bytes", x.peak_rss_bytes);
}
/// Without `run` and `options`, which vary from run to run (options hold paths).
template <class V, class T>
requires std::same_as<std::remove_const_t<T>, model::RunResult>
void fields(V& visit, T& x) {
  visit("fingerprint", x.fingerprint);
  visit("rows", x.rows);
  visit("rows_used", x.rows_used);
  visit("dropped", x.dropped);
  visit("filled", x.filled);
  visit("skipped_records", x.skipped_records);
  visit("features", x.features);
  visit("mean", x.mean);
  visit("standard_deviation", x.standard_deviation);
  visit("minimum", x.minimum);
  visit("maximum", x.maximum);
  visit("correlation", x.correlation);
  visit("warnings", x.warnings);
  visit("scaler", x.scaler);
  visit("space", x.space);
  visit("seeding", x.seeding);
  visit("seed", x.seed);
  visit("restarts", x.restarts);
  visit("tolerance", x.tolerance);
  visit("tolerance_absolute", x.tolerance_absolute);
  visit("k_selection", x.k_selection);
  visit("choices", x.choices);
  visit("centroids", x.centroids);
  visit("centroids_original", x.centroids_original);
  visit("pca", x.pca);
  visit("profiles", x.profiles);
}

}  // namespace chorus::report
