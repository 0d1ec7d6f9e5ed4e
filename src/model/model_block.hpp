// The user block in front of a model file: what this program reads of it, and what lets it trust every bit
// behind it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace chorus::model {

/// The block with this content for an HDF5 file, followed by that file. HDF5 passes over a block of 512,
/// 1,024, 2,048 ... bytes.
[[nodiscard]] std::string with_model_block(std::string_view content, std::span<const char> image);

/// The content of the block, as long as `file`. Throws BadModel saying what is wrong.
[[nodiscard]] std::string_view model_content(std::string_view file);

}  // namespace chorus::model
