// Text from a catalogue is opaque bytes, and some of it is hostile. These make it harmless, and keep it
// readable, for each place where it ends up.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chorus::report {

/// Valid UTF-8 that shows what the bytes hold: each maximal ill-formed part becomes U+FFFD, a C0 control or
/// DEL its picture (U+2400 and on), a C1 control U+FFFD. Longer texts are cut after `most` code points, the
/// last then an ellipsis. Local.
[[nodiscard]] std::string display_text(std::string_view bytes, std::size_t most = 100'000);

/// UTF-8 text for an HTML element or a quoted attribute.
[[nodiscard]] std::string html_text(std::string_view text);

/// JSON text for a <script type="application/json"> element: no character of it can end the element.
[[nodiscard]] std::string script_json(std::string_view json);

/// A quoted string in a gnuplot data file: on one line, without quotes and backslashes of its own.
[[nodiscard]] std::string gnuplot_string(std::string_view bytes);

}  // namespace chorus::report
