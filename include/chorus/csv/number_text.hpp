// Decimal text to double: the nearest double, whatever the locale.
#pragma once

#include <optional>
#include <string_view>

namespace chorus::csv {

/// The double nearest to the whole of `text`: digits with an optional sign, point and exponent, or an
/// infinity written as inf or infinity (any case). Beyond the range of a double it is an infinity, below it a
/// zero, with the text's sign. Nothing if the text is something else (blanks around it, nan and hexadecimal
/// included). Local.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

}  // namespace chorus::csv
