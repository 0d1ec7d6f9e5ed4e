// Small samples of rows as a list on every rank, and fetching rows by number.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/random.hpp"
#include "chorus/features/scaling.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace chorus::features {

/// Collective. The rows of choose_rows (see features/chosen_rows.hpp), ascending; the same on every rank,
/// which keeps them all: for samples of a few thousand rows.
[[nodiscard]] std::vector<RowIndex> sample_rows(const comm::Communicator& comm, const ScaledRows& rows,
                                                RowIndex size, std::uint64_t seed, Purpose purpose,
                                                std::uint32_t stream = 0);

/// Collective. The scaled coordinates of the given rows used (catalogue row numbers, ascending), on every
/// rank: rows x d.
[[nodiscard]] std::vector<float> fetch_rows(const comm::Communicator& comm, const ScaledRows& rows,
                                            std::span<const RowIndex> wanted);

/// Local. Where the catalogue's row stands among this rank's rows used, or -1 if it is not there.
[[nodiscard]] RowIndex index_of(const ScaledRows& rows, RowIndex row);

}  // namespace chorus::features
