// The options of a run as a file that `--config` takes back (notation: options_notation.hpp).
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace chorus::jobs {

/// One section named after the subcommand; per option its description as a comment and NAME = VALUE: the
/// value given, or else the default; options that have neither are left out. Left out too is where the
/// results go and what is done with those that are there (output, overwrite, resume): running again shall
/// neither end in "the results folder is not empty" nor destroy without being told to. Local. @pre command
/// was parsed
[[nodiscard]] std::string options_file(const CLI::App& command);

/// Gives `app` the option --config, which takes back such a file; what stands on the command line goes
/// before. The file sets options alone: which subcommand is run, the command line says.
/// @pre app has no subcommands yet
void add_options_file(CLI::App& app);

}  // namespace chorus::jobs
