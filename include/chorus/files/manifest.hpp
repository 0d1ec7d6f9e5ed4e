// manifest.json: what a results folder holds, with the size and the hash of each file. It is written when all
// of that is whole, so it is the sign of finished results. Local.
//
// One JSON object (UTF-8), keys in this order:
//   format "chorus-manifest", version 1, program, fingerprint (32 hex digits), identity (32 hex digits: a
//   hash of all that decides the result), input, source (absolute paths; source empty where none was given),
//   unfinished [command]: those that began to replace files of the list and did not end,
//   files [{file, bytes, xxh3 (32 hex digits: XXH3-128), by (the command that wrote it)}], by file,
//   checksum (32 hex digits: XXH3-128 of the text without this key).
// Paths of files are relative to the folder. In paths, '%' and bytes that are no UTF-8 stand as %XX.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::files {

struct ListedFile {
  std::string file;  ///< relative to the folder, parts separated by '/'
  std::uint64_t bytes = 0;
  std::string xxh3;  ///< 32 hex digits
  std::string by;    ///< a command of the program
  bool operator==(const ListedFile&) const = default;
};

struct Manifest {
  std::string program;      ///< e.g. "chorus 0.1.0"
  std::string fingerprint;  ///< 32 hex digits
  std::string identity;     ///< 32 hex digits
  std::string input, source;
  std::vector<std::string> unfinished;
  std::vector<ListedFile> files;  ///< ascending, each file once

  bool operator==(const Manifest&) const = default;
};

[[nodiscard]] std::string manifest_text(const Manifest& manifest);

/// What manifest_text was given. Any bytes are taken; `where` is for messages. Throws Error(kInput) unless
/// they are a manifest of this version whose checksum fits and whose files lie within the folder.
[[nodiscard]] Manifest manifest_from(std::string_view text, const std::string& where);

/// The folder's; nothing where it has none. Throws Error: kInput as manifest_from, kIo if it cannot be read.
[[nodiscard]] std::optional<Manifest> read_manifest(const std::filesystem::path& folder);

/// Writes the folder's whole. Throws as write_whole_file.
void write_manifest(const std::filesystem::path& folder, const Manifest& manifest);

/// The files as they are in the folder now, hashed, take their places in the list. Throws Error(kIo).
void list_files(Manifest& manifest, const std::filesystem::path& folder,
                const std::vector<std::string>& names, const std::string& by);

/// Takes all files of a command off the list.
void forget_files(Manifest& manifest, const std::string& by);

}  // namespace chorus::files
