// What each command reads and writes, for the check that comes before anything is written.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/files/harm.hpp"
#include "cluster_options.hpp"
#include "ingest.hpp"
#include "inspect.hpp"
#include "report.hpp"
#include "scaling_options.hpp"
#include "synth.hpp"

namespace chorus::jobs {

/// Local. The songs, whose recorded source is not yet known, are the first of `reads` where there are some.
[[nodiscard]] files::Touched touched_by(const ClusterOptions& options);
[[nodiscard]] files::Touched touched_by(const IngestJobOptions& options);
[[nodiscard]] files::Touched touched_by(const InspectOptions& options);
[[nodiscard]] files::Touched touched_by(const ReportJobOptions& options);
[[nodiscard]] files::Touched touched_by(const ScalingOptions& options);
[[nodiscard]] files::Touched touched_by(const SynthOptions& options);

/// Collective. Rank 0 looks (files::require_no_harm); where the songs are a catalogue, the CSV that it was
/// made from is an input, too. Throws AgreedError: kInput, kIo.
void require_no_harm(const comm::Communicator& comm, files::Touched touched);

/// Collective. A name that is taken is refused unless the file may be replaced. Throws AgreedError(kInput).
void require_free_unless(const comm::Communicator& comm, bool overwrite, const std::string& output);

}  // namespace chorus::jobs
