// The notation of options files: a part of TOML 1.0, with one convention of its own.
//
//   # a comment, to the end of the line
//   [cluster]                       the options that follow are of this subcommand
//   label-column = "my \"group\""   a text; a list is ["energy", "tempo"] and may go over several lines
//   restarts = 10                   what is no text in TOML (numbers, true, false) stands as it is
//
// A text stands between double quotes with TOML's escapes (\b \t \n \f \r \" \\ \uXXXX \UXXXXXXXX), or
// between single quotes without any. Bytes that are not UTF-8 are written as the half surrogates \udc80 to
// \udcff, one a byte (Python's "surrogateescape"), which no TOML text can hold otherwise. Files written by
// hand may leave the quotes out where a value is of letters, digits and the signs of -+._:/=|~@ alone. Local.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chorus::jobs {

/// One option of a file. `values` holds at least one text.
struct FileOption {
  std::string section;  ///< empty before the first
  std::string name;
  std::vector<std::string> values;
};

/// Any text between double quotes; UTF-8 for people and bytes for programs both come back.
[[nodiscard]] std::string quoted_text(std::string_view text);

/// The texts as a list of quoted texts.
[[nodiscard]] std::string quoted_list(const std::vector<std::string>& texts);

/// As it stands if it is a number in decimal digits, true or false; quoted otherwise.
[[nodiscard]] std::string option_value(std::string_view text);

/// The options of a file, in its order. Throws Error(kInput) with the line for what is not in the notation,
/// for a name that appears twice in its section, and for a text that holds a NUL, which no option can. `file`
/// is for messages.
[[nodiscard]] std::vector<FileOption> read_options_text(std::string_view text, const std::string& file);

}  // namespace chorus::jobs
