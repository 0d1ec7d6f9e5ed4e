// The CSV behind the songs: for a catalogue it may have moved, or be another file by now.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/communicator.hpp"
#include "cluster_options.hpp"

#include <filesystem>

namespace chorus::jobs {

/// Collective, before any work. If the input is a catalogue made from a CSV: whether that CSV is at hand, and
/// is the one it was. Throws AgreedError(kInput) if not, unless --without-source asks for the bare table.
void require_source(const comm::Communicator& comm, const ClusterOptions& options);

/// Local. The part of require_source that takes no time: that the CSV is there, and has its size. Throws
/// Error(kInput).
void require_source_size(const ClusterOptions& options, const catalogue::CatalogueInfo& info);

/// Where the CSV of the songs is; empty for songs that have none, and where it shall not be used. Local.
[[nodiscard]] std::filesystem::path source_of(const ClusterOptions& options,
                                              const catalogue::CatalogueInfo& info);

/// Collective. Writes rejected.csv into the results, if records were left out and the CSV is at hand.
bool write_rejected(const comm::Communicator& comm, const ClusterOptions& options,
                    const catalogue::CatalogueInfo& info);

}  // namespace chorus::jobs
