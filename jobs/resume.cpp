#include "resume.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/packed_bytes.hpp"
#include "chorus/files/file_hash.hpp"
#include "chorus/files/results_files.hpp"
#include "chorus/session/duration.hpp"
#include "earlier_results.hpp"
#include "identity.hpp"
#include "results_folder.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

/// The exact totals of the scaled rows stand for the rows, and for all options on how they were read and
/// cleaned.
std::string digest(const kmeans::GridTotals& grid) {
  Packer to;
  const auto wide = [&](const std::vector<Int128>& values) {
    for (const Int128 value : values) {
      to.number(static_cast<std::uint64_t>(value));
      to.number(static_cast<std::int64_t>(value >> 64));
    }
  };
  to.number(grid.rows);
  to.list(grid.step);
  wide(grid.sum);
  wide(grid.squares);
  return files::hash_text(std::move(to).take());
}

/// For rank 0. What it has to say comes back with the rest.
struct Found {
  Beginning beginning;
  std::vector<std::string> warnings;
};

bool is_there(const fs::path& path) {
  std::error_code unknown;
  return fs::exists(fs::symlink_status(path, unknown));
}

/// A summary without a manifest says nothing of what stands beside it.
void refuse_unlisted(const fs::path& folder) {
  if (!is_there(folder / files::kSummary)) return;
  throw Error(
      Exit::kInput,
      describe("the results have no manifest: their run did not end, or was one of version 0.1.0, which "
               "wrote none, and there is no checkpoint to go on from",
               folder.string(), "use --overwrite to make them anew, or another folder with -o"));
}

/// What there is, before anything is changed.
struct Seen {
  FolderState state = FolderState::kNew;
  Existing existing = Existing::kReplace;  // what may be there
  std::optional<session::CheckpointFolder::Found> newest;
};

Seen see(const ClusterOptions& options, const session::Identity& identity,
         session::CheckpointFolder& checkpoints) {
  const fs::path folder = options.output;
  if (!options.resume) {
    const bool results = is_there(folder / files::kSummary) || is_there(folder / files::kManifest);
    return {results ? FolderState::kReplaced : FolderState::kNew,
            options.overwrite ? Existing::kReplace : Existing::kRefuse, std::nullopt};
  }
  if (auto newest = checkpoints.newest()) {
    require_same_run(newest->checkpoint.identity, identity, kCheckpoint, checkpoints.path());
    return {FolderState::kResumed, Existing::kReplace, std::move(newest)};
  }
  // Where a run began and did not end, a manifest can only be that of an earlier one.
  if (checkpoints.exists()) return {FolderState::kResumed, Existing::kReplace, std::nullopt};
  if (is_there(folder / files::kManifest)) return {FolderState::kFinished, Existing::kReplace, std::nullopt};
  refuse_unlisted(folder);
  return {FolderState::kNew, Existing::kResume, std::nullopt};
}

Found look(const Job& job, session::CheckpointFolder& checkpoints) {
  const ClusterOptions& options = job.options;
  const fs::path folder = options.output;
  Seen seen = see(options, job.identity, checkpoints);
  prepare_folder(folder, seen.existing);
  Found found;
  if (!options.resume) {
    checkpoints.clear();
    if (is_there(folder / files::kSummary) && !is_there(folder / files::kManifest)) {
      found.warnings.push_back(
          describe("the earlier results have no manifest: their run did not end, or was one of version 0.1.0",
                   folder.string(), "files of them that this run does not write stay"));
    }
  }
  if (seen.newest) {
    for (const std::string& broken : seen.newest->passed_over)
      found.warnings.push_back(broken + "; the one before it is used");
    found.beginning.checkpoint = std::move(seen.newest->checkpoint);
  }
  found.beginning.finished = seen.state == FolderState::kFinished;
  if (found.beginning.finished) return found;
  checkpoints.make();
  // A catalogue that is kept takes the place of the earlier one as soon as the songs are read.
  if (const auto kept = options.kept_catalogue(); kept && is_there(*kept)) set_earlier_results_aside(folder);
  return found;
}

session::KeeperOptions keeping(const ClusterOptions& options, const Console& console) {
  session::KeeperOptions keeping = options.keeping();
  keeping.on_failure = [&](const std::string& why) { console.warn("no checkpoint was written: " + why); };
  return keeping;
}

}  // namespace

LongRun::LongRun(const comm::Communicator& comm, const ClusterOptions& options, const Console& console,
                 std::optional<session::Watchdog>& a_watchdog)
    : clock(comm),
      checkpoints(fs::path(options.output) / "checkpoint"),
      keeper(comm, checkpoints, clock, keeping(options, console)),
      watchdog(a_watchdog) {
  if (const double timeout = options.hang_seconds(); timeout > 0) {
    watchdog.emplace(comm, options.output, timeout);
    clock.on_enter([this](const std::string& phase) { watchdog->enter(phase); });
  }
}

LongRun::~LongRun() {
  checkpoints
      .remove_if_empty();  // a run that ended by an error leaves nothing; one that was killed leaves a sign
  if (watchdog) watchdog->wait_for_the_end();
}

FolderState look_into(const ClusterOptions& options, const session::Identity& identity) {
  session::CheckpointFolder checkpoints(fs::path(options.output) / files::kCheckpoints);
  const Seen seen = see(options, identity, checkpoints);
  require_usable(options.output, seen.existing);
  return seen.state;
}

Beginning begin_run(const Job& job, session::CheckpointFolder& checkpoints) {
  const comm::Communicator& comm = job.comm;
  const ClusterOptions& options = job.options;
  Console& console = job.console;
  Found found = comm::agree_on(comm, [&] { return comm.is_root() ? look(job, checkpoints) : Found(); });
  for (const std::string& warning : found.warnings) console.warn(warning);

  Beginning& beginning = found.beginning;
  std::string bytes = beginning.checkpoint ? session::to_bytes(*beginning.checkpoint) : std::string();
  bytes = comm.broadcast(std::move(bytes), 0);
  beginning.finished = comm.max_of<std::int64_t>(beginning.finished ? 1 : 0) == 1;
  if (!bytes.empty()) {
    beginning.checkpoint =
        comm::agree_on(comm, [&] { return session::read_checkpoint(bytes, checkpoints.path().string()); });
    console.say(fmt::format("resume      from checkpoint {} in {}", beginning.checkpoint->number,
                            checkpoints.path().string()));
  } else if (options.resume && !beginning.finished) {
    console.say(fmt::format("resume      no checkpoint in {}: starting afresh", options.output));
  }
  return std::move(found.beginning);
}

session::Identity identity_of_fits(const Job& job, const Songs& songs) {
  const catalogue::CatalogueInfo& info = songs.file.info();
  session::Identity identity = with_songs(job.identity, info.features, info.source.size, info.source.hash);
  identity["digest of the songs used"] = digest(songs.prepared.grid);
  return identity;
}

}  // namespace chorus::jobs
