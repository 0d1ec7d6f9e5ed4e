// The names that a results folder owns: what a run writes there under a name that is always the same.
#pragma once

#include <array>
#include <string_view>

namespace chorus::files {

/// The summary stands last: it appears when all others are whole.
inline constexpr const char* kSummary = "summary.json";
inline constexpr const char* kReport = "report.html";
inline constexpr const char* kReportData = "report_data.json";
inline constexpr const char* kModel = "model.h5";
inline constexpr const char* kOptions = "options.toml";
inline constexpr const char* kSelection = "k_selection.csv";
inline constexpr const char* kProfiles = "cluster_profiles.csv";
inline constexpr const char* kManifest = "manifest.json";
inline constexpr const char* kRejected = "rejected.csv";
inline constexpr const char* kCheckpoints = "checkpoint";
inline constexpr const char* kPlots = "plots";
inline constexpr const char* kTables = "tables";
inline constexpr const char* kLock = ".chorus-lock";

inline constexpr std::array kResultsFiles = {kSummary,   kReport,   kReportData, kModel,   kOptions,
                                             kSelection, kProfiles, kManifest,   kRejected};
inline constexpr std::array kResultsFolders = {kCheckpoints, kPlots, kTables, "scaling"};

/// Whether a run writes that name itself: one of the above, or one that begins with ".chorus-". Upper and
/// lower case (ASCII) are one, as on some file systems.
[[nodiscard]] bool is_own_name(std::string_view name);

}  // namespace chorus::files
