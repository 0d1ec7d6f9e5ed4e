// What is wrong with a record that is not in the dialect, and the error that says so. Byte by byte: only
// broken records and the header come here.
#pragma once

#include "chorus/csv/format.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace chorus::csv {

enum class CsvFault { kNone, kTextAfterQuote, kUnterminatedQuote, kBareCarriageReturn, kNul, kTooLong };

struct CsvRecordCheck {
  CsvFault fault = CsvFault::kNone;
  std::size_t at = 0;      ///< index of the offending byte: for kUnterminatedQuote the opening quote, for
                           ///< kTooLong the record's first byte
  std::size_t length = 0;  ///< bytes of the record with its line end; if there is no fault
};

/// Checks the record (or blank line) at the front of `bytes`, which ends where `bytes` ends if no line end
/// comes first. Looks at no more than the longest record's bytes and one.
[[nodiscard]] CsvRecordCheck check_csv_record(std::span<const char> bytes, CsvDialect dialect,
                                              std::size_t max_record_bytes = kMaxRecordBytes);

/// What is wrong with a line that is left out, in a few words. A quote that does not close on the line is one
/// that does not close at all, that closes at the wrong place, or that takes in other records.
[[nodiscard]] std::string_view fault_reason(CsvFault fault);

/// Throws Error(kInput): "PROBLEM (path:line:column): ADVICE" for the byte `at` of `bytes`, which begin at
/// `start`, itself at the beginning of a line.
[[noreturn]] void throw_csv_error(const std::string& problem, const std::string& advice,
                                  const std::string& path, std::span<const char> bytes, CsvPosition start,
                                  std::size_t at);

/// The same for a fault that check_csv_record found.
[[noreturn]] void throw_csv_fault(CsvFault fault, const std::string& path, std::span<const char> bytes,
                                  CsvPosition start, std::size_t at);

}  // namespace chorus::csv
