#include "catalogue_source.hpp"
#include "chorus/catalogue/hash_source.hpp"
#include "chorus/comm/agree.hpp"
#include "cluster_steps.hpp"
#include "identity.hpp"
#include "input_warnings.hpp"

#include <utility>

namespace chorus::jobs {
namespace {

/// The catalogue that the stopped run kept, if it is whole and its CSV is the same still. Collective.
std::optional<SongFile> open_kept(const Job& job, const session::Checkpoint& checkpoint) {
  const comm::Communicator& comm = job.comm;
  const ClusterOptions& options = job.options;
  session::PhaseClock& clock = job.clock;
  Console& console = job.console;
  const auto kept = options.kept_catalogue();
  if (!kept || is_catalogue(comm, options.input.input) || !is_catalogue(comm, *kept)) return std::nullopt;
  std::string hash = comm::agree_on(
      comm, [&] { return comm.is_root() ? catalogue::hash_source(options.input.input) : std::string(); });
  hash = comm.broadcast(std::move(hash), 0);
  const auto clustered = checkpoint.identity.find(kInputHash);
  if (clustered == checkpoint.identity.end() || clustered->second != hash) return std::nullopt;
  InputOptions reading = options.input;
  reading.input = kept->string();
  try {
    SongFile file = SongFile::open(comm, reading, options.output, std::nullopt, clock);
    if (file.info().source.hash != hash) return std::nullopt;
    console.say("  the catalogue kept in " + kept->string() + " is used");
    return file;
  } catch (const AgreedError& error) {
    console.warn(std::string(error.what()) + "; the CSV is read again");
    return std::nullopt;
  }
}

SongFile open_songs(const Job& job, const std::optional<session::Checkpoint>& checkpoint) {
  const comm::Communicator& comm = job.comm;
  const ClusterOptions& options = job.options;
  session::PhaseClock& clock = job.clock;
  Console& console = job.console;
  session::Keeper& keeper = job.keeper;
  if (checkpoint) {
    if (std::optional<SongFile> file = open_kept(job, *checkpoint)) return std::move(*file);
    console.say("  the input is read again");
  }
  return SongFile::open(comm, options.input, options.output, options.kept_catalogue(), clock,
                        [&] { keeper.border(); });
}

}  // namespace

Songs load_songs(const Job& job, const std::optional<session::Checkpoint>& checkpoint) {
  const comm::Communicator& comm = job.comm;
  const ClusterOptions& options = job.options;
  session::PhaseClock& clock = job.clock;
  Console& console = job.console;
  require_source(comm, options);
  SongFile file = open_songs(job, checkpoint);

  clock.enter("load");
  features::ShardRows shard = file.shard(comm, clock, options.input);
  features::CleaningRules rules =
      comm::agree_on(comm, [&] { return options.input.rules(file.info().features); });

  clock.enter("statistics");
  pipeline::PreparedRows prepared =
      pipeline::prepare_rows(comm, shard, std::move(rules), file.info().features, job.settings.scaling);
  std::vector<std::string> warnings = prepared.warnings;
  std::vector<features::ValueCheck> checks =
      features::check_values(comm, shard, prepared.rules, prepared.moments, prepared.scaler);
  for (std::string& warning : input_warnings(comm, file, source_of(options, file.info()), checks))
    warnings.push_back(std::move(warning));
  for (const std::string& warning : warnings) console.warn(warning);
  return {std::move(file), std::move(shard), std::move(prepared), std::move(checks), std::move(warnings)};
}

}  // namespace chorus::jobs
