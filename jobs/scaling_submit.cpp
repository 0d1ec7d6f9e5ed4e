#include "scaling_submit.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/error.hpp"
#include "chorus/core/list_folder.hpp"
#include "chorus/core/shell_word.hpp"
#include "chorus/files/whole_file.hpp"
#include "results_folder.hpp"
#include "scaling_results.hpp"
#include "song_count.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <set>
#include <string_view>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

/// The options as given, but those that each job is told apart or that are for this command alone.
std::vector<std::string> given_arguments(const CLI::App& command) {
  constexpr std::array<std::string_view, 12> kOurs = {
      "help",    "config",    "ranks", "nodes",   "submit",         "output",
      "collect", "overwrite", "quiet", "figures", "songs-per-rank", "ranks-per-node"};
  std::vector<std::string> arguments;
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_single_name();
    if (option->count() == 0 || std::find(kOurs.begin(), kOurs.end(), name) != kOurs.end()) continue;
    const bool positional = option->get_lnames().empty() && option->get_snames().empty();
    for (const std::string& value : option->reduced_results()) {
      if (positional) {
        arguments.insert(arguments.begin(), fs::absolute(value).string());
      } else {
        arguments.push_back(fmt::format("--{}={}", name, value));
      }
    }
  }
  return arguments;
}

/// The points, each by its option and the options of its sbatch.
struct JobOfPoint {
  std::string name;
  std::string sbatch;
  std::string arguments;
};
std::vector<JobOfPoint> jobs_of(const ScalingOptions& options) {
  std::vector<JobOfPoint> jobs;
  for (const int ranks : std::set<int>(options.ranks.begin(), options.ranks.end()))
    jobs.push_back({fmt::format("ranks-{}", ranks), fmt::format("--ntasks={}", ranks),
                    fmt::format("--ranks={}", ranks)});
  for (const int nodes : std::set<int>(options.nodes.begin(), options.nodes.end())) {
    jobs.push_back({fmt::format("nodes-{}", nodes),
                    fmt::format("--nodes={} --ntasks={} --ntasks-per-node={}", nodes,
                                nodes * options.ranks_per_node, options.ranks_per_node),
                    fmt::format("--nodes={}", nodes)});
  }
  return jobs;
}

/// Collective. Songs a rank of the weak study such that the input, or a million synthetic songs, serve its
/// largest point.
RowIndex share_of_the_largest(const comm::Communicator& comm, const ScalingOptions& options) {
  RowIndex songs = options.songs > 0 ? options.songs : 1'000'000;
  if (options.songs == 0 && !options.input.input.empty()) {
    const SongCount count = count_songs(comm, options.input.input);
    songs = count.exact ? count.rows : count.rows / 50 * 49;  // an estimate may be a little too high
  }
  int most = 1;
  for (const int ranks : options.ranks) most = std::max(most, ranks);
  for (const int nodes : options.nodes) most = std::max(most, nodes * options.ranks_per_node);
  return std::max<RowIndex>(1, songs / most);
}

/// Runs the script with its output on ours. Returns its exit status.
int run_script(const fs::path& script) {
  std::string shell = "bash";
  std::string path = script.string();
  std::array<char*, 3> arguments = {shell.data(), path.data(), nullptr};
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;  // this process ignores it
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  const int failure = posix_spawnp(&child, "bash", nullptr, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  if (failure != 0) return 127;
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/// Local. Refuses a folder with anything in it but what a submission that failed has left.
void require_empty(const fs::path& folder) {
  std::error_code absent;
  for (const std::string& name : list_folder(folder, absent)) {
    if (name.starts_with(".chorus-") || name == "submit.sh" ||
        (name == "parts" && list_folder(folder / name, absent).empty()))
      continue;
    throw Error(Exit::kInput,
                describe("the folder is not empty", folder.string(),
                         "use --overwrite to replace the study there, or another folder with -o"));
  }
}

}  // namespace

std::string submission(const ScalingOptions& options, const std::vector<std::string>& arguments) {
  const std::string script = shell_quoted(fs::absolute(options.submit).string());
  const std::string folder = fs::absolute(options.output).string();
  std::string common;
  for (const std::string& argument : arguments) common += " " + shell_quoted(argument);
  std::string text = R"(#!/bin/bash
# Submits a scaling study, a job a point, and a job behind them that writes the report. Options of sbatch for your
# cluster (account, partition, time) may be set in SBATCH_ACCOUNT, SBATCH_PARTITION, SBATCH_TIMELIMIT, or here.
# If one is refused, those before it are taken back.
jobs=() name=
take_back() {
  echo "the job $name was not submitted"
  ((${#jobs[@]} == 0)) || { scancel "${jobs[@]}" && echo "taken back: ${jobs[*]}"; }
} >&2
trap take_back EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
submit() { # NAME, what sbatch is given
  local id
  name=$1
  id=$(sbatch --parsable --job-name="scaling-$name" "${@:2}") || exit
  id=${id%%;*}
  [[ $id =~ ^[0-9]+$ ]] || { echo "sbatch said no number, but: $id" >&2; exit 1; }
  jobs+=("$id")
  echo "$name: job $id"
}
)";
  for (const JobOfPoint& job : jobs_of(options)) {
    const std::string part = folder + "/parts/" + job.name;
    text += fmt::format("submit {} --output={} {} {}{} {} -o {}\n", job.name, shell_quoted(part + ".log"),
                        job.sbatch, script, common, job.arguments, shell_quoted(part));
  }
  text += fmt::format(
      "after=$(IFS=:; echo \"${{jobs[*]}}\")\n"
      "submit report --output={} --dependency=\"afterany:$after\" --ntasks=1 {} --collect --sensible={} -o "
      "{}\n"
      "trap - EXIT\n",
      shell_quoted(folder + "/report.log"), script, options.sensible, shell_quoted(folder));
  return text;
}

void submit_study(const comm::Communicator& comm, const ScalingOptions& options, const CLI::App& command,
                  const Console& console) {
  if (comm.size() > 1) {
    throw AgreedError(Exit::kInput, describe("jobs are submitted by one process", "--submit",
                                             "start chorus without mpirun or srun, on the login node"));
  }
  std::vector<std::string> arguments = given_arguments(command);
  if (options.weak()) {  // a job knows its own rank count alone, so it is told what all of them share
    const RowIndex songs_per_rank =
        options.songs_per_rank > 0 ? options.songs_per_rank : share_of_the_largest(comm, options);
    arguments.push_back(fmt::format("--songs-per-rank={}", songs_per_rank));
  }
  const fs::path folder = options.output;
  const fs::path script = folder / "submit.sh";
  comm::agree_on(comm, [&] {
    if (!options.overwrite) require_empty(folder);
    prepare_folder(folder, Existing::kReplace);
    forget_study(folder);
    std::error_code failure;
    fs::create_directories(folder / "parts", failure);
    files::write_whole_file(script, submission(options, arguments));
    const int status = run_script(script);
    if (status != 0) {
      throw Error(
          Exit::kIo,
          describe(fmt::format("the jobs were not submitted (status {})", status), script.string(),
                   "see what sbatch says above; what it had taken was taken back. Give the same command "
                   "again with what it asks for, or edit the script and run it"));
    }
  });
  console.say("the report appears as " + (folder / "report.html").string() + " when all jobs are over");
}

}  // namespace chorus::jobs
