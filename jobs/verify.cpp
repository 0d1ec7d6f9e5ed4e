#include "verify.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/files/folder_lock.hpp"
#include "chorus/files/results_files.hpp"
#include "cluster_options.hpp"
#include "command_line.hpp"
#include "console.hpp"
#include "scratch_folder.hpp"
#include "verify_manifest.hpp"
#include "verify_results.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <utility>
#include <vector>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

/// The options of the run that made the results, as it wrote them down. Local.
ClusterOptions options_of_run(const fs::path& folder) {
  const fs::path file = folder / files::kOptions;
  CommandLine line("");
  try {
    // CLI11 takes the last word first.
    line.app.parse(std::vector<std::string>{file.string(), "--config", "cluster"});
  } catch (const CLI::Error& error) {
    throw Error(Exit::kInput, describe("the options of the run cannot be read: " + std::string(error.what()),
                                       file.string(), "make the results anew, with --overwrite"));
  }
  line.cluster_options.output = folder.string();
  return std::move(line.cluster_options);
}

void require_not_in_use(const fs::path& folder) {
  if (const auto user = files::user_of(folder)) {
    throw Error(Exit::kInput, describe("the folder is in use by " + *user, folder.string(),
                                       "verify it when that has ended"));
  }
}

void require_input(const ClusterOptions& options) {
  std::error_code unknown;
  if (fs::exists(options.input.input, unknown)) return;
  throw Error(Exit::kInput, describe("the input is not where the run had it", options.input.input,
                                     "say where it is now: chorus verify RESULTS INPUT"));
}

}  // namespace

void add_verify_options(CLI::App& command, VerifyOptions& options) {
  command.add_option("results", options.results, "Folder of results that chorus cluster wrote")->required();
  command.add_option("input", options.input, "The songs that were clustered, if they were moved");
  command.add_option("--source", options.source, "Where the CSV of a catalogue is now, if it was moved");
  command.add_option("--scratch", options.scratch,
                     "Folder for a temporary catalogue [$TMPDIR; with several hosts, the working folder]");
  command.add_flag("--quiet", options.quiet, "Say nothing on standard output");
  command.footer("Exit status 0: nothing is damaged; 2: what is, is named.");
}

void verify(comm::Communicator& comm, const VerifyOptions& asked) {
  Console console(comm, asked.quiet);
  session::PhaseClock clock(comm);
  comm::agree_on(comm, [&] {
    if (comm.is_root()) require_not_in_use(asked.results);
  });
  const files::Manifest manifest = verify_manifest(comm, asked.results, console);
  console.say(fmt::format("files       {} as they were written", manifest.files.size()));
  const std::string input = comm.broadcast(asked.input.empty() ? manifest.input : asked.input, 0);
  const std::string source = comm.broadcast(asked.source.empty() ? manifest.source : asked.source, 0);
  const ClusterOptions options = comm::agree_on(comm, [&] {
    ClusterOptions read = options_of_run(asked.results);
    read.name = read.labelled_csv().filename().string();  // called after the input as it was
    read.input.input = input;
    read.source = source;
    if (comm.is_root()) require_input(read);
    return read;
  });
  const ScratchFolder scratch(comm, asked.scratch);
  const std::string found =
      verify_agreement({comm, options, nullptr, scratch.path(), clock, console}, manifest);
  console.say(fmt::format("rows        labels, model and {} agree\nfingerprint {}\nverified    {}", input,
                          found, asked.results));
}

}  // namespace chorus::jobs
