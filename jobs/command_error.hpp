// What is wrong with a command line, and what may have been meant.
#pragma once

#include "chorus/core/error.hpp"

#include <CLI/CLI.hpp>

namespace chorus::jobs {

/// Local, the same on every rank. The error that CLI11 found in parsing `app`'s options, as one of ours; for
/// an option or a command that does not exist, with the nearest that does.
[[nodiscard]] AgreedError command_error(const CLI::App& app, const CLI::ParseError& error);

}  // namespace chorus::jobs
