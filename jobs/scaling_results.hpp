// The folder of a scaling study: what was measured, so that it can go on, and what it says.
#pragma once

#include "chorus/report/report_data.hpp"
#include "chorus/study/answer.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace chorus::jobs {

/// The plan of a study and its measurements.
struct StudyRecord {
  std::map<std::string, std::string> plan;  ///< empty where there is no study
  std::vector<study::Measurement> all;
};

/// Local. scaling.csv and plan.json of the folder and of each folder in its `parts`, where they are. Throws
/// Error(kInput) if they are damaged, or of several plans.
[[nodiscard]] StudyRecord read_study(const std::filesystem::path& folder);

/// Local. Removes the measurements of a study, those of its parts too; the rest stays until it is replaced.
void forget_study(const std::filesystem::path& folder);

/// Local. Writes plan.json and scaling.csv, each whole. Throws Error(kIo).
void keep_study(const std::filesystem::path& folder, const StudyRecord& record);

struct AnswerForm {
  double sensible = 0.7;  ///< the efficiency that the answer was asked for
  bool figures = false;   ///< also draw SVG and PNG with gnuplot
};

struct WrittenAnswer {
  std::vector<std::string> notes;  ///< for the user
  std::vector<std::string> files;  ///< names in the folder, of the study and of its answer
};

/// Local. Writes scaling.json, report.html, plots/ and tables/.
[[nodiscard]] WrittenAnswer write_answer(const std::filesystem::path& folder, const StudyRecord& record,
                                         const study::Answer& answer, const AnswerForm& form);

/// The points of the study in a folder as the report draws them; none where there is no study. Throws
/// Error(kInput) where scaling.json is damaged or forged, kIo where it cannot be read.
[[nodiscard]] std::vector<report::ScalingPoint> scaling_points(const std::filesystem::path& folder);

}  // namespace chorus::jobs
