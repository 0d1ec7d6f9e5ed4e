// Attributes and small one- or two-dimensional datasets, written and read with every type, shape and size
// checked: a foreign or damaged file ends in Error(kInput).
#pragma once

#include "hdf5_handle.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chorus::catalogue::hdf5 {

/// An object of a file, and the file's path and size for messages and checks.
struct Place {
  hid_t id;
  const std::filesystem::path& path;
  std::uint64_t file_size = 0;  ///< bytes; nothing read may be larger
};

/// The error of a file that is not what the schema says. `what` names the object.
[[nodiscard]] Error corrupt(const Place& place, const std::string& what);

void write_text(const Place& place, const char* name, const std::string& text);
/// Fixed-length strings, padded with zeros. Throws Error(kInput) if that takes more than 16 MiB.
void write_texts(const Place& place, const char* name, const std::vector<std::string>& texts);
void write_number(const Place& place, const char* name, std::uint64_t value);
void write_number(const Place& place, const char* name, std::int64_t value);

[[nodiscard]] std::string read_text(const Place& place, const char* name);
[[nodiscard]] std::vector<std::string> read_texts(const Place& place, const char* name);
[[nodiscard]] std::uint64_t read_unsigned(const Place& place, const char* name);
[[nodiscard]] std::int64_t read_signed(const Place& place, const char* name);

/// A new dataset of 8-byte elements of the file type `type`, shape dims. `data` has the product of dims.
void write_dataset(const Place& place, const char* name, hid_t type, std::span<const hsize_t> dims,
                   const void* data);

/// Opens a dataset stored in this file by a hard link, of exactly this element type, with no filters.
[[nodiscard]] Handle open_dataset(const Place& place, const char* name, hid_t type, const Handle& access);
[[nodiscard]] std::vector<hsize_t> dataset_shape(const Place& place, const char* name, const Handle& dataset);
/// Reads a whole dataset of exactly this type and shape into `data`.
void read_dataset(const Place& place, const char* name, hid_t type, std::span<const hsize_t> dims,
                  void* data);

}  // namespace chorus::catalogue::hdf5
