// What a scaling study left in its folder, from the text of its files. Local.
#pragma once

#include "chorus/report/report_data.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::jobs {

/// The points of scaling.json. `path` is for messages. Throws Error(kInput) for a text that is damaged or
/// forged: the points that are returned have no flaw (report/data_shape.hpp).
[[nodiscard]] std::vector<report::ScalingPoint> read_scaling_points(std::string_view text,
                                                                    const std::string& path);

/// The names and values of plan.json. Throws Error(kInput).
[[nodiscard]] std::map<std::string, std::string> read_study_plan(std::string_view text,
                                                                 const std::string& path);

}  // namespace chorus::jobs
