// The user block in front of a model file: what lets a reader trust every bit behind it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace chorus::model {

inline constexpr std::size_t kModelBlockBytes = 512;

/// The block for these bytes, followed by the bytes.
[[nodiscard]] std::string with_model_block(std::span<const char> image);

/// The bytes behind the block. Throws BadImage saying what is wrong.
[[nodiscard]] std::vector<char> without_model_block(std::span<const char> file);

}  // namespace chorus::model
