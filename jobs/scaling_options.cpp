#include "scaling_options.hpp"

#include "chorus/core/build_info.hpp"
#include "chorus/core/error.hpp"
#include "cluster_options.hpp"
#include "option_kinds.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <xxhash.h>

namespace chorus::jobs {

std::vector<int> ScalingOptions::ks() const {
  ClusterOptions as_there;
  as_there.k = k;
  return as_there.ks();
}

study::Waiting ScalingOptions::waiting() const {
  return timings == "detailed" ? study::Waiting::kFromBarriers : study::Waiting::kFromImbalance;
}

void ScalingOptions::check() const {
  const auto refuse = [](const std::string& problem, const std::string& where, const std::string& advice) {
    throw Error(Exit::kInput, describe(problem, where, advice));
  };
  if (!ranks.empty() && !nodes.empty())
    refuse("rank counts and node counts were both given", "--ranks, --nodes", "give one of them");
  if (work == "lloyd" && ks().size() != 1)
    refuse("Lloyd passes are measured at one number of clusters", "-k " + k, "give one, or --work sweep");
  if (!submit.empty() && ranks.empty() && nodes.empty())
    refuse("there is nothing to submit", "--submit", "say which with --ranks or --nodes");
  if (!submit.empty() && !nodes.empty() && ranks_per_node == 0)
    refuse("it is not said how many ranks a node has", "--submit with --nodes", "add --ranks-per-node");
}

void add_scaling_options(CLI::App& command, ScalingOptions& options) {
  add_input_options(command, options.input, Cleaning::kYes);
  CLI::Option* input = command.get_option("input");
  input->required(false);
  input->description("CSV file of songs, or a catalogue (.h5); without one, synthetic songs are made");
  const std::string study = "Study";
  command
      .add_option("--study", options.study,
                  "strong (the same songs on more ranks), weak (as many songs a rank), or both")
      ->check(CLI::IsMember({"strong", "weak", "both"}))
      ->capture_default_str()
      ->group(study);
  add_counts(command, "--ranks", options.ranks, {1},
             "Rank counts, separated by commas [1,2,4,... to all of the job]")
      ->group(study);
  add_counts(command, "--nodes", options.nodes, {1}, "Or node counts: all ranks of the first so many hosts")
      ->group(study);
  add_count(command, "--repeats", options.repeats, {1, 1000}, "Repeats of each point")->group(study);
  add_count(command, "--songs", options.songs, {},
            "Songs of the strong study; 0: all of the input, or a million")
      ->group(study);
  add_count(command, "--songs-per-rank", options.songs_per_rank, {},
            "Songs a rank of the weak study; 0: --songs over the ranks of the job")
      ->group(study);
  const std::string work = "Work";
  command
      .add_option("--work", options.work,
                  "What is timed: lloyd (passes), or sweep (seeding, fits and silhouettes over -k)")
      ->check(CLI::IsMember({"lloyd", "sweep"}))
      ->capture_default_str()
      ->group(work);
  command.add_option("-k,--clusters", options.k, "Numbers of clusters, as for cluster")
      ->capture_default_str()
      ->group(work);
  add_count(command, "--passes", options.passes, {1, 1000000}, "Lloyd passes of a repeat")->group(work);
  add_count(command, "--restarts", options.restarts, {1, 65535}, "Starts for each k of a sweep")->group(work);
  add_count(command, "--seed", options.seed, {}, "Of starts and synthetic songs")->group(work);
  command
      .add_option("--timings", options.timings,
                  "plain, or detailed: waiting is told from transfer by a barrier before every collective")
      ->check(CLI::IsMember({"plain", "detailed"}))
      ->capture_default_str()
      ->group(work);
  command.add_option("--simd", options.simd, "Vector instructions, see chorus --version; auto: the best")
      ->capture_default_str()
      ->group(work);
  const std::string answer = "Answer";
  command.add_option("-o,--output", options.output, "Folder for the study; one of the same plan goes on")
      ->capture_default_str()
      ->group(answer);
  add_real(command, "--sensible", options.sensible, {0, 1},
           "The efficiency down to which ranks are well spent, 0 to 1")
      ->group(answer);
  add_counts(command, "--predict", options.predict, {1},
             "Rank counts to predict, separated by commas [three doublings beyond those measured]")
      ->group(answer);
  command.add_flag("--figures", options.figures, "Also draw SVG and PNG figures with gnuplot")->group(answer);
  command.add_flag("--overwrite", options.overwrite, "Replace a study of another plan")->group(answer);
  command.add_flag("--quiet", options.quiet, "Say nothing on standard output")->group(answer);
  const std::string batch = "Slurm";
  command
      .add_option("--submit", options.submit,
                  "Submit each point as a job of its own with this batch script (slurm/scaling.sbatch)")
      ->check(CLI::ExistingFile)
      ->group(batch);
  add_count(command, "--ranks-per-node", options.ranks_per_node, {1}, "For --submit with --nodes")
      ->default_str("")
      ->group(batch);
  command
      .add_flag("--collect", options.collect,
                "Measure nothing: report what is in the folder, with the parts that jobs left")
      ->group(batch);
}

std::map<std::string, std::string> scaling_plan(const ScalingOptions& options, const std::string& input,
                                                RowIndex songs, RowIndex songs_per_rank) {
  const auto joined = [](const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += word + ' ';
    return text;
  };
  std::map<std::string, std::string> plan;
  plan["version"] = build_info::kVersion;
  plan["input"] = input;
  plan["seed"] = std::to_string(options.seed);
  plan["work"] = options.work;
  plan["k"] = options.k;
  if (options.work == "lloyd") plan["passes"] = std::to_string(options.passes);
  if (options.work == "sweep") plan["restarts"] = std::to_string(options.restarts);
  if (options.strong()) plan["songs"] = std::to_string(songs);
  if (options.weak()) plan["songs per rank"] = std::to_string(songs_per_rank);
  plan["timings"] = options.timings;
  plan["simd"] = options.simd;
  if (!options.input.input.empty()) {
    plan["cleaning"] = options.input.missing + ' ' + joined(options.input.min) + joined(options.input.max);
  }
  return plan;
}

std::string plan_id(const std::map<std::string, std::string>& plan) {
  std::string text;
  for (const auto& [name, value] : plan) text.append(name).append("=").append(value).append("\n");
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

}  // namespace chorus::jobs
