// A plain reader of CSV records, written apart from the program's own, to judge its exports.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chorus::test {

struct PlainRecord {
  std::string body;                 ///< its bytes without the line end
  std::string end;                  ///< "\n", "\r\n" or nothing
  std::vector<std::string> fields;  ///< unquoted

  [[nodiscard]] bool blank() const { return body.empty(); }
};

/// RFC 4180, one character after the other; a quote inside an unquoted field is a literal; a byte order mark
/// is part of the first body and of no field.
[[nodiscard]] std::vector<PlainRecord> split_plainly(std::string_view bytes, char delimiter = ',');

struct ExportWalk {
  std::vector<std::string>
      labels;  ///< what stands in the appended columns, per record that is not blank, with the header's first
  std::string problem;  ///< where the first byte was lost or changed; empty if none
};

/// Takes from `exported` what was appended to each record of `original`, and compares all other bytes.
[[nodiscard]] ExportWalk walk_export(const std::vector<PlainRecord>& original, std::string_view exported,
                                     char delimiter = ',');

}  // namespace chorus::test
