// Where a sweep stands, as bytes: what a checkpoint keeps of it. Together with the rows and the options it
// determines the rest of the run, on any number of ranks. Local.
#pragma once

#include "chorus/kmeans/fit.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::kmeans {

/// All fits of a run, d features. Layout (see core/packed_bytes.hpp): the number of fits and d as uint64,
/// then for each fit k, restart, iterations, refilled as int32, stop as uint8, inertia as binary64, whether
/// it has lists as uint8, and if so labelled_by, centroids (binary32) and counts (int64). A fit that ended
/// and was beaten has none: 26 bytes. A fit whose seeding is under way is stored as not yet seeded: its draws
/// depend on nothing but their addresses.
[[nodiscard]] std::string pack_sweep(std::span<const Fit> fits, std::size_t width);

/// What pack_sweep was given. Throws Error(kInput) if the bytes are no sweep, or at odds with themselves;
/// `where` is for the message.
[[nodiscard]] std::vector<Fit> unpack_sweep(std::string_view bytes, std::size_t width,
                                            const std::string& where);

}  // namespace chorus::kmeans
