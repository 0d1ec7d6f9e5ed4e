// chorus: the command line. Each subcommand's story is in a file of its own.
#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/comm/communicator.hpp"
#include "chorus/comm/environment.hpp"
#include "chorus/core/build_info.hpp"
#include "chorus/core/error.hpp"
#include "chorus/core/float_environment.hpp"
#include "chorus/core/simd.hpp"
#include "chorus/session/faults.hpp"
#include "chorus/session/stop_signals.hpp"
#include "chorus/session/watchdog.hpp"
#include "cluster.hpp"
#include "command_error.hpp"
#include "command_line.hpp"
#include "console.hpp"
#include "options_file.hpp"
#include "scaling.hpp"
#include "standard_output.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <hdf5.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <string>

namespace {

using namespace chorus;  // NOLINT(google-build-using-namespace): main composes everything
using namespace chorus::jobs;

std::string version_text() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned release = 0;
  H5get_libversion(&major, &minor, &release);
  std::string targets;
  for (const std::string& target : simd_targets()) targets += (targets.empty() ? "" : ", ") + target;
  return fmt::format(
      "chorus {}{}\ncompiler  {} ({}{}{})\nMPI       {}\nHDF5      {}.{}.{}\nSIMD      {} (available: {})",
      build_info::kVersion, session::faults::kCompiledIn ? ", with faults on purpose" : "",
      build_info::kCompiler, build_info::kBuildType,
      std::string_view(build_info::kSanitize).empty() ? "" : ", sanitizers: ", build_info::kSanitize,
      comm::Environment::library_version(), major, minor, release, simd_target(), targets);
}

/// What watches over the process, longer than MPI runs.
struct Guards {
  session::StopSignals signals;
  std::optional<session::Watchdog> watchdog;
};

/// Runs the subcommand that the command line names. Returns the exit status.
int run(comm::Communicator& comm, Guards& guards, int argc, char** argv) {
  CommandLine line(version_text());
  // Agreed on, for an options file may be missing on one host alone.
  const bool answered = comm::agree_on(comm, [&] {
    try {
      line.app.parse(argc, argv);
      return false;
    } catch (const CLI::ParseError& answer) {
      if (answer.get_exit_code() != 0) throw command_error(line.app, answer);
      std::ostringstream text;  // --help, --version
      line.app.exit(answer, text, text);
      Console(comm, /*quiet=*/false).say(text.str());
      return true;
    }
  });
  if (answered) return 0;
  line.note_config();
  if (!line.cluster->parsed()) guards.signals.end_at_once();  // nothing to go on with in the others
  if (line.cluster->parsed())
    cluster(comm, line.cluster_options, options_file(*line.cluster), guards.watchdog);
  if (line.inspect->parsed()) inspect(comm, line.inspect_options);
  if (line.ingest->parsed()) ingest(comm, line.ingest_options);
  if (line.report->parsed()) make_report(comm, line.report_options);
  if (line.verify->parsed()) verify(comm, line.verify_options);
  if (line.synth->parsed()) synthesize(comm, line.synth_options);
  if (line.scaling->parsed()) measure_scaling(comm, line.scaling_options, *line.scaling);
  if (line.doctor->parsed()) return doctor(comm, line.doctor_options);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  prepare_standard_streams();
  // A file that hits its size limit shall fail with an error, not with death.
  std::signal(SIGXFSZ, SIG_IGN);  // NOLINT(cert-err33-c)
  Guards guards;
  const comm::Environment environment(argc, argv);
  use_exact_floats();  // after MPI has loaded its libraries
  comm::Communicator comm = comm::Communicator::world();
  try {
    const int status = run(comm, guards, argc, argv);
    finish_output(comm);
    return status;
  } catch (const AgreedError& error) {
    // Every rank is here with the same error: all leave by the normal way out.
    if (comm.is_root() && error.status() == Exit::kStopped) {
      print_line(error.what());
    } else if (comm.is_root()) {
      print_error(error.what());
    }
    if (comm.max_of<std::int64_t>(catalogue::left_files_open() ? 1 : 0) != 0) {
      // A file that could not be written could not be closed either. HDF5 would try again when MPI is
      // finalized, and may crash over it.
      std::_Exit(static_cast<int>(error.status()));
    }
    return static_cast<int>(error.status());
  } catch (...) {
    // This rank alone failed, the others may be waiting for it.
    const Error error = comm::to_error(std::current_exception());
    print_error(error.what());
    comm.abort(static_cast<int>(error.status()));
  }
}
