// A plain reader of the dialect, byte by byte and without any of the library's code: what the fast one is
// checked against.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::csv::csv_test {

struct TwinRecord {
  std::size_t begin = 0;
  std::size_t end = 0;   ///< of the text, without its line end
  std::size_t next = 0;  ///< where the next record begins
  std::int64_t line = 0;
  std::vector<std::string> fields;  ///< unquoted; none for a blank line
};

struct TwinFault {
  std::string problem;  ///< as the error message begins
  std::int64_t line = 0;
  std::uint64_t column = 0;
};

struct TwinText {
  std::vector<TwinRecord> records;  ///< and blank lines, up to the first fault
  std::optional<TwinFault> fault;
};

[[nodiscard]] TwinText read_plainly(std::string_view text, char delimiter);

}  // namespace chorus::csv::csv_test
