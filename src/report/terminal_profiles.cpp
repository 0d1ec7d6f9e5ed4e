// What is said about the clusters.
#include "chorus/report/terminal_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chorus::report {

namespace {

constexpr std::size_t kIndent = 5;

/// Features by falling |z|, each as "energy +1.2", as many as are worth a look and fit on a line.
std::string strongest(const model::ClusterProfile& profile, const std::vector<std::string>& features) {
  constexpr double kWorthALook = 0.2;
  std::vector<std::size_t> order(profile.z.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(profile.z[a]) > std::abs(profile.z[b]);
  });
  std::string line;
  for (const std::size_t j : order) {
    if (!line.empty() && std::abs(profile.z[j]) < kWorthALook) break;
    const std::string part = fmt::format("{} {:+.1f}", fitted(features[j], 30), profile.z[j]);
    if (kIndent + columns_of(line) + 2 + columns_of(part) > kTerminalColumns) break;
    line += line.empty() ? part : "  " + part;
  }
  return line;
}

std::string song_text(const model::TypicalSong& song) {
  if (song.title.empty() && song.artist.empty()) return fmt::format("row {}", song.row);
  if (song.artist.empty()) return song.title;
  return fmt::format("{} ({})", song.title.empty() ? fmt::format("row {}", song.row) : song.title,
                     song.artist);
}

/// The typical songs, as many as fit on a line, at least one.
std::string typical_text(const model::ClusterProfile& profile) {
  constexpr std::size_t kLongest = 42;
  std::string line = "e.g. ";
  for (std::size_t i = 0; i < profile.typical.size(); ++i) {
    const std::string song = fitted(song_text(profile.typical[i]), kLongest);
    if (i > 0 && kIndent + columns_of(line) + 2 + columns_of(song) > kTerminalColumns) break;
    line += i == 0 ? song : "; " + song;
  }
  return line;
}

std::string padded(const std::string& text, std::size_t columns) {
  const std::size_t taken = columns_of(text);
  return text + std::string(taken < columns ? columns - taken : 0, ' ');
}

}  // namespace

std::string profiles_text(const model::RunResult& result) {
  std::size_t widest = 20;
  for (const model::ClusterProfile& profile : result.profiles) {
    widest = std::max(widest, columns_of(fitted(profile.name, 44)));
  }
  const std::string margin(kIndent, ' ');
  std::string text;
  for (std::size_t c = 0; c < result.profiles.size(); ++c) {
    const model::ClusterProfile& profile = result.profiles[c];
    const std::string head =
        fmt::format("{:>3}  {}  {:>11} songs {:>5.1f} %  ", c, padded(fitted(profile.name, 44), widest),
                    profile.size, 100 * profile.share);
    text += head + fitted(profile.use_case, kTerminalColumns - columns_of(head)) + '\n';
    text += margin + strongest(profile, result.features) + '\n';
    if (!profile.typical.empty()) text += margin + typical_text(profile) + '\n';
  }
  text +=
      wrapped("Numbers behind features: the cluster's mean in standard deviations from the catalogue's.", 1);
  return text;
}

}  // namespace chorus::report
