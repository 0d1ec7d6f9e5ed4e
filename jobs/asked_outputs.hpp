// Outputs that are asked for and that finished results lack.
#pragma once

#include "chorus/files/manifest.hpp"
#include "cluster_steps.hpp"

namespace chorus::jobs {

/// Collective. Makes them and says which: figures are drawn from the stored report, the catalogue is ingested
/// again from the same input. They are added to `manifest` (on rank 0), which is written. @pre the results
/// are finished, of this run's identity, and verified. Throws AgreedError as making them does.
void make_asked_outputs(const Job& job, files::Manifest manifest);

}  // namespace chorus::jobs
