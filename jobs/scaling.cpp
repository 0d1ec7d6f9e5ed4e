#include "scaling.hpp"

#include "added_files.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/comm/environment.hpp"
#include "chorus/core/simd.hpp"
#include "chorus/files/results_files.hpp"
#include "chorus/study/plan.hpp"
#include "console.hpp"
#include "locked_folder.hpp"
#include "results_folder.hpp"
#include "scaling_results.hpp"
#include "scaling_submit.hpp"
#include "scaling_work.hpp"
#include "touched_files.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

/// The songs of the two studies where the options leave them open.
study::StudyOptions study_of(const ScalingOptions& options, const StudySongs& songs,
                             const std::vector<int>& host_of) {
  constexpr RowIndex kSynthetic = 1'000'000;
  const RowIndex all = songs.catalogue.empty() ? std::max(options.songs, kSynthetic) : songs.rows;
  study::StudyOptions study;
  study.ranks = options.ranks;
  study.nodes = options.nodes;
  const auto size = static_cast<int>(host_of.size());
  if (study.ranks.empty() && study.nodes.empty()) study.ranks = study::doubling_counts(size);
  const RowIndex songs_of_strong = options.songs > 0 ? options.songs : all;
  if (options.strong()) study.songs = songs_of_strong;
  if (options.weak()) {
    study.songs_per_rank = options.songs_per_rank > 0
                               ? options.songs_per_rank
                               : std::max<RowIndex>(1, songs_of_strong / std::max(1, size));
  }
  for (const study::Point& point : study::plan_points(study, host_of)) {
    if (!songs.catalogue.empty() && point.rows > songs.rows) {
      throw Error(Exit::kInput,
                  describe("the input has fewer songs than the study wants",
                           fmt::format("{} of {} songs at {} ranks", songs.rows, point.rows, point.ranks),
                           "use a smaller --songs or --songs-per-rank, or synthetic songs"));
    }
  }
  return study;
}

/// Local, for rank 0. The study so far: that of the folder if its plan is the same.
StudyRecord begin_study(const ScalingOptions& options, const std::map<std::string, std::string>& plan) {
  const fs::path folder = options.output;
  if (options.overwrite) forget_study(folder);
  StudyRecord record = read_study(folder);
  prepare_folder(folder, Existing::kReplace);
  if (record.plan.empty()) record.plan = plan;
  if (record.plan == plan) return record;
  std::string other;
  for (const auto& [name, value] : plan) {
    if (record.plan[name] != value) other += (other.empty() ? "" : ", ") + name + " " + record.plan[name];
  }
  throw Error(Exit::kInput,
              describe("the folder holds a study of another plan", options.output + ": " + other,
                       "use --overwrite to replace it, or another folder with -o"));
}

std::string point_text(const std::vector<study::Measurement>& repeats) {
  std::vector<double> seconds;
  seconds.reserve(repeats.size());
  for (const study::Measurement& one : repeats) seconds.push_back(one.seconds);
  const study::Spread spread = study::spread_of(seconds);
  const study::Measurement& first = repeats.front();
  return fmt::format("{:<6} {} ranks, {} songs: {} x {:.4g} s ({:.4g} to {:.4g})", study_name(first.study),
                     first.ranks, first.rows, repeats.size(), spread.median, spread.low, spread.high);
}

/// Collective. Measures what the record lacks, and keeps each point as soon as it is measured. The record is
/// rank 0's; empty elsewhere.
void measure_points(const comm::Communicator& comm, const ScalingOptions& options, const StudySongs& songs,
                    const std::vector<study::Point>& points, const std::vector<int>& host_of,
                    StudyRecord& record, const Console& console) {
  const study::PrepareWork work = study_work(options, songs);
  const int host = host_of[static_cast<std::size_t>(comm.rank())];
  for (const study::Point& point : points) {
    std::int64_t there = comm.is_root() ? study::count_repeats(record.all, point) : 0;
    there = comm.max_of(there);
    study::PointRun run{point, static_cast<int>(there) + 1, options.repeats - static_cast<int>(there),
                        options.waiting()};
    if (run.repeats <= 0) {
      console.say(fmt::format("{:<6} {} ranks, {} songs: measured before", study_name(point.study),
                              point.ranks, point.rows));
      continue;
    }
    const std::vector<study::Measurement> repeats = study::measure_point(comm, host, run, work);
    comm::agree_on(comm, [&] {
      if (!comm.is_root()) return;
      record.all.insert(record.all.end(), repeats.begin(), repeats.end());
      keep_study(options.output, record);
    });
    if (comm.is_root()) console.say(point_text(repeats));
  }
}

