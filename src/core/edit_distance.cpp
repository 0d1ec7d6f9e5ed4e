#include "chorus/core/edit_distance.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace chorus {
namespace {

char lower(char c) {
  return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

const std::string& nearest_name(std::string_view wanted, const std::vector<std::string>& names) {
  const std::string key = lowered(wanted);
  // song_duration_ms is meant by duration_ms rather than a shorter name that shares some letters.
  const auto distance = [&](const std::string& name) {
    if (name.empty()) return std::numeric_limits<std::size_t>::max();  // names nothing
    const std::size_t edits = edit_distance(wanted, name.substr(0, 256));
    const bool contains = !key.empty() && lowered(name).find(key) != std::string::npos;
    return contains ? std::min<std::size_t>(edits, 1) : edits;
  };
  return *std::ranges::min_element(names, {}, distance);
}

}  // namespace chorus
