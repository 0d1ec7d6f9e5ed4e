// A results folder as tests look at it.
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace chorus::test {

[[nodiscard]] nlohmann::json read_summary(const std::filesystem::path& folder);

/// Every file of a results folder by its path in it, without what may vary from run to run: the `run` blocks
/// of summary.json, report_data.json and report.html, the paths and the vector target in options.toml, and
/// the tables and plots named run_*. Throws where such a block is not found.
[[nodiscard]] std::map<std::string, std::string> lasting_bytes(const std::filesystem::path& folder);

/// In words, which files differ or are in one folder alone, and where; empty if none.
[[nodiscard]] std::string differences(const std::map<std::string, std::string>& a,
                                      const std::map<std::string, std::string>& b);

/// All files below a folder, with their bytes; nothing for a folder that is absent.
[[nodiscard]] std::map<std::string, std::string> all_bytes(const std::filesystem::path& folder);

}  // namespace chorus::test
