// summary.json: what a run found, for scripts, for `chorus report`, and for going on with a run. Local.
//
// One JSON object (UTF-8), numbers as short as reads back to the same bits, keys in this order:
//   format "chorus-summary", version 1, fingerprint, rows, rows_used, dropped {reason: rows},
//   filled {feature: values}, skipped_records, features [d], mean [d], standard_deviation [d], minimum [d],
//   maximum [d], correlation [d][d], warnings [text], scaler {kind, shift [d], scale [d]}, space, seeding,
//   seed, restarts, tolerance, tolerance_absolute, k, choices {chosen, by, silhouette, elbow, davies_bouldin,
//   calinski_harabasz, why}: the k that each
//     criterion would choose, null where it has no opinion,
//   k_selection [{k, inertia, silhouette, silhouette_se, silhouette_rows, davies_bouldin, calinski_harabasz,
//     sizes [k], iterations, restart, stop, stops {reason: restarts}}],
//   centroids [k][d] (scaled space), centroids_original [k][d],
//   pca {explained_variance_ratio [d], components [[d]]},
//   profiles [{name, use_case, evidence [text], size, share, mean [d], standard_deviation [d], z [d],
//     typical [{row, distance, title, artist}]}],
//   options {name: value},
//   run {version, date, command, input, ranks, hosts [text], slurm_job, simd,
//     seconds {total, phases {name: {min, mean, max, compute, communication, io, waiting, bytes, calls}}},
//     peak_rss_bytes [ranks]}
// What varies from run to run stands under `run` alone. A number that is not finite is null. Bytes of names,
// titles and paths that are not UTF-8 become U+FFFD.
#pragma once

#include "chorus/model/run_result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace chorus::model {

/// The text of summary.json, ending in a line feed.
[[nodiscard]] std::string summary_json(const RunResult& result);

/// What summary_json was given, from its text (a null number reads as NaN; keys that are not listed are
/// passed over). `path` is for messages. Throws Error(kInput) if the text is not JSON, not a summary of this
/// version, or at odds with itself: a key missing, twice, or of another type; what is returned has no flaw
/// (result_shape.hpp).
[[nodiscard]] RunResult read_summary_json(std::string_view text, const std::string& path);

/// The same from a file. Throws Error: kIo where it cannot be read, kInput.
[[nodiscard]] RunResult load_summary(const std::filesystem::path& path);

}  // namespace chorus::model
