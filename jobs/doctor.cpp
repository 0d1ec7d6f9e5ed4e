#include "doctor.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/error.hpp"
#include "chorus/session/allocation_checks.hpp"
#include "chorus/session/folder_checks.hpp"
#include "chorus/session/network.hpp"
#include "cluster_options.hpp"
#include "console.hpp"
#include "job_needs.hpp"
#include "option_kinds.hpp"
#include "song_count.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace chorus::jobs {
namespace {

using session::Finding;
using session::Findings;
using session::RankFacts;
using session::Verdict;

std::string duration_text(double seconds) {
  if (seconds < 100) return fmt::format("{:.2g} s", seconds);
  if (seconds < 6000) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

/// What was foretold for the input.
struct Needs {
  SongCount songs;
  std::uint64_t memory = 0;  // bytes a rank
  PredictedTime time;
};

std::uint64_t largest_resident(const std::vector<RankFacts>& facts) {
  std::uint64_t largest = 0;
  for (const RankFacts& rank : facts) largest = std::max(largest, rank.resident);
  return largest;
}

/// Collective. Looks at the input and foretells what clustering it takes; nothing if there is none to look
/// at.
std::optional<Needs> check_input(const comm::Communicator& comm, const DoctorOptions& options,
                                 const std::vector<RankFacts>& facts, const std::vector<int>& ks,
                                 double allreduce, Findings& findings) {
  if (options.input.empty()) {
    findings.push_back({Verdict::kOk, "input", "none was named, so needs are not foretold", ""});
    return std::nullopt;
  }
  Needs needs;
  try {
    needs.songs = count_songs(comm, options.input);
  } catch (const AgreedError& error) {
    findings.push_back({Verdict::kProblem, "input", error.what(), ""});
    return std::nullopt;
  }
  const JobShape shape{needs.songs.rows, needs.songs.width, ks, options.restarts};
  findings.push_back({Verdict::kOk, "input",
                      fmt::format("{}: {}{} songs, {} features", options.input,
                                  needs.songs.exact ? "" : "about ", shape.rows, shape.width),
                      ""});
  if (shape.ks.back() > shape.rows) {
    findings.push_back({Verdict::kProblem, "time",
                        fmt::format("k = {} is more than there are songs", shape.ks.back()),
                        "use a smaller -k"});
    return std::nullopt;
  }
  needs.memory = largest_resident(facts) + memory_of(shape, comm.size());
  needs.time = predict_time(comm, shape, allreduce);
  findings.push_back(check_memory(facts, needs.memory));
  findings.push_back({Verdict::kOk, "time",
                      fmt::format("about {} without files, from a trial at {:.0f} passes a fit (statistics "
                                  "{}, seeding {}, Lloyd {}, "
                                  "silhouette {})",
                                  duration_text(needs.time.total()), needs.time.passes,
                                  duration_text(needs.time.statistics), duration_text(needs.time.seeding),
                                  duration_text(needs.time.lloyd), duration_text(needs.time.silhouette)),
                      ""});
  return needs;
}

std::string as_text(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += fmt::format("{:<9}{:<12}{}{}{}\n", verdict_name(finding.verdict), finding.check, finding.says,
                        finding.advice.empty() ? "" : ": ", finding.advice);
  }
  return text;
}

std::string as_json(const Findings& findings, const std::vector<RankFacts>& facts,
                    const std::optional<Needs>& needs) {
  nlohmann::ordered_json json;
  json["ranks"] = facts.size();
  for (const session::HostRanks& host : by_host(facts))
    json["hosts"].push_back({{"name", host.host}, {"ranks", host.ranks.size()}});
  if (needs) {
    json["songs"] = needs->songs.rows;
    json["songs_exact"] = needs->songs.exact;
    json["predicted"] = {{"bytes_per_rank", needs->memory},      {"seconds", needs->time.total()},
                         {"statistics", needs->time.statistics}, {"seeding", needs->time.seeding},
                         {"lloyd", needs->time.lloyd},           {"silhouette", needs->time.silhouette},
                         {"passes_per_fit", needs->time.passes}};
  }
  for (const Finding& finding : findings) {
    json["findings"].push_back({{"verdict", verdict_name(finding.verdict)},
                                {"check", finding.check},
                                {"says", finding.says},
                                {"advice", finding.advice}});
  }
  return json.dump(2, ' ', true, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void add_doctor_options(CLI::App& command, DoctorOptions& options) {
  command.add_option("input", options.input,
                     "The songs that the job will cluster: foretells its memory and time");
  command.add_option("-k,--clusters", options.k, "Numbers of clusters, as for cluster")
      ->capture_default_str();
  add_count(command, "--restarts", options.restarts, {1, 65535}, "Starts for each k");
  command.add_option("-o,--output", options.output, "The folder for the results")->capture_default_str();
  command.add_flag("--json", options.json, "Print JSON");
  command.footer("Exit status 0: nothing burns the allocation; 2: a problem was found.");
}

int doctor(const comm::Communicator& comm, const DoctorOptions& options) {
  ClusterOptions job;
  job.k = options.k;
  const std::vector<int> ks = comm::agree_on(comm, [&] { return job.ks(); });
  const session::Variable variable = session::environment_variable;
  const std::vector<RankFacts> facts = gather_facts(comm, session::look_around(variable));
  Findings findings = {check_ranks(facts), check_cores(facts), check_threads(facts), check_programs(facts),
                       check_processors(facts)};
  const session::NetworkTimes network = measure_network(comm, facts);
  findings.push_back(check_network(network));
  findings.push_back(check_clocks(network));
  const Findings folder = check_folder(comm, facts, options.output, variable);
  findings.insert(findings.end(), folder.begin(), folder.end());
  const std::optional<Needs> needs = check_input(comm, options, facts, ks, network.allreduce, findings);

  // Of N processes that do not know each other, one speaks.
  const Console console(comm, is_stray(facts) && facts[0].launcher_rank > 0);
  console.say(options.json ? as_json(findings, facts, needs) : as_text(findings));
  return any_problem(findings) ? static_cast<int>(Exit::kInput) : 0;
}

}  // namespace chorus::jobs
