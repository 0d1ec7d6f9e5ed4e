// A CSV table under construction.
#pragma once

#include "chorus/core/csv_text.hpp"

#include <fmt/compile.h>

#include <array>
#include <cmath>
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

namespace chorus::report {

/// Records of fields; a NaN is an empty field, a text none that a spreadsheet takes for a formula (csv_text).
class CsvTable {
 public:
  CsvTable() = default;
  CsvTable(std::initializer_list<std::string_view> header) {
    for (const std::string_view name : header) add(name);
    end();
  }
  CsvTable& add(std::string_view text) {
    separate();
    append_csv_text(text_, text);
    return *this;
  }
  CsvTable& add(const char* text) { return add(std::string_view(text)); }
  CsvTable& add(const std::string& text) { return add(std::string_view(text)); }
  CsvTable& add(double value) {
    separate();
    if (!std::isnan(value)) append(value);
    return *this;
  }
  CsvTable& add(std::integral auto value) {
    separate();
    append(value);
    return *this;
  }
  /// Ends the record.
  void end() {
    text_ += '\n';
    first_ = true;
  }
  template <class... Fields>
  void record(const Fields&... fields) {
    (add(fields), ...);
    end();
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void separate() {
    if (!first_) text_ += ',';
    first_ = false;
  }
  void append(auto number) {
    std::array<char, 32> digits{};  // the longest: a sign, 17 digits, a point, an exponent
    const char* end = fmt::format_to(digits.data(), FMT_COMPILE("{}"), number);
    text_.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
  }
  std::string text_;
  bool first_ = true;
};

}  // namespace chorus::report
