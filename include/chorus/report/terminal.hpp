// The result for people on a login node: plain text of at most `width` columns.
#pragma once

#include "chorus/model/run_result.hpp"

#include <string>

namespace chorus::report {

/// Inertia and silhouette against k, drawn with characters, the chosen k marked. Lines end with LF; empty for
/// fewer than two k. @param width columns, at least 40
[[nodiscard]] std::string elbow_text(const model::RunResult& result, int width = 80);

/// A line a cluster: number, name, songs, share, and what sets it apart, then its use case and its most
/// typical song. @param width columns, at least 40
[[nodiscard]] std::string profiles_text(const model::RunResult& result, int width = 80);

}  // namespace chorus::report
