// A model as bytes of our own, which stand in front of HDF5's part of the model file. Local.
#pragma once

#include "chorus/model/model_file.hpp"

#include <string>
#include <string_view>

namespace chorus::model {

/// Why bytes are no model.
class BadModel : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// All fields in a fixed order, as core/packed_fields.hpp says.
[[nodiscard]] std::string to_bytes(const StoredModel& model);

/// The inverse, with everything checked that a caller may rely on: that the lists have d, k, k x d entries,
/// that numbers are finite, that sizes add up. Throws BadModel.
[[nodiscard]] StoredModel model_from_bytes(std::string_view bytes);

/// Whether the lists of `model` have d, k, k x d entries.
[[nodiscard]] bool shapes_fit(const StoredModel& model);

}  // namespace chorus::model
