// Labels, model and input against each other, row by row.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/error.hpp"
#include "chorus/model/model_file.hpp"
#include "chorus/session/phase_clock.hpp"
#include "cluster_options.hpp"

#include <filesystem>
#include <string>

namespace chorus::jobs {

/// That finished results are not whole, and what to do. Local.
[[nodiscard]] Error not_whole(const std::string& problem, const std::filesystem::path& file);

/// What is compared.
struct RowCheck {
  const comm::Communicator& comm;
  const ClusterOptions& options;  ///< of the run, in its folder; input and source where they are now
  const model::StoredModel& model;
  std::int64_t skipped_records;
  std::filesystem::path scratch;  ///< a folder for a temporary catalogue
  session::PhaseClock& clock;
};

/// Collective. The input is the one that was clustered; every row of the labelled CSV has the cluster that
/// the model gives to the row's features (none if the row was not used); model and labels have the model's
/// fingerprint; and the labelled CSV is the input, byte for byte, with these cells beside each row. Throws
/// AgreedError: kInput, with the row or the line, where that is not so; kIo. Returns the fingerprint.
std::string verify_rows(const RowCheck& check);

}  // namespace chorus::jobs
