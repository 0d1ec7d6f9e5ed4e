// The names that files have until they are whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace chorus::files {

/// How the names of all files begin that are a run's own business while it lasts.
inline constexpr std::string_view kOwnPrefix = ".chorus-";

/// A new name beside `final_path`, on every call and for every process another:
///   .chorus-NAME-HOST-PROCESS-NUMBER.partial
/// NAME is the final name, its first 40 bytes at most, cut between characters; HOST (8 hex digits) a hash of
/// the host's name; PROCESS the process's number; NUMBER 16 random hex digits. It has 96 bytes at most, so
/// it fits wherever the final name may be long. No two users' files ever have one base name, by which MPI-IO
/// names what it shares on a node.
[[nodiscard]] std::filesystem::path temporary_name(const std::filesystem::path& final_path);

/// Whether a file's name is one of those: beginning, three numbers of those forms, end. What is left of runs
/// that were killed is recognised so.
[[nodiscard]] bool is_temporary_name(std::string_view name);

/// Where the process is that made a temporary file of this name.
enum class TemporaryMaker : std::uint8_t {
  kHere,       ///< a process of that number runs on this host
  kGone,       ///< none does
  kElsewhere,  ///< it is another host's
};
/// @pre is_temporary_name(name)
[[nodiscard]] TemporaryMaker maker_of(std::string_view name);

}  // namespace chorus::files
