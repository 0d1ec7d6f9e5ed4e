#include "stored_study.hpp"

#include "chorus/core/error.hpp"
#include "chorus/core/json_document.hpp"
#include "chorus/report/data_shape.hpp"

namespace chorus::jobs {
namespace {

report::ScalingPoint read_point(JsonValue json) {
  report::ScalingPoint point;
  point.study = json.at("study").text();
  point.origin = json.at("origin").text();
  point.ranks = json.at("ranks").whole<int>(1);
  point.nodes = json.at("nodes").whole<int>(0);
  point.rows = json.at("rows").whole<RowIndex>(0);
  point.seconds = json.at("seconds").number();
  point.low = json.at("low").number();
  point.high = json.at("high").number();
  point.speed_up = json.at("speed_up").number();
  point.efficiency = json.at("efficiency").number();
  point.communication = json.at("communication").number();
  return point;
}

}  // namespace

std::vector<report::ScalingPoint> read_scaling_points(std::string_view text, const std::string& path) {
  const JsonDocument document(
      text, {path, "the scaling study is damaged", "make it again with chorus scaling --collect"});
  const JsonValue root = document.root();
  if (root.at("format").text() != "chorus-scaling") throw document.source().refusal("its format is another");
  if (root.at("version").whole<int>() != 1) throw document.source().refusal("its version is not 1");
  const JsonValue list = root.at("points");
  std::vector<report::ScalingPoint> points;
  for (std::size_t i = 0; i < list.list_size(); ++i) {
    points.push_back(read_point(list.item(i)));
    if (const auto flaw = flaw_of(points.back())) throw document.source().refusal(*flaw);
  }
  return points;
}

std::map<std::string, std::string> read_study_plan(std::string_view text, const std::string& path) {
  const JsonDocument document(text, {path, "the study's plan is damaged", "use --overwrite to start afresh"});
  const JsonValue root = document.root();
  std::map<std::string, std::string> plan;
  for (std::size_t i = 0; i < root.object_size(); ++i) plan[root.key(i)] = root.member(i).text();
  return plan;
}

}  // namespace chorus::jobs
