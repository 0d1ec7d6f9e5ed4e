#include "scaling_results.hpp"

#include "chorus/core/build_info.hpp"
#include "chorus/core/error.hpp"
#include "chorus/core/json_document.hpp"
#include "chorus/core/list_folder.hpp"
#include "chorus/core/process.hpp"
#include "chorus/files/whole_file.hpp"
#include "chorus/model/json_text.hpp"
#include "chorus/report/figures.hpp"
#include "chorus/report/page.hpp"
#include "chorus/report/run_tables.hpp"
#include "scaling_options.hpp"
#include "stored_study.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using study::study_name;

constexpr const char* kTable = "scaling.csv";
constexpr const char* kPlan = "plan.json";
constexpr const char* kAnswer = "scaling.json";

StudyRecord read_part(const fs::path& folder) {
  StudyRecord record;
  const auto table = files::read_whole_file(folder / kTable);
  const auto plan = files::read_whole_file(folder / kPlan);
  if (!table || !plan) return record;
  const std::string where = (folder / kTable).string();
  const study::StoredMeasurements stored = study::read_measurements(*table, where);
  record.plan = read_study_plan(*plan, (folder / kPlan).string());
  if (!stored.plan.empty() && stored.plan != plan_id(record.plan)) {
    throw Error(Exit::kInput, describe("the measurements are of another plan than plan.json says", where,
                                       "use --overwrite to start afresh"));
  }
  record.all = stored.all;
  return record;
}

void join(StudyRecord& record, StudyRecord part, const fs::path& folder) {
  if (part.plan.empty()) return;
  if (record.plan.empty()) record.plan = part.plan;
  if (part.plan != record.plan) {
    throw Error(Exit::kInput, describe("the folder holds parts of several studies", folder.string(),
                                       "choose another folder with -o"));
  }
  for (study::Measurement& one : part.all) {
    if (std::find(record.all.begin(), record.all.end(), one) == record.all.end())
      record.all.push_back(std::move(one));
  }
}

std::vector<fs::path> parts_of(const fs::path& folder) {
  std::vector<fs::path> parts;
  std::error_code none;
  for (const std::string& name : list_folder(folder / "parts", none))
    parts.push_back(folder / "parts" / name);
  std::sort(parts.begin(), parts.end());
  return parts;
}

/// What is not a number becomes null.
Json finite(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json breakdown(const study::Breakdown& of) {
  return {
      {"compute", of.compute}, {"communication", of.communication}, {"io", of.io}, {"waiting", of.waiting}};
}

Json head(study::Study study, const char* origin, int ranks, int nodes, RowIndex rows,
          const study::Spread& seconds, double speed_up, const study::Spread& efficiency) {
  return {{"study", study_name(study)},
          {"origin", origin},
          {"ranks", ranks},
          {"nodes", nodes},
          {"rows", rows},
          {"seconds", seconds.median},
          {"low", seconds.low},
          {"high", seconds.high},
          {"speed_up", speed_up},
          {"efficiency", efficiency.median},
          {"efficiency_low", efficiency.low},
          {"efficiency_high", efficiency.high}};
}

Json point_json(const study::PointSummary& point) {
  Json json = head(point.study, "measured", point.ranks, point.nodes, point.rows, point.seconds,
                   point.speed_up, point.efficiency);
  json["communication"] = point.share.communication + point.share.waiting;
  json["repeats"] = point.repeats;
  json["karp_flatt"] = finite(point.karp_flatt);
  json["core_hours"] = point.core_hours;
  json["share"] = breakdown(point.share);
  json["lost"] = breakdown(point.lost);
  json["fingerprints"] = point.fingerprints;
  json["phases"] = Json::array();
  for (const study::PhaseCost& phase : point.phases) {
    json["phases"].push_back({{"name", phase.name},
                              {"counted", phase.counted},
                              {"seconds", phase.seconds},
                              {"compute", phase.compute},
                              {"communication", phase.communication},
                              {"io", phase.io},
                              {"waiting", phase.waiting},
                              {"bytes", phase.bytes},
                              {"calls", phase.calls}});
  }
  return json;
}

Json prediction_json(const study::Prediction& one) {
  Json json = head(one.study, "predicted", one.ranks, 0, one.rows, one.seconds, one.speed_up, one.efficiency);
  json["communication"] = nullptr;
  return json;
}

Json answer_json(const StudyRecord& record, const study::Answer& answer, double sensible) {
  Json json{{"format", "chorus-scaling"}, {"version", 1}};
  json["plan"] = record.plan;
  json["same_fingerprints"] = answer.same_fingerprints;
  json["sensible"] = {{"efficiency", sensible},
                      {"measured", answer.sensible_measured},
                      {"predicted", answer.sensible_predicted}};
  json["findings"] = answer.findings;
  json["model"] = nullptr;
  if (answer.model) {
    Json model;
    for (std::size_t t = 0; t < study::kTerms; ++t) {
      model[study::kTermNames[t]] =
          answer.model->known[t] ? Json(answer.model->coefficients[t]) : Json(nullptr);
    }
    model["misfit"] = answer.model->checked() ? Json(answer.model->misfit) : Json(nullptr);
    model["says"] = answer.model_says;
    json["model"] = std::move(model);
  }
  json["points"] = Json::array();
  for (const study::PointSummary& point : answer.points) json["points"].push_back(point_json(point));
  for (const study::Prediction& one : answer.predictions) json["points"].push_back(prediction_json(one));
  json["run"] = {{"program", std::string("Chorus ") + build_info::kVersion},
                 {"date", utc_now()},
                 {"Slurm job", slurm_job()}};
  return json;
}

}  // namespace

