// The records that --bad-rows skip left out, as a table: where each stands, why, and the record as it stood.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>

namespace chorus::catalogue {

/// Local. Reads the CSV `source` of a catalogue once more and writes the CSV `to`, with the columns line and
/// column (from 1, of what is wrong), reason, and record (its bytes without line end, quoted as CSV asks), in
/// file order; a block at a time, so in bounded memory. Calls `after_block` now and then. Returns how many.
/// Throws Error: kIo, and kInput if the source is not the file that was ingested.
std::int64_t write_rejected_records(const CatalogueInfo& info, const std::filesystem::path& source,
                                    const std::filesystem::path& to,
                                    const std::function<void()>& after_block = {});

}  // namespace chorus::catalogue
