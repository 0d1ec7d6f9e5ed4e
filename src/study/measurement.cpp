#include "chorus/study/measurement.hpp"

#include "chorus/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace chorus::study {
namespace {

constexpr std::string_view kHeader =
    "plan,study,ranks,nodes,songs,repeat,phase,counted,seconds,compute_s,communication_s,io_s,waiting_s,"
    "bytes,"
    "calls,fingerprint";
constexpr std::string_view kTotal = "total";
constexpr std::size_t kFields = 16;

PhaseCost total_of(const Measurement& measurement) {
  PhaseCost total;
  total.name = kTotal;
  total.seconds = measurement.seconds;
  for (const PhaseCost& phase : measurement.phases) {
    if (!phase.counted) continue;
    total.compute += phase.compute;
    total.communication += phase.communication;
    total.io += phase.io;
    total.waiting += phase.waiting;
    total.bytes += phase.bytes;
    total.calls += phase.calls;
  }
  return total;
}

std::string record(std::string_view plan, const Measurement& m, const PhaseCost& phase) {
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", plan, study_name(m.study), m.ranks,
                     m.nodes, m.rows, m.repeat, phase.name, phase.counted ? 1 : 0, phase.seconds,
                     phase.compute, phase.communication, phase.io, phase.waiting, phase.bytes, phase.calls,
                     m.fingerprint);
}

/// The fields of one line.
class Fields {
 public:
  Fields(std::string_view line, std::size_t number, const std::string& path) : number_(number), path_(path) {
    for (std::size_t at = 0;;) {
      const std::size_t comma = line.find(',', at);
      fields_.push_back(line.substr(at, comma - at));
      if (comma == std::string_view::npos) break;
      at = comma + 1;
    }
    if (fields_.size() != kFields) fail("it has not " + std::to_string(kFields) + " fields");
  }
  [[nodiscard]] std::string text(std::size_t i) const { return std::string(fields_[i]); }
  template <class T>
  [[nodiscard]] T number(std::size_t i) const {
    T value{};
    const std::string_view field = fields_[i];
    const auto [end, failure] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (failure != std::errc() || end != field.data() + field.size())
      fail("'" + text(i) + "' is not a number");
    return value;
  }
  [[noreturn]] void fail(const std::string& problem) const {
    throw Error(Exit::kInput, describe("these are no measurements of chorus scaling: " + problem,
                                       fmt::format("{}, line {}", path_, number_),
                                       "use --overwrite to start afresh, or another folder with -o"));
  }

 private:
  std::vector<std::string_view> fields_;
  std::size_t number_;
  const std::string& path_;
};

}  // namespace

std::string measurements_csv(std::string_view plan, const std::vector<Measurement>& all) {
  std::string text = std::string(kHeader) + "\n";
  for (const Measurement& measurement : all) {
    for (const PhaseCost& phase : measurement.phases) text += record(plan, measurement, phase);
    text += record(plan, measurement, total_of(measurement));
  }
  return text;
}

StoredMeasurements read_measurements(std::string_view text, const std::string& path) {
  StoredMeasurements stored;
  Measurement measurement;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (++number == 1) {
      if (line != kHeader) {
        throw Error(Exit::kInput,
                    describe("this is no table of chorus scaling", path, "choose another folder with -o"));
      }
      continue;
    }
    const Fields fields(line, number, path);
    if (stored.plan.empty()) stored.plan = fields.text(0);
    if (stored.plan != fields.text(0)) fields.fail("they are of several plans");
    if (fields.text(1) != "strong" && fields.text(1) != "weak")
      fields.fail("the study is neither strong nor weak");
    measurement.study = fields.text(1) == "strong" ? Study::kStrong : Study::kWeak;
    measurement.ranks = fields.number<int>(2);
    measurement.nodes = fields.number<int>(3);
    measurement.rows = fields.number<RowIndex>(4);
    measurement.repeat = fields.number<int>(5);
    measurement.fingerprint = fields.text(15);
    if (measurement.ranks < 1 || measurement.rows < 1) fields.fail("a count is not positive");
    if (fields.text(6) == kTotal) {
      measurement.seconds = fields.number<double>(8);
      stored.all.push_back(measurement);
      measurement.phases.clear();
      continue;
    }
    measurement.phases.push_back({fields.text(6), fields.number<int>(7) != 0, fields.number<double>(8),
                                  fields.number<double>(9), fields.number<double>(10),
                                  fields.number<double>(11), fields.number<double>(12),
                                  fields.number<std::uint64_t>(13), fields.number<std::uint64_t>(14)});
  }
  return stored;
}

int count_repeats(const std::vector<Measurement>& all, const Point& point) {
  return static_cast<int>(std::count_if(all.begin(), all.end(), [&](const Measurement& m) {
    return m.study == point.study && m.ranks == point.ranks && m.rows == point.rows &&
           (point.nodes == 0 || point.nodes == m.nodes);
  }));
}

}  // namespace chorus::study
