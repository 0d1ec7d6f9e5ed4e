// The description of a catalogue in its HDF5 file, as catalogue_file.hpp documents it, for programs that know
// HDF5: this one reads it from the seal. Local: one rank writes it.
#pragma once

#include "catalogue_description.hpp"
#include "chorus/files/staged_file.hpp"
#include "features_file.hpp"

#include <vector>

namespace chorus::catalogue {

/// Adds the description to the staged file, which holds /features. Returns where the rows are. Throws
/// Error(kIo).
[[nodiscard]] std::vector<RowRun> add_description(files::StagedFile& staged, const Description& description);

}  // namespace chorus::catalogue
