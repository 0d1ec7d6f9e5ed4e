// Whether a finished file must survive a crash of the machine.
#pragma once

#include <cstdint>

namespace chorus::files {

/// kScratch files, deleted at the end of a job, are renamed without waiting for the disk.
enum class Durability : std::uint8_t { kScratch, kDurable };

}  // namespace chorus::files
