// A CSV table under construction.
#pragma once

#include "chorus/report/text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

namespace chorus::report {

/// Records of fields; a NaN is an empty field.
class CsvTable {
 public:
  CsvTable() = default;
  CsvTable(std::initializer_list<std::string_view> header) {
    for (const std::string_view name : header) add(name);
    end();
  }
  CsvTable& add(std::string_view text) { return field(csv_field(text)); }
  CsvTable& add(const char* text) { return add(std::string_view(text)); }
  CsvTable& add(const std::string& text) { return add(std::string_view(text)); }
  CsvTable& add(double value) { return field(std::isnan(value) ? std::string() : fmt::format("{}", value)); }
  CsvTable& add(std::integral auto value) { return field(fmt::format("{}", value)); }
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
  CsvTable& field(const std::string& text) {
    if (!first_) text_ += ',';
    first_ = false;
    text_ += text;
    return *this;
  }
  std::string text_;
  bool first_ = true;
};

}  // namespace chorus::report
