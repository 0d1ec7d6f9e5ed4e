// Any options file: it is refused with one of the errors that end in status 2, or the run's own options file,
// written and read again, says the same.
#include "chorus/core/error.hpp"
#include "cluster_options.hpp"
#include "fuzz/law.hpp"
#include "fuzz/memory_file.hpp"
#include "options_file.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

using chorus::Error;
using chorus::Exit;
using chorus::fuzz::MemoryFile;
using chorus::fuzz::require;
using chorus::jobs::ClusterOptions;

/// The options that a file brings, as the file that the run would write; nothing if it is refused.
std::optional<std::string> read(const MemoryFile& file, ClusterOptions& options) {
  CLI::App app{"chorus"};
  app.require_subcommand(1);
  app.fallthrough();
  chorus::jobs::add_options_file(app);
  CLI::App* cluster = app.add_subcommand("cluster");
  add_cluster_options(*cluster, options);
  try {
    app.parse(std::vector<std::string>{file.path(), "--config", "cluster"});  // CLI11 takes them in reverse
  } catch (const CLI::ParseError&) {
    return std::nullopt;
  } catch (const Error& error) {
    require(error.status() == Exit::kInput, "a bad file is bad input");
    return std::nullopt;
  }
  return chorus::jobs::options_file(*cluster);
}

/// Everything that the program derives from the options before it works.
void look_through(const ClusterOptions& options) {
  try {
    options.check();
    (void)options.input.ingest();
    (void)options.input.rules(options.input.feature_names());
    (void)options.settings();
    (void)options.labelled_csv();
  } catch (const Error& error) {
    require(error.status() == Exit::kInput, "bad options are bad input");
    require(std::string_view(error.what()).find('\n') == std::string_view::npos, "an error of one line");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const MemoryFile file;
  const std::string text(data, data + size);
  file.hold(text);
  ClusterOptions options;
  const std::optional<std::string> first = read(file, options);
  if (!first) return 0;
  look_through(options);
  file.hold(*first);
  ClusterOptions again;
  require(read(file, again) == first, "the options file of a run says the same when it is read");
  return 0;
}
