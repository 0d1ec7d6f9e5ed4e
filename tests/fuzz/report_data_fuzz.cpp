// Any report_data.json: it is refused, or tables, figures and page are made from it.
#include "chorus/report/data_shape.hpp"
#include "chorus/report/figures.hpp"
#include "chorus/report/page.hpp"
#include "chorus/report/stored_report.hpp"
#include "chorus/report/tables.hpp"
#include "fuzz/refusal.hpp"

#include <cstdint>

namespace chorus::report {

/// A build's own, in little: with the places that a page fills.
const Assets& assets() {
  static const Assets kSmall = [] {
    Assets small;
    small.html =
        "<!--chorus:policy--><!--chorus:style--><!--chorus:echarts--><!--chorus:script--><!--chorus:summary--"
        ">"
        "<!--chorus:data--><!--chorus:run-->";
    small.script_sha256 = "00";
    return small;
  }();
  return kSmall;
}

}  // namespace chorus::report

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chorus::report;
  using chorus::fuzz::require;
  try {
    const StoredReport stored =
        read_stored_form({reinterpret_cast<const char*>(data), size}, "r/report_data.json");
    require(!flaw_of(stored.result, stored.data), "what is read has no flaw");
    require(!make_tables(stored.result, stored.data).empty(), "tables");
    require(!make_figures(stored.result, stored.data).empty(), "figures");
    require(!make_page(stored.result, stored.data, 100'000).html.empty(), "a page");
    const std::string written = stored_form(stored.result, stored.data);
    const StoredReport again = read_stored_form(written, "again");
    require(stored_form(again.result, again.data) == written, "a report that is read as it was written");
  } catch (const chorus::Error& error) {
    chorus::fuzz::require_refusal(error, "r/report_data.json");
  }
  return 0;
}
