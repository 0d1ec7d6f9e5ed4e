#include "ingest.hpp"

#include "chorus/catalogue/ingest.hpp"
#include "chorus/catalogue/rejected_records.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/session/phase_clock.hpp"
#include "console.hpp"
#include "touched_files.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace chorus::jobs {

void add_ingest_options(CLI::App& command, IngestJobOptions& options) {
  add_input_options(command, options.input, Cleaning::kNo);
  command.add_option("-o,--output", options.output, "Catalogue to write (.h5)")->required();
  command.add_flag("--overwrite", options.overwrite, "Replace an older file of that name");
  command.add_flag("--quiet", options.quiet, "Say nothing on standard output");
}

namespace {

namespace fs = std::filesystem;

/// The records left out get a file of their own beside the catalogue.
void check_rejected(const comm::Communicator& comm, const IngestJobOptions& options,
                    const fs::path& rejected) {
  std::error_code unknown;
  if (!comm.is_root() || options.input.bad_rows != "skip" || !fs::exists(rejected, unknown)) return;
  if (fs::equivalent(rejected, options.input.input, unknown)) {
    throw Error(Exit::kInput, describe("the records left out would replace the input", rejected.string(),
                                       "choose another name with -o"));
  }
  if (!options.overwrite) {
    throw Error(Exit::kInput,
                describe("the file exists", rejected.string(), "use --overwrite, or another name with -o"));
  }
}

}  // namespace

void ingest(comm::Communicator& comm, const IngestJobOptions& options) {
  const Console console(comm, options.quiet);
  const session::PhaseClock clock(comm);
  require_no_harm(comm, touched_by(options));
  require_free_unless(comm, options.overwrite, options.output);
  const fs::path rejected = options.output + ".rejected.csv";
  comm::agree_on(comm, [&] { check_rejected(comm, options, rejected); });
  const catalogue::IngestOptions how = comm::agree_on(comm, [&] { return options.input.ingest(); });
  const catalogue::CatalogueInfo info = catalogue::ingest_csv(comm, options.input.input, options.output, how);
  comm::agree_on(comm, [&] {
    if (comm.is_root() && info.source.skipped > 0)
      catalogue::write_rejected_records(info, info.source.path, rejected, [&] { comm.pulse().beat(); });
  });
  if (info.source.spans.records > 0) console.warn(csv::spans_text(info.source.spans, options.input.input));
  const double seconds = clock.elapsed();
  console.say(fmt::format(
      "ingested {} rows, {} features, {} bad records skipped\n{} in {:.2f} s ({:.0f} MB/s of CSV)", info.rows,
      info.width(), info.source.skipped, options.output, seconds,
      static_cast<double>(info.source.size) / 1e6 / seconds));
}

}  // namespace chorus::jobs
