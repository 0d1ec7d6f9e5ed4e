// What is said about the range of k.
#include "chorus/report/terminal_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chorus::report {

namespace {

/// The sizes as far as they fit: in full, else short, else the largest ones and the smallest.
std::string sizes_text(const std::vector<RowIndex>& sizes, std::size_t columns) {
  std::string text = fmt::format("{}", fmt::join(sizes, " "));
  if (text.size() <= columns || sizes.empty()) return text;
  std::vector<std::string> parts;
  parts.reserve(sizes.size());
  for (const RowIndex size : sizes) parts.push_back(short_count(size));
  text = fmt::format("{}", fmt::join(parts, " "));
  const std::string last = parts.back();
  parts.pop_back();
  while (text.size() > columns && !parts.empty()) {
    parts.pop_back();
    text = fmt::format("{} ... {}", fmt::join(parts, " "), last);
  }
  return text;
}

std::string inertia_text(double inertia) {
  if (!std::isfinite(inertia)) return "-";
  const bool plain = inertia < 1e9 && inertia >= 0.1;
  return plain ? fmt::format("{:.1f}", inertia) : fmt::format("{:.5g}", inertia);
}

std::string score_text(double value, int digits) {
  if (!std::isfinite(value)) return "-";
  return std::abs(value) < 1e9 ? fmt::format("{:.{}f}", value, digits) : fmt::format("{:.5g}", value);
}

std::string silhouette_text(const quality::KScore& score) {
  if (!std::isfinite(score.silhouette)) return "-";
  if (score.silhouette_se > 0) return fmt::format("{:.3f} ± {:.3f}", score.silhouette, score.silhouette_se);
  return fmt::format("{:.3f}", score.silhouette);
}

std::string bar(double value, double largest, std::size_t columns) {
  if (!std::isfinite(value) || !(largest > 0) || value <= 0) return "";
  const double length = std::round(value / largest * static_cast<double>(columns));
  return std::string(std::clamp(static_cast<std::size_t>(length), std::size_t{1}, columns), '#');
}

}  // namespace

std::string k_table_text(const model::RunResult& result) {
  const std::string head = fmt::format("{:>5}  {:>12}  {:>15}  {:>8}  {:>10}  {:>10}  ", "k", "inertia",
                                       "silhouette", "D-B", "C-H", "ended by");
  std::string text = head + "sizes\n";
  for (const quality::KScore& score : result.k_selection) {
    text += fmt::format("{}{:>4}  {:>12}  {:>15}  {:>8}  {:>10}  {:>10}  {}\n",
                        score.k == result.choices.chosen ? '*' : ' ', score.k, inertia_text(score.inertia),
                        silhouette_text(score), score_text(score.davies_bouldin, 3),
                        score_text(score.calinski_harabasz, 1), fitted(score.stop, 10),
                        sizes_text(score.sizes, kTerminalColumns - head.size()));
  }
  text += wrapped(fmt::format("Measured on {}. Good are: a low D-B (Davies-Bouldin), a high silhouette and "
                              "C-H (Calinski-Harabasz).",
                              result.space),
                  1);
  return text;
}

std::string choice_text(const model::RunResult& result) {
  return wrapped(
      fmt::format("Chosen: k = {} ({}). {}", result.choices.chosen, result.choices.by, result.choices.why),
      0);
}

std::string elbow_text(const model::RunResult& result) {
  constexpr std::size_t kBar = 34;
  double inertia = 0;
  double silhouette = 0;
  for (const quality::KScore& score : result.k_selection) {
    if (std::isfinite(score.inertia)) inertia = std::max(inertia, score.inertia);
    if (std::isfinite(score.silhouette)) silhouette = std::max(silhouette, score.silhouette);
  }
  std::string text = fmt::format("{:>5}  {:<{}}  silhouette\n", "k", "inertia", kBar + 12);
  for (const quality::KScore& score : result.k_selection) {
    text += fmt::format("{}{:>4}  {:<{}} {:>11}  {} {}\n", score.k == result.choices.chosen ? '*' : ' ',
                        score.k, bar(score.inertia, inertia, kBar), kBar, inertia_text(score.inertia),
                        bar(score.silhouette, silhouette, kBar), score_text(score.silhouette, 3));
  }
  return text;
}

}  // namespace chorus::report
