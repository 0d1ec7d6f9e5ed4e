// What makes a run of `chorus cluster` the one it is: everything that decides its results, by name. It stands
// in model.h5, in summary.json ("options") and in checkpoints, and --resume compares it.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/model/model_file.hpp"
#include "chorus/session/checkpoint.hpp"
#include "cluster_options.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace chorus::jobs {

/// Entries beside the options, which have the options' long names.
inline constexpr const char* kInputHash = "hash of the input";
inline constexpr const char* kInputSize = "size of the input";
inline constexpr const char* kProgram = "program";
inline constexpr const char* kFormat = "format of the results";

/// An option of `chorus cluster` that decides nothing of what the results say, and why it does not.
struct Immaterial {
  std::string_view option;
  std::string_view why;
};
[[nodiscard]] std::span<const Immaterial> immaterial_options();

/// Collective. What is known before the songs are read: the program, the options, and the content of --init
/// by its hash. Values are UTF-8 on one line; a list's words are told apart whatever is in them; no paths, so
/// that equal runs describe themselves in equal bytes. Throws AgreedError: kInput for options that are not
/// understood, kIo where --init cannot be read.
[[nodiscard]] session::Identity identity_of(const comm::Communicator& comm, const ClusterOptions& options);

/// The same with what is known once they are read: which features, and size and hash of where they came from.
[[nodiscard]] session::Identity with_songs(session::Identity identity,
                                           const std::vector<std::string>& features,
                                           std::uint64_t source_size, const std::string& source_hash);

/// Throws AgreedError(kInput) unless `found` has all that `wanted` says, with the name and both values;
/// `what` was found in `folder`, such as "finished results". Local, the same on every rank.
void require_same_run(const session::Identity& found, const session::Identity& wanted,
                      const std::string& what, const std::filesystem::path& folder);

}  // namespace chorus::jobs
