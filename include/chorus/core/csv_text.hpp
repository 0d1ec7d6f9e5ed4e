// Fields of the CSV tables that Chorus writes.
#pragma once

#include <string>
#include <string_view>

namespace chorus {

/// A field of a CSV record (RFC 4180), quoted where it must be. Bytes stay as they are. Local.
[[nodiscard]] std::string csv_field(std::string_view bytes);
/// Appends the same to `text`.
void append_csv_field(std::string& text, std::string_view bytes);

/// A text from the data, as a field that no spreadsheet takes for a formula. The rule: where the text begins
/// with = + - @ tab or carriage return, an apostrophe is put in front; so it is where such a sign follows
/// apostrophes of the text's own, so that taking one away there gives the text back. For texts alone: a
/// number is a number. Local.
[[nodiscard]] std::string csv_text(std::string_view text);
/// Appends the same to `record`.
void append_csv_text(std::string& record, std::string_view text);

}  // namespace chorus
