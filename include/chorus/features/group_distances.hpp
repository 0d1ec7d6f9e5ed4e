// How far rows are from the point of their own group. Local; vectorised with a row a lane, dispatched at run
// time, with the same result bits for every target.
#pragma once

#include "chorus/features/row_blocks.hpp"

#include <cstddef>
#include <cstdint>

namespace chorus::features {

/// The squared distances of the rows of one block to points: s = fma(e, e, s) over e = x_j - p_j for j
/// ascending, in float.
/// @param block width x kLanes
/// @param group kLanes: which point, for every lane
/// @param points groups x width, row-major
/// @param squares kLanes
void group_distances(const float* block, std::size_t width, const std::int32_t* group, const float* points,
                     float* squares);

}  // namespace chorus::features
