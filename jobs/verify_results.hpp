// Finished results, whole: what `chorus cluster --resume` and `chorus verify` look at.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/files/manifest.hpp"
#include "chorus/session/phase_clock.hpp"
#include "cluster_options.hpp"
#include "cluster_steps.hpp"
#include "console.hpp"

#include <filesystem>
#include <string>

namespace chorus::jobs {

struct Verification {
  const comm::Communicator& comm;
  const ClusterOptions& options;    ///< of the run, in its folder; input and source where they are now
  const session::Identity* wanted;  ///< the run that was asked for; none: the one that was recorded
  std::filesystem::path scratch;    ///< a folder for a temporary catalogue
  session::PhaseClock& clock;
  Console& console;
};

/// Collective, when the files agree with the manifest. Summary, model and manifest are of one run
/// (of the one that is wanted), and labels, model and input agree row by row. Returns
/// the fingerprint. Throws AgreedError: kInput where that is not so, kIo.
[[nodiscard]] std::string verify_agreement(const Verification& verification, const files::Manifest& manifest);

/// Collective. All of it, for --resume on finished results. Says so.
void verify_finished(const Job& job);

}  // namespace chorus::jobs
