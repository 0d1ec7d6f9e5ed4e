// Attributes and small one- or two-dimensional datasets, written. Failures are Error(kIo).
#pragma once

#include "hdf5_handle.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chorus::catalogue::hdf5 {

/// An object of a file, and the file's path for messages.
struct Place {
  hid_t id;
  const std::filesystem::path& path;
};

void write_text(const Place& place, const char* name, const std::string& text);
/// Fixed-length strings, padded with zeros. Throws Error(kInput) if that takes more than 16 MiB.
void write_texts(const Place& place, const char* name, const std::vector<std::string>& texts);
void write_number(const Place& place, const char* name, std::uint64_t value);
void write_number(const Place& place, const char* name, std::int64_t value);

/// A new dataset of 8-byte elements of the file type `type`, shape dims. `data` has the product of dims.
void write_dataset(const Place& place, const char* name, hid_t type, std::span<const hsize_t> dims,
                   const void* data);

}  // namespace chorus::catalogue::hdf5
