#include "doctor.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/error.hpp"
#include "chorus/doctor/allocation_checks.hpp"
#include "chorus/doctor/folder_checks.hpp"
#include "chorus/doctor/network.hpp"
#include "cluster_options.hpp"
#include "console.hpp"
#include "early_checks.hpp"
#include "job_needs.hpp"
#include "option_kinds.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace chorus::jobs {
namespace {

using doctor::Finding;
using doctor::Findings;
using doctor::RankFacts;
using doctor::Verdict;

/// Collective. Looks at the input as the job does at first, and foretells what clustering it takes; nothing
/// if there is none to look at, or the job would refuse it.
std::optional<Needs> check_input(const comm::Communicator& comm, const ClusterOptions& job,
                                 const std::vector<RankFacts>& facts, double allreduce, Findings& findings) {
  if (job.input.input.empty()) {
    findings.push_back({Verdict::kOk, "input", "none was named, so needs are not foretold", ""});
    return std::nullopt;
  }
  try {
    check_early(comm, job);
    Needs needs = foretell_needs(comm, job.input.input, shape_of(comm, job), facts, allreduce);
    findings.push_back({Verdict::kOk, "input",
                        fmt::format("{}: {}{} songs, {} features", job.input.input,
                                    needs.songs.exact ? "" : "about ", needs.shape.rows, needs.shape.width),
                        ""});
    findings.push_back(check_memory(facts, needs.memory));
    findings.push_back({Verdict::kOk, "time", time_text(needs.time), ""});
    return needs;
  } catch (const AgreedError& error) {
    findings.push_back({Verdict::kProblem, "input", error.what(), ""});
    return std::nullopt;
  }
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
  for (const doctor::HostRanks& host : by_host(facts))
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
  add_input_options(command, options.input, Cleaning::kYes);
  command.get_option("input")->required(false)->description(
      "The songs that the job will cluster: looks at their header, foretells memory and time");
  command.add_option("-k,--clusters", options.k, "Numbers of clusters, as for cluster")
      ->capture_default_str();
  add_count(command, "--restarts", options.restarts, {1, 65535}, "Starts for each k");
  command.add_option("-o,--output", options.output, "The folder for the results")->capture_default_str();
  command.add_flag("--json", options.json, "Print JSON");
  command.footer("Exit status 0: nothing burns the allocation; 2: a problem was found.");
}

int doctor(const comm::Communicator& comm, const DoctorOptions& options) {
  ClusterOptions job;
  job.input = options.input;
  job.k = options.k;
  job.restarts = options.restarts;
  job.output = options.output;
  comm::agree_on(comm, [&] { job.check(); });
  const doctor::Variable variable = doctor::environment_variable;
  const std::vector<RankFacts> facts = gather_facts(comm, doctor::look_around(variable));
  Findings findings = {check_ranks(facts), check_cores(facts), check_threads(facts), check_programs(facts),
                       check_processors(facts)};
  const doctor::NetworkTimes network = measure_network(comm, facts);
  findings.push_back(check_network(network));
  findings.push_back(check_clocks(network));
  const Findings folder = check_folder(comm, facts, options.output, variable);
  findings.insert(findings.end(), folder.begin(), folder.end());
  const std::optional<Needs> needs = check_input(comm, job, facts, network.allreduce, findings);

  // Of N processes that do not know each other, one speaks.
  const Console console(comm, is_stray(facts) && facts[0].launcher_rank > 0);
  console.say(options.json ? as_json(findings, facts, needs) : as_text(findings));
  return any_problem(findings) ? static_cast<int>(Exit::kInput) : 0;
}

}  // namespace chorus::jobs
