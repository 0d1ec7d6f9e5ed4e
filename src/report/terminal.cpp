#include "chorus/report/terminal.hpp"

#include "chorus/report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace chorus::report {
namespace {

constexpr int kLines = 8;  // of a plot

/// The line (0 is the top) on which a value between low and high is drawn.
int line_of(double value, double low, double high) {
  if (!(high > low)) return kLines - 1;
  return static_cast<int>(std::lround((high - value) / (high - low) * (kLines - 1)));
}

/// One plot: a mark for each value, dots between neighbours, the chosen one drawn as '#'.
std::string plot(const std::string& title, const std::vector<double>& values, std::size_t chosen, int step,
                 const std::string& top, const std::string& bottom) {
  const double low = *std::min_element(values.begin(), values.end());
  const double high = *std::max_element(values.begin(), values.end());
  const int columns = static_cast<int>(values.size() - 1) * step + 1;
  std::vector<std::string> lines(kLines, std::string(static_cast<std::size_t>(columns), ' '));
  const auto put = [&](int column, double value, char mark) {
    lines[static_cast<std::size_t>(line_of(value, low, high))][static_cast<std::size_t>(column)] = mark;
  };
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    for (int s = 1; s < step; ++s) {
      const double part = static_cast<double>(s) / step;
      put(static_cast<int>(i) * step + s, values[i] * (1 - part) + values[i + 1] * part, '.');
    }
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    put(static_cast<int>(i) * step, values[i], i == chosen ? '#' : 'o');
  std::string text = title + "\n";
  for (int line = 0; line < kLines; ++line) {
    std::string& drawn = lines[static_cast<std::size_t>(line)];
    drawn.erase(drawn.find_last_not_of(' ') + 1);
    text += fmt::format("{:>10} |{}\n", line == 0 ? top : line == kLines - 1 ? bottom : "", drawn);
  }
  return text;
}

/// A large number in at most nine columns.
std::string short_number(double value) {
  return value < 1e7 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

/// At most `columns` code points.
std::string cut(const std::string& text, int columns) {
  return display_text(text, static_cast<std::size_t>(std::max(columns, 1)));
}

}  // namespace

std::string elbow_text(const model::RunResult& result, int width) {
  assert(width >= 40);
  const auto& scores = result.k_selection;
  if (scores.size() < 2) return {};
  // Where not all fit, every second (third, ...) k is drawn, and the chosen one.
  constexpr int kMargin = 12;
  const std::size_t most = static_cast<std::size_t>(width - kMargin - 3) / 2;
  const std::size_t stride = (scores.size() + most - 1) / most;
  std::vector<double> inertia;
  std::vector<double> silhouette;
  std::vector<int> ks;
  std::size_t chosen = scores.size();
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const bool is_chosen = scores[i].k == result.choices.chosen;
    if (i % stride != 0 && !is_chosen) continue;
    if (is_chosen) chosen = ks.size();
    inertia.push_back(scores[i].inertia);
    silhouette.push_back(scores[i].silhouette);
    ks.push_back(scores[i].k);
  }
  const int room = (width - kMargin - 3) / static_cast<int>(ks.size());
  const int step = std::clamp(room, 1, 6);
  const auto [low, high] = std::minmax_element(inertia.begin(), inertia.end());
  const auto [least, best] = std::minmax_element(silhouette.begin(), silhouette.end());
  std::string text = plot("Inertia", inertia, chosen, step, short_number(*high), short_number(*low));
  text += plot("Silhouette", silhouette, chosen, step, fmt::format("{:.3f}", *best),
               fmt::format("{:.3f}", *least));
  std::string axis(kMargin, ' ');
  axis[kMargin - 2] = 'k';
  for (std::size_t i = 0; i < ks.size(); ++i) {
    const std::size_t at = kMargin + i * static_cast<std::size_t>(step);
    if (axis.size() > at && i > 0) continue;  // no room beside the number before
    axis.resize(at, ' ');
    axis += std::to_string(ks[i]);
    axis += i + 1 < ks.size() ? " " : "";
  }
  while (axis.back() == ' ') axis.pop_back();
  return text + axis + fmt::format("\n# is the chosen k = {}\n", result.choices.chosen);
}

std::string profiles_text(const model::RunResult& result, int width) {
  assert(width >= 40);
  std::string text;
  for (std::size_t c = 0; c < result.profiles.size(); ++c) {
    const model::ClusterProfile& profile = result.profiles[c];
    const std::string size = fmt::format("{} songs ({:.1f} %)", profile.size, 100 * profile.share);
    const int room = width - 4 - static_cast<int>(size.size()) - 2;
    const std::string name = cut(profile.name, room);
    text += fmt::format("{:>3} {:<{}}  {}\n", c, name, std::max(room, 1), size);
    std::string evidence;
    for (const std::string& part : profile.evidence) evidence += (evidence.empty() ? "" : ", ") + part;
    if (!evidence.empty()) text += fmt::format("    {}\n", cut(evidence, width - 4));
    if (!profile.use_case.empty()) text += fmt::format("    for {}\n", cut(profile.use_case, width - 8));
    if (!profile.typical.empty() && !profile.typical.front().title.empty()) {
      const model::TypicalSong& song = profile.typical.front();
      const std::string by = song.artist.empty() ? std::string() : " by " + song.artist;
      text += fmt::format("    e.g. {}\n", cut(song.title + by, width - 9));
    }
  }
  return text;
}

}  // namespace chorus::report
