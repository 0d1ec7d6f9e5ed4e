#include "inspect.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/features/moments.hpp"
#include "chorus/features/quantiles.hpp"
#include "chorus/session/phase_clock.hpp"
#include "console.hpp"
#include "header_choice.hpp"
#include "inspection.hpp"
#include "results_folder.hpp"
#include "scratch_folder.hpp"
#include "song_file.hpp"
#include "touched_files.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <system_error>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

void check_output(const comm::Communicator& comm, const InspectOptions& options) {
  if (options.output.empty()) return;
  comm::agree_on(comm, [&] {
    std::error_code unknown;
    const fs::path folder = fs::absolute(options.output).parent_path();
    if (!comm.is_root() || fs::is_directory(folder, unknown)) return;
    throw Error(Exit::kIo, describe("the folder of the output does not exist", folder.string(),
                                    "make it, or choose another with -o"));
  });
  require_no_harm(comm, touched_by(options));
  require_free_unless(comm, options.overwrite, options.output);
}

/// The songs, and where their temporary catalogue is, which lives longer.
struct OpenedFile {
  std::unique_ptr<const ScratchFolder> scratch;
  SongFile songs;
};

/// Collective. Opens a catalogue; ingests a CSV, with all that can be learned on the way.
OpenedFile open_file(const comm::Communicator& comm, const InspectOptions& options,
                     session::PhaseClock& clock, Inspection& found, catalogue::IngestReport& report) {
  found.from_csv = !is_catalogue(comm, options.input.input);
  if (!found.from_csv) {
    InputOptions as_read = options.input;  // the command's own default is about a CSV
    as_read.non_numeric = InputOptions{}.non_numeric;
    return {nullptr, SongFile::open(comm, as_read, {}, std::nullopt, clock)};
  }
  HeaderChoice choice = choose_columns(comm, options.input, options.id);
  InputOptions input = options.input;
  input.features = std::move(choice.features);
  found.absent_features = std::move(choice.absent);
  found.id_column = std::move(choice.id_column);
  auto scratch = std::make_unique<const ScratchFolder>(comm, options.scratch);
  SongFile songs = SongFile::open_and_look(comm, input, scratch->path(), found.id_column, clock, report);
  return {std::move(scratch), std::move(songs)};
}

/// Collective. Nothing without a complete row, or where products of values leave the range of a double.
std::optional<Correlations> correlate(const comm::Communicator& comm, const features::ShardRows& shard,
                                      features::CleaningRules rules, const Inspection& found) {
  const auto too_large = [](double value) { return std::abs(value) > features::kLargestValue; };
  if (found.cells.complete == 0 || std::ranges::any_of(found.cells.min, too_large) ||
      std::ranges::any_of(found.cells.max, too_large)) {
    return std::nullopt;
  }
  rules.missing = features::MissingPolicy::kDrop;
  const features::Moments moments = features::measure_moments(comm, shard, rules, found.info.features);
  Correlations correlations{moments.count, {}};
  for (std::size_t a = 0; a < moments.width(); ++a) {
    for (std::size_t b = 0; b < moments.width(); ++b) {
      const bool defined = a == b || !(moments.constant(a) || moments.constant(b));
      correlations.values.push_back(defined ? moments.correlation(a, b)
                                            : std::numeric_limits<double>::quiet_NaN());
    }
  }
  return correlations;
}

}  // namespace

void add_inspect_options(CLI::App& command, InspectOptions& options) {
  add_input_options(command, options.input, Cleaning::kBounds);
  command
      .add_option("--id", options.id,
                  "Column that tells songs apart: a name, auto (track_id, uri, ...) or "
                  "none")
      ->capture_default_str();
  command.add_flag("--json", options.json, "Write JSON to standard output, numbers in full precision");
  command.add_option("-o,--output", options.output, "Write the JSON to this file, too");
  command.add_flag("--overwrite", options.overwrite, "Replace an older file of that name");
  command.add_option("--scratch", options.scratch,
                     "Folder for temporary files that all hosts share [$TMPDIR on one host, else here]");
  command.add_flag("--quiet", options.quiet, "Say nothing on standard output");
}

void inspect(comm::Communicator& comm, const InspectOptions& options) {
  const Console console(comm, options.quiet);
  session::PhaseClock clock(comm);
  check_output(comm, options);

  Inspection found;
  found.file = options.input.input;
  catalogue::IngestReport report;
  const OpenedFile opened = open_file(comm, options, clock, found, report);
  const SongFile& file = opened.songs;
  found.info = file.info();
  found.columns = std::move(report.columns);
  const features::ShardRows shard = file.shard(comm, clock, options.input);
  const features::CleaningRules rules =
      comm::agree_on(comm, [&] { return options.input.rules(found.info.features); });

  clock.enter("statistics");
  if (found.from_csv) {
    found.records = features::count_duplicates(comm, std::move(report.record_hashes));
    found.ids = features::count_duplicates(comm, std::move(report.id_hashes));
  }
  found.rows = features::count_duplicates(comm, comm::agree_on(comm, [&] { return hash_rows(shard); }));
  found.cells = features::measure_cells(comm, shard, rules);
  found.quartiles = features::measure_quantiles(comm, shard, rules, std::array{0.25, 0.5, 0.75});
  found.correlations = correlate(comm, shard, rules, found);

  if (found.info.source.spans.records > 0)
    console.warn(csv::spans_text(found.info.source.spans, options.input.input));
  clock.leave();
  const std::string json = inspection_json(found);
  if (!options.output.empty()) write_result(comm, options.output, json);
  console.say(options.json ? json : inspection_text(found));
}

}  // namespace chorus::jobs
