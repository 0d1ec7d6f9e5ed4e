#include "synth.hpp"

#include "chorus/session/phase_clock.hpp"
#include "chorus/synthetic/songs.hpp"
#include "console.hpp"
#include "option_kinds.hpp"
#include "touched_files.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>

namespace chorus::jobs {

void add_synth_options(CLI::App& command, SynthOptions& options) {
  add_count(command, "--songs", options.songs, {1}, "Number of songs")->default_str("")->required();
  add_count(command, "--seed", options.seed, {}, "Another seed, another catalogue");
  command
      .add_option("-o,--output", options.output,
                  "File to write: .h5 for a catalogue, anything else for CSV (23 columns)")
      ->required();
  command.add_flag("--overwrite", options.overwrite, "Replace an older file of that name");
  command.add_flag("--quiet", options.quiet, "Say nothing on standard output");
}

void synthesize(comm::Communicator& comm, const SynthOptions& options) {
  const Console console(comm, options.quiet);
  const session::PhaseClock clock(comm);
  require_no_harm(comm, touched_by(options));
  require_free_unless(comm, options.overwrite, options.output);
  synthetic::SyntheticOptions what;
  what.songs = options.songs;
  what.seed = options.seed;
  const std::filesystem::path path = options.output;
  if (path.extension() == ".h5") {
    static_cast<void>(synthetic::write_synthetic_catalogue(comm, path, what));
  } else {
    static_cast<void>(synthetic::write_synthetic_csv(comm, path, what));
  }
  console.say(
      fmt::format("wrote {} songs to {} in {:.2f} s", options.songs, options.output, clock.elapsed()));
}

}  // namespace chorus::jobs
