#include "command_line.hpp"

#include "options_file.hpp"

namespace chorus::jobs {

CommandLine::CommandLine(const std::string& version) {
  app.name("chorus");
  app.require_subcommand(1);
  app.fallthrough();
  add_options_file(app);
  app.set_version_flag("--version", version);
  app.footer(
      "Run with several ranks as: mpirun -n 4 chorus cluster songs.csv -k 2:10 -o results\n"
      "Exit statuses: 0 done, 1 a bug, 2 usage or input, 3 cannot cluster this, 4 input/output, 5 memory,\n"
      "75 stopped (SIGUSR1, SIGTERM, the first Ctrl-C) and resumable, 76 a hang was found.");

  cluster = app.add_subcommand("cluster", "Group songs into clusters, choose k, describe and export them");
  add_cluster_options(*cluster, cluster_options);
  inspect = app.add_subcommand("inspect", "Look at a song file: columns, missing values, moments, quartiles");
  add_inspect_options(*inspect, inspect_options);
  ingest = app.add_subcommand("ingest", "Turn a CSV into an HDF5 catalogue");
  add_ingest_options(*ingest, ingest_options);
  report = app.add_subcommand("report", "Make the report of finished results again");
  add_report_options(*report, report_options);
  verify = app.add_subcommand("verify", "Check that finished results are whole and agree with their input");
  add_verify_options(*verify, verify_options);
  synth = app.add_subcommand("synth", "Make a synthetic catalogue of any size");
  add_synth_options(*synth, synth_options);
  doctor = app.add_subcommand("doctor",
                              "Look over the allocation before a job: what would burn it, what it needs");
  add_doctor_options(*doctor, doctor_options);
  scaling = app.add_subcommand("scaling", "Measure how the time falls with ranks, here, on these songs");
  add_scaling_options(*scaling, scaling_options);
}

void CommandLine::note_config() {
  const CLI::Option* config = app.get_config_ptr();
  if (config == nullptr || config->count() == 0) return;
  for (std::string* told : {&cluster_options.config, &inspect_options.config, &ingest_options.config,
                            &report_options.config, &synth_options.config, &scaling_options.config})
    *told = config->as<std::string>();
}

}  // namespace chorus::jobs
