// Any summary.json: it is refused, or written again as it was read.
#include "chorus/model/result_shape.hpp"
#include "chorus/model/summary_json.hpp"
#include "fuzz/refusal.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chorus::model;
  using chorus::fuzz::require;
  try {
    const RunResult result = read_summary_json({reinterpret_cast<const char*>(data), size}, "r/summary.json");
    require(!flaw_of(result), "what is read has no flaw");
    const std::string written = summary_json(result);
    require(summary_json(read_summary_json(written, "again")) == written,
            "a summary that is read as it was written");
  } catch (const chorus::Error& error) {
    chorus::fuzz::require_refusal(error, "r/summary.json");
  }
  return 0;
}
