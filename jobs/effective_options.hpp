// The options of a run as a file that --config takes back.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace chorus::jobs {

/// The options of a parsed subcommand, given or default, with their descriptions, in CLI11's own format.
/// Options without a value are left out, since an empty one is no valid value for most. Local.
[[nodiscard]] std::string effective_options(const CLI::App& command);

}  // namespace chorus::jobs