/// The results that the study's folder belongs to: chorus report looks for it there.
std::optional<fs::path> results_around(const fs::path& folder) {
  std::error_code unknown;
  const fs::path study = fs::absolute(folder, unknown).lexically_normal();
  const fs::path whole = study.has_filename() ? study : study.parent_path();
  if (whole.filename() != "scaling" || !fs::exists(whole.parent_path() / files::kManifest, unknown))
    return std::nullopt;
  return whole.parent_path();
}

/// The study's folder, and the results around it, while the study is made.
struct StudyFolders {
  /// Collective. Throws as LockedFolder.
  StudyFolders(const comm::Communicator& comm, const fs::path& folder, const Console& console) {
    const std::string found = comm::agree_on(comm, [&] {
      return comm.is_root() ? results_around(folder).value_or(fs::path()).string() : std::string();
    });
    if (const std::string results = comm.broadcast(found, 0); !results.empty()) {
      results_lock.emplace(comm, results, console);
      comm::agree_on(comm, [&] {
        if (!comm.is_root()) return;
        added.emplace(results, "scaling");
        added->begin_anew();
      });
    }
    study_lock.emplace(comm, folder, console);
  }
  std::optional<LockedFolder> results_lock, study_lock;
  std::optional<AddedFiles> added;  ///< on rank 0
};

/// Collective. Rank 0 writes what the record says, and says it.
void answer(const comm::Communicator& comm, const ScalingOptions& options, const StudyRecord& record,
            StudyFolders& folders, const Console& console) {
  bool same = true;
  const std::string text = comm::agree_on(comm, [&]() -> std::string {
    if (!comm.is_root()) return {};
    const study::Answer found =
        study::answer_study(record.all, {options.sensible, options.predict, options.seed});
    WrittenAnswer written = write_answer(options.output, record, found, {options.sensible, options.figures});
    for (std::string& name : written.files) name.insert(0, "scaling/");
    if (folders.added) folders.added->finish(written.files);
    std::string said = fmt::format("\n{}\n", study::answer_text(found));
    for (const std::string& finding : found.findings) said += finding + "\n";
    for (const std::string& line : found.model_says) said += "  model: " + line + "\n";
    for (const std::string& note : written.notes) said += "  " + note + "\n";
    same = found.same_fingerprints;
    return said + "results     " + options.output + "/report.html";
  });
  console.say(text);
  if (comm.max_of<std::int64_t>(same ? 0 : 1) != 0) {
    throw AgreedError(Exit::kBug, describe("equal songs gave different labels",
                                           options.output + "/scaling.csv", "please report it"));
  }
}

}  // namespace

void measure_scaling(const comm::Communicator& comm, const ScalingOptions& options, const CLI::App& command) {
  comm::agree_on(comm, [&] {
    options.check();
    use_simd_target(options.simd);
  });
  require_no_harm(comm, touched_by(options));
  const Console console(comm, options.quiet);
  if (!options.submit.empty()) {
    const LockedFolder folder(comm, options.output, console);
    return submit_study(comm, options, command, console);
  }
  StudyRecord record;
  StudyFolders folders(comm, options.output, console);
  if (options.collect) {
    comm::agree_on(comm, [&] {
      if (!comm.is_root()) return;
      record = read_study(options.output);
      if (record.all.empty()) {
        throw Error(Exit::kInput, describe("there are no measurements to report", options.output,
                                           "wait for the jobs, or name their folder with -o"));
      }
      keep_study(options.output, record);
    });
    return answer(comm, options, record, folders, console);
  }
  const std::vector<int> host_of = study::number_hosts(comm.all_gather(comm::Environment::host()));
  comm::agree_on(comm, [&] {
    if (comm.is_root()) prepare_folder(options.output, Existing::kReplace);
  });
  session::PhaseClock clock(comm);
  const StudySongs songs = find_songs(comm, options, clock);
  const study::StudyOptions study = comm::agree_on(comm, [&] { return study_of(options, songs, host_of); });
  record = comm::agree_on(comm, [&] {
    if (!comm.is_root()) return StudyRecord{};
    return begin_study(options, scaling_plan(options, songs.identity, study.songs, study.songs_per_rank));
  });
  measure_points(comm, options, songs, study::plan_points(study, host_of), host_of, record, console);
  answer(comm, options, record, folders, console);
}

}  // namespace chorus::jobs
