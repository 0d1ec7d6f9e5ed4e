// The options of a run as a file that `--config` takes back.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace chorus::jobs {

/// One section named after the subcommand; per option its description as a comment and NAME=VALUE: the value
/// given, or else the default; options that have neither are left out. Left out too is what concerns an older
/// content of the results folder (overwrite, resume): running again shall not destroy without being told to.
/// Local. @pre command was parsed
[[nodiscard]] std::string options_file(const CLI::App& command);

}  // namespace chorus::jobs
