// Before anything is written: whether it would take the place of something that is read.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chorus::files {

/// A file by its name, and what it is to the user: "the input", "--init".
struct NamedFile {
  std::string role;
  std::filesystem::path path;
};

/// What a command is about to touch.
struct Touched {
  std::vector<NamedFile> reads;                 ///< files that are not there are passed over
  std::vector<NamedFile> writes;                ///< final names of files
  std::vector<std::filesystem::path> replaces;  ///< folders in which any file may be replaced
};

/// Files are the same if device and inode are, whatever their names and links to them. Refuses, in this
/// order: a final name that cannot be one (too long), or that is taken by what is no regular file; two
/// outputs of one name; an output, or a file in a folder of `replaces`, that is an input. Reads nothing but
/// file names and states. Local. Throws Error: kInput, and kIo where it cannot be looked.
void require_no_harm(const Touched& touched);

/// Refuses a name that is taken, by a link that leads nowhere, too, for a command that replaces nothing.
/// `advice` says what the user can do. Local. Throws Error(kInput).
void require_free(const std::filesystem::path& path, const std::string& advice);

}  // namespace chorus::files
