// All that can stand on the command line.
#pragma once

#include "cluster_options.hpp"
#include "doctor.hpp"
#include "ingest.hpp"
#include "inspect.hpp"
#include "report.hpp"
#include "scaling_options.hpp"
#include "synth.hpp"
#include "verify.hpp"

#include <CLI/CLI.hpp>

#include <string>

namespace chorus::jobs {

/// The program's CLI11 app with its subcommands, and the options that parsing sets. Local.
struct CommandLine {
  /// @param version what --version says
  explicit CommandLine(const std::string& version);
  /// Once it is parsed: tells the commands which file --config named; it is an input of theirs.
  void note_config();

  CLI::App app{
      "Chorus groups the songs of a catalogue by how they sound: K-Means on audio features, as one MPI job."};
  ClusterOptions cluster_options;
  InspectOptions inspect_options;
  IngestJobOptions ingest_options;
  ReportJobOptions report_options;
  VerifyOptions verify_options;
  SynthOptions synth_options;
  DoctorOptions doctor_options;
  ScalingOptions scaling_options;
  CLI::App* cluster = nullptr;
  CLI::App* inspect = nullptr;
  CLI::App* ingest = nullptr;
  CLI::App* report = nullptr;
  CLI::App* verify = nullptr;
  CLI::App* synth = nullptr;
  CLI::App* doctor = nullptr;
  CLI::App* scaling = nullptr;
};

}  // namespace chorus::jobs
