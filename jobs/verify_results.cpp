#include "verify_results.hpp"

#include "asked_outputs.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/files/results_files.hpp"
#include "chorus/model/model_file.hpp"
#include "chorus/model/summary_json.hpp"
#include "identity.hpp"
#include "run_manifest.hpp"
#include "verify_manifest.hpp"
#include "verify_rows.hpp"

#include <fmt/format.h>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFinished = "finished results";

/// What the results say of themselves, checked against each other. Local.
struct Finished {
  model::StoredModel model;
  std::int64_t skipped_records = 0;
};

Finished read_finished(const fs::path& folder, const std::string& fingerprint, const std::string& identity) {
  const model::RunResult summary = model::load_summary(folder / files::kSummary);
  Finished finished{model::read_model_file(folder / files::kModel), summary.skipped_records};
  const model::StoredModel& model = finished.model;
  if (model.fingerprint != summary.fingerprint || model.fingerprint != fingerprint)
    throw not_whole("summary, model and manifest have different fingerprints", folder);
  if (model.options != summary.options || identity_hash(model.options) != identity)
    throw not_whole("summary, model and manifest are of different options", folder);
  return finished;
}

}  // namespace

std::string verify_agreement(const Verification& verification, const files::Manifest& manifest) {
  const comm::Communicator& comm = verification.comm;
  const ClusterOptions& options = verification.options;
  const std::string fingerprint = comm.broadcast(manifest.fingerprint, 0);
  const std::string identity = comm.broadcast(manifest.identity, 0);
  const Finished finished =
      comm::agree_on(comm, [&] { return read_finished(options.output, fingerprint, identity); });
  if (verification.wanted != nullptr)
    require_same_run(finished.model.options, *verification.wanted, kFinished, options.output);
  return verify_rows(
      {comm, options, finished.model, finished.skipped_records, verification.scratch, verification.clock});
}

void verify_finished(const Job& job) {
  job.clock.enter("verify");
  const files::Manifest manifest = verify_manifest(job.comm, job.options.output, job.console);
  const std::string found = verify_agreement(
      {job.comm, job.options, &job.identity, job.options.output, job.clock, job.console}, manifest);
  job.console.say("resume      the results are finished: files and manifest, labels, model and input agree");
  make_asked_outputs(job, manifest);
  job.console.say(fmt::format("fingerprint {}\nresults     {}", found, job.options.output));
}

}  // namespace chorus::jobs
