// Comparing a run's summary with what scikit-learn computed.
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chorus::test {

/// Which units a file of centroids is in.
enum class InitSpace { kOriginal, kScaled };
/// Whether the file has a header; if it has, its columns come in another order than the features.
enum class InitHeader { kNone, kReversed };

/// Centroids as a file for --init.
void write_init(const std::filesystem::path& path, const nlohmann::json& truth, const nlohmann::json& fit,
                InitSpace space, InitHeader header);

/// Mean and deviation within 1e-9 relative, correlations within 1e-9, explained-variance ratios within 1e-6.
void expect_same_statistics(const nlohmann::json& summary, const nlohmann::json& truth,
                            const std::string& deviation);

/// The single fit of `summary` against the truth's for that k: sizes within 1 row, Davies-Bouldin,
/// Calinski-Harabasz and inertia within 1e-4 relative, silhouette within `silhouette_tolerance`.
void expect_same_scores(const nlohmann::json& summary, const nlohmann::json& fit,
                        double silhouette_tolerance);

}  // namespace chorus::test
