// Any file that a scaling study leaves: it is refused, or what is read of it holds together.
#include "chorus/report/data_shape.hpp"
#include "chorus/study/measurement.hpp"
#include "fuzz/refusal.hpp"
#include "stored_study.hpp"

#include <cstdint>

namespace {

using chorus::fuzz::require;

template <typename Read>
void refused_or(const char* path, const Read& read) {
  try {
    read(path);
  } catch (const chorus::Error& error) {
    chorus::fuzz::require_refusal(error, path);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chorus;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  refused_or("r/scaling.json", [&](const char* path) {
    for (const report::ScalingPoint& point : jobs::read_scaling_points(text, path))
      require(!report::flaw_of(point), "what is read has no flaw");
  });
  refused_or("r/plan.json", [&](const char* path) { (void)jobs::read_study_plan(text, path); });
  refused_or("r/scaling.csv", [&](const char* path) {
    const study::StoredMeasurements stored = study::read_measurements(text, path);
    const std::string written = study::measurements_csv(stored.plan, stored.all);
    require(study::measurements_csv(stored.plan, study::read_measurements(written, path).all) == written,
            "a table that is read as it was written");
  });
  return 0;
}
