#include "chorus/report/page.hpp"

#include "chorus/report/packed.hpp"
#include "chorus/report/page_data.hpp"
#include "chorus/report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <vector>

namespace chorus::report {
namespace {

/// What a reader without scripts is told: the answer in two sentences, and where to look.
std::string plain_summary(const model::RunResult& result) {
  std::string text = fmt::format("<p>{} of {} songs were clustered; k = {} clusters were chosen.</p><ul>",
                                 result.rows_used, result.rows, result.choices.chosen);
  for (std::size_t c = 0; c < result.profiles.size(); ++c) {
    const model::ClusterProfile& profile = result.profiles[c];
    text += fmt::format("<li>Cluster {}: {}, {} songs ({:.1f} %)</li>", c,
                        html_text(display_text(profile.name)), profile.size, 100 * profile.share);
  }
  const auto all = static_cast<std::size_t>(result.choices.chosen);
  if (all > result.profiles.size())
    text += fmt::format("<li>and {} smaller ones</li>", all - result.profiles.size());
  return text + "</ul>";
}

/// Replaces each <!--chorus:NAME--> of the template, in one pass: what is put in is not looked at again.
std::string filled(std::string_view html, const std::map<std::string, std::string, std::less<>>& parts) {
  constexpr std::string_view kOpen = "<!--chorus:";
  constexpr std::string_view kClose = "-->";
  std::string page;
  for (std::size_t at = 0;;) {
    const std::size_t open = html.find(kOpen, at);
    page += html.substr(at, open - at);
    if (open == std::string_view::npos) return page;
    const std::size_t name = open + kOpen.size();
    const std::size_t close = html.find(kClose, name);
    page += parts.at(std::string(html.substr(name, close - name)));
    at = close + kClose.size();
  }
}

/// The base64 form, which browsers compare, of a hash in hexadecimal.
std::string hash_source(std::string_view hexadecimal) {
  std::vector<std::uint8_t> bytes(hexadecimal.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::string_view pair = hexadecimal.substr(2 * i, 2);
    std::from_chars(pair.data(), pair.data() + pair.size(), bytes[i], 16);
  }
  return "'sha256-" + base64(bytes) + "'";
}

/// Scripts may be those of the build alone, and nothing may be fetched: what a catalogue holds cannot run
/// even if it got into the page as markup.
std::string security_policy(const Assets& of, std::string_view script_sha256) {
  std::string scripts = hash_source(script_sha256);
  if (!of.echarts.empty()) scripts.append(" ").append(hash_source(of.echarts_sha256));
  return fmt::format(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; "
      "style-src 'unsafe-inline'; img-src data: blob:; form-action 'none'; base-uri 'none'\">",
      scripts);
}

}  // namespace

Page make_page(const model::RunResult& result, const ReportData& data, std::size_t max_bytes) {
  const Assets& of = assets();
  std::map<std::string, std::string, std::less<>> parts;
  parts["policy"] = security_policy(of, of.script_sha256);
  parts["style"] = of.style;
  parts["echarts"] = of.echarts.empty() ? std::string() : fmt::format("<script>{}</script>", of.echarts);
  parts["script"] = of.script;
  parts["summary"] = plain_summary(result);
  parts["run"] = script_json(page_run(result, data));
  Page page;
  page.songs = data.songs.size();
  for (;;) {
    parts["data"] = script_json(page_data(result, data, page.songs));
    page.html = filled(of.html, parts);
    if (page.html.size() <= max_bytes || page.songs == 0) return page;
    // A little less than in proportion, so that few rounds suffice.
    const std::size_t others = page.html.size() - parts["data"].size();
    const double room = others >= max_bytes ? 0 : static_cast<double>(max_bytes - others);
    const double part = std::min(0.97 * room / static_cast<double>(parts["data"].size()), 0.9);
    page.songs = static_cast<std::size_t>(static_cast<double>(page.songs) * part);
  }
}

std::string make_scaling_page(std::string_view json, const std::vector<std::string>& findings) {
  const Assets& of = assets();
  std::map<std::string, std::string, std::less<>> parts;
  parts["policy"] = security_policy(of, of.scaling_script_sha256);
  parts["style"] = of.style;
  parts["echarts"] = of.echarts.empty() ? std::string() : fmt::format("<script>{}</script>", of.echarts);
  parts["script"] = of.scaling_script;
  parts["study"] = script_json(json);
  parts["findings"] = "";
  for (const std::string& finding : findings)
    parts["findings"] += "<p>" + html_text(display_text(finding)) + "</p>";
  return filled(of.scaling_html, parts);
}

}  // namespace chorus::report
