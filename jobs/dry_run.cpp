#include "dry_run.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/doctor/allocation_checks.hpp"
#include "chorus/doctor/network.hpp"
#include "chorus/doctor/rank_facts.hpp"
#include "chorus/files/folder_lock.hpp"
#include "chorus/files/results_files.hpp"
#include "job_needs.hpp"
#include "resume.hpp"
#include "song_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

/// Local, for rank 0.
std::string reads_text(const ClusterOptions& options) {
  const auto sized = [](const std::string& path) {
    return fmt::format("{} ({} bytes)", path, fs::file_size(path));
  };
  std::string text = sized(options.input.input);
  if (!options.source.empty()) text += ", " + sized(options.source);
  if (!options.init.empty()) text += ", " + sized(options.init);
  return text;
}

std::string writes_text(const ClusterOptions& options, bool csv) {
  std::vector<std::string> names = {options.labelled_csv().filename().string()};
  for (const char* name : files::kResultsFiles) {
    if (name != std::string_view(files::kRejected) || options.input.bad_rows == "skip")
      names.emplace_back(name);
  }
  for (const char* name : {files::kTables, files::kPlots}) names.push_back(fmt::format("{}/", name));
  if (const auto kept = options.kept_catalogue(); kept && csv) names.push_back(kept->filename().string());
  return fmt::format("{}: {}", options.output, fmt::join(names, ", "));
}

/// Local, for rank 0. What the run would find in the folder; refused as it would refuse it.
std::string folder_text(const ClusterOptions& options, const session::Identity& identity) {
  if (const auto user = files::user_of(options.output)) {
    throw Error(Exit::kInput,
                describe("another process works in the results folder", options.output + ": " + *user,
                         "wait for it, or choose another folder with -o"));
  }
  switch (look_into(options, identity)) {
    case FolderState::kNew:
      return "nothing is there yet";
    case FolderState::kReplaced:
      return "what an earlier run left is replaced";
    case FolderState::kResumed:
      return "a run that was stopped is gone on with";
    case FolderState::kFinished:
      return "finished results of this run are there: they would be checked";
  }
  return {};
}

}  // namespace

void say_dry_run(const comm::Communicator& comm, const ClusterOptions& options,
                 const session::Identity& identity, const Console& console) {
  const bool csv = !is_catalogue(comm, options.input.input);
  const std::string folder =
      comm::agree_on(comm, [&] { return comm.is_root() ? folder_text(options, identity) : std::string(); });
  const std::vector<doctor::RankFacts> facts =
      gather_facts(comm, doctor::look_around(doctor::environment_variable));
  const Needs needs = foretell_needs(comm, options.input.input, shape_of(comm, options), facts,
                                     measure_network(comm, facts).allreduce);
  const doctor::Finding memory = check_memory(facts, needs.memory);
  const std::string text = comm::agree_on(comm, [&] {
    if (!comm.is_root()) return std::string();
    return fmt::format(
        "reads       {}: {}{} songs, {} features\nwrites      {}\nfolder      {}\nmemory      {}{}{}\n"
        "time        {}\nNothing was written: this was a dry run.",
        reads_text(options), needs.songs.exact ? "" : "about ", needs.shape.rows, needs.shape.width,
        writes_text(options, csv), folder, memory.says, memory.advice.empty() ? "" : ": ", memory.advice,
        time_text(needs.time));
  });
  console.say(text);
}

}  // namespace chorus::jobs