StudyRecord read_study(const fs::path& folder) {
  StudyRecord record = read_part(folder);
  for (const fs::path& part : parts_of(folder)) join(record, read_part(part), folder);
  return record;
}

void forget_study(const fs::path& folder) {
  std::error_code failure;
  for (const fs::path& part : parts_of(folder)) {
    if (!failure) fs::remove(part / kTable, failure);
  }
  if (!failure) fs::remove(folder / kTable, failure);
  if (failure) {
    throw Error(Exit::kIo, describe("cannot remove the study that was there: " + failure.message(),
                                    folder.string(), "check its permissions, or choose another with -o"));
  }
}

void keep_study(const fs::path& folder, const StudyRecord& record) {
  files::write_whole_file(folder / kPlan, model::json_text(record.plan));
  files::write_whole_file(folder / kTable, study::measurements_csv(plan_id(record.plan), record.all));
}

WrittenAnswer write_answer(const fs::path& folder, const StudyRecord& record, const study::Answer& answer,
                           const AnswerForm& form) {
  const Json json = answer_json(record, answer, form.sensible);
  const std::string text = model::json_text(json);
  const std::vector<report::ScalingPoint> points = read_scaling_points(text, (folder / kAnswer).string());
  std::vector<report::TimeShares> times;
  for (const study::PointSummary& point : answer.points) {
    times.push_back({fmt::format("{} {}", study_name(point.study), point.ranks), point.share.compute,
                     point.share.communication, point.share.io, point.share.waiting});
  }
  std::error_code ignored;
  fs::create_directories(folder / "plots", ignored);
  fs::create_directories(folder / "tables", ignored);
  WrittenAnswer written;
  written.files = {kPlan, kTable};
  const auto write = [&](const std::string& name, const std::string& bytes) {
    files::write_whole_file(folder / name, bytes);
    written.files.push_back(name);
  };
  write("tables/run_scaling.csv", report::scaling_table(points));
  for (const report::TextFile& file : report::make_scaling_figures(points, times))
    write(file.name, file.text);
  if (form.figures) {
    if (std::string note = report::draw_figures(folder / "plots"); !note.empty()) {
      written.notes.push_back(std::move(note));
    } else {
      for (const std::string& name : list_folder(folder / "plots", ignored)) {
        if (name.ends_with(".svg") || name.ends_with(".png")) written.files.push_back("plots/" + name);
      }
    }
  }
  write("report.html", report::make_scaling_page(text, answer.findings));
  write(kAnswer, text);
  return written;
}

std::vector<report::ScalingPoint> scaling_points(const fs::path& folder) {
  const fs::path path = folder / kAnswer;
  std::error_code unknown;
  if (!fs::exists(path, unknown)) return {};
  return read_scaling_points(read_json_text({path.string(), "the scaling study is damaged",
                                             "make it again with chorus scaling --collect"}),
                             path.string());
}

}  // namespace chorus::jobs
