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
#include "console.hpp"
#include "doctor.hpp"
#include "ingest.hpp"
#include "inspect.hpp"
#include "options_file.hpp"
#include "report.hpp"
#include "scaling.hpp"
#include "synth.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <hdf5.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <optional>
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
  CLI::App app{
      "Chorus groups the songs of a catalogue by how they sound: K-Means on audio features, as one MPI job."};
  app.name("chorus");
  app.require_subcommand(1);
  app.fallthrough();
  app.set_config("--config", "",
                 "Read options from a file; every run writes one into its results (options.toml)");
  app.allow_config_extras(CLI::config_extras_mode::error);  // a misspelt option is not passed over
  app.set_version_flag("--version", version_text());
  app.footer(
      "Run with several ranks as: mpirun -n 4 chorus cluster songs.csv -k 2:10 -o results\n"
      "Exit statuses: 0 done, 1 a bug, 2 usage or input, 3 cannot cluster this, 4 input/output, 5 memory,\n"
      "75 stopped and resumable, 76 a hang was found.");

  ClusterOptions cluster_options;
  CLI::App* cluster_command =
      app.add_subcommand("cluster", "Group songs into clusters, choose k, describe and export them");
  add_cluster_options(*cluster_command, cluster_options);
  InspectOptions inspect_options;
  CLI::App* inspect_command =
      app.add_subcommand("inspect", "Look at a song file: columns, missing values, moments, quartiles");
  add_inspect_options(*inspect_command, inspect_options);
  IngestJobOptions ingest_options;
  CLI::App* ingest_command = app.add_subcommand("ingest", "Turn a CSV into an HDF5 catalogue");
  add_ingest_options(*ingest_command, ingest_options);
  ReportJobOptions report_options;
  CLI::App* report_command = app.add_subcommand("report", "Make the report of finished results again");
  add_report_options(*report_command, report_options);
  SynthOptions synth_options;
  CLI::App* synth_command = app.add_subcommand("synth", "Make a synthetic catalogue of any size");
  add_synth_options(*synth_command, synth_options);

  DoctorOptions doctor_options;
  CLI::App* doctor_command = app.add_subcommand(
      "doctor", "Look over the allocation before a job: what would burn it, what it needs");
  add_doctor_options(*doctor_command, doctor_options);
  ScalingOptions scaling_options;
  CLI::App* scaling_command =
      app.add_subcommand("scaling", "Measure how the time falls with ranks, here, on these songs");
  add_scaling_options(*scaling_command, scaling_options);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& answer) {
    if (answer.get_exit_code() == 0) {  // --help, --version
      if (comm.is_root()) app.exit(answer);
      return 0;
    }
    throw command_error(app, answer);
  }
  if (!cluster_command->parsed()) guards.signals.release();  // nothing to go on with in the other commands
  if (cluster_command->parsed())
    cluster(comm, cluster_options, options_file(*cluster_command), guards.watchdog);
  if (inspect_command->parsed()) inspect(comm, inspect_options);
  if (ingest_command->parsed()) ingest(comm, ingest_options);
  if (report_command->parsed()) make_report(comm, report_options);
  if (synth_command->parsed()) synthesize(comm, synth_options);
  if (scaling_command->parsed()) measure_scaling(comm, scaling_options, *scaling_command);
  if (doctor_command->parsed()) return doctor(comm, doctor_options);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  // A file that hits its size limit shall fail with an error, not with death.
  std::signal(SIGXFSZ, SIG_IGN);  // NOLINT(cert-err33-c)
  Guards guards;
  const comm::Environment environment(argc, argv);
  use_exact_floats();  // after MPI has loaded its libraries
  comm::Communicator comm = comm::Communicator::world();
  try {
    return run(comm, guards, argc, argv);
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
