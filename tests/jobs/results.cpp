#include "results.hpp"

#include "support/test_files.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace chorus::test {

namespace fs = std::filesystem;

namespace {

/// `text` without what stands between `from` (its last occurrence) and the next `to`, both kept.
std::string cut(const std::string& text, std::string_view from, std::string_view to,
                const std::string& file) {
  const auto begin = text.rfind(from);
  const auto end = begin == std::string::npos ? begin : text.find(to, begin + from.size());
  if (end == std::string::npos) throw std::runtime_error(file + " has no block for what varies");
  return text.substr(0, begin + from.size()) + text.substr(end);
}

constexpr std::array<std::string_view, 3> kVaries = {"input = ", "source = ", "simd = "};

/// Options without the lines for paths and for the vector target.
std::string without_paths(const std::string& options) {
  std::istringstream lines(options);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    const bool varies = std::any_of(kVaries.begin(), kVaries.end(),
                                    [&](std::string_view name) { return line.starts_with(name); });
    if (!varies) kept += line + "\n";
  }
  return kept;
}

std::string lasting(const std::string& name, const std::string& bytes) {
  if (name == "summary.json") return cut(bytes, "\n \"run\": {", "\n }\n}", name);
  if (name == "report_data.json") return cut(bytes, "\n\"run\":{", "}\n", name);
  if (name == "report.html") return cut(bytes, "id=\"chorus-run\">", "</script>", name);
  if (name == "options.toml") return without_paths(bytes);
  return bytes;
}

}  // namespace

nlohmann::json read_summary(const fs::path& folder) {
  return nlohmann::json::parse(read_file(folder / "summary.json"));
}

std::map<std::string, std::string> all_bytes(const fs::path& folder) {
  std::map<std::string, std::string> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[fs::relative(entry.path(), folder).string()] = read_file(entry.path());
  }
  return files;
}

std::map<std::string, std::string> lasting_bytes(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& [name, bytes] : all_bytes(folder)) {
    const std::string file = fs::path(name).filename().string();
    if (name != file && file.starts_with("run")) continue;
    if (name == "manifest.json") continue;  // it has the hashes of files that vary
    files[name] = lasting(name, bytes);
  }
  return files;
}

std::string differences(const std::map<std::string, std::string>& a,
                        const std::map<std::string, std::string>& b) {
  std::string text;
  for (const auto& [name, bytes] : a) {
    const auto other = b.find(name);
    if (other == b.end()) {
      text += name + " is missing\n";
    } else if (bytes != other->second) {
      const auto at = std::mismatch(bytes.begin(), bytes.end(), other->second.begin(), other->second.end());
      const auto offset = static_cast<std::size_t>(at.first - bytes.begin());
      const std::size_t from = offset < 30 ? 0 : offset - 30;
      text += name + " differs at byte " + std::to_string(offset) + ": ..." + bytes.substr(from, 80) +
              "... and ..." + other->second.substr(std::min(from, other->second.size()), 80) + "...\n";
    }
  }
  for (const auto& [name, bytes] : b) {
    if (!a.contains(name)) text += name + " is one too many\n";
  }
  return text;
}

}  // namespace chorus::test
