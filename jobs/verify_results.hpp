// `chorus cluster --resume` on results that are finished.
#pragma once

#include "cluster_steps.hpp"

namespace chorus::jobs {

/// Collective. Checks that the folder's summary, model and labelled CSV are whole, of this run's options and
/// input, and agree in the fingerprint, which is taken anew from the model and from the labels in the CSV.
/// Says so. Throws AgreedError(kInput) where they do not, kIo where they cannot be read.
void verify_results(const Job& job);

}  // namespace chorus::jobs
