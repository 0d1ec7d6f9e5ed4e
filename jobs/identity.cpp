#include "identity.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/build_info.hpp"
#include "chorus/core/code_point.hpp"
#include "chorus/files/file_hash.hpp"
#include "chorus/files/whole_file.hpp"
#include "options_notation.hpp"
#include "song_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chorus::jobs {
namespace {

/// Grows when equal options and songs give other bytes than before.
constexpr int kResultsFormat = 1;

constexpr std::array<Immaterial, 16> kImmaterial = {{
    {"help", "ends before any work"},
    {"input", "a path; size and hash of what is there are recorded"},
    {"source", "a path; it is held to the size and hash that the catalogue recorded"},
    {"output", "the folder itself"},
    {"overwrite", "what is done with an older content of the folder"},
    {"resume", "what is done with an older content of the folder"},
    {"figures", "drawn from the stored report; made where they are missing"},
    {"keep-catalogue", "a copy of the input; made where it is missing"},
    {"keep-rows", "memory against time: the rows are the same"},
    {"checkpoint", "when the state is saved"},
    {"max-time", "when the run is stopped, to go on"},
    {"hang-timeout", "when a run that hangs is ended"},
    {"dry-run", "a run that writes nothing has no results"},
    {"quiet", "what is said on standard output"},
    {"timings", "how waiting is measured"},
    {"simd", "every vector unit gives the same bits"},
}};

/// On one line of UTF-8: what is not, and what would be taken for quoted, is quoted as in an options file.
std::string plain(const std::string& text) {
  std::string_view rest = text;
  bool as_it_is = !text.starts_with('"');
  while (!rest.empty() && as_it_is) {
    const CodePoint point = next_code_point(rest);
    as_it_is = point.valid && point.value >= 0x20 && (point.value < 0x7F || point.value >= 0xA0);
    rest.remove_prefix(point.length);
  }
  return as_it_is ? text : quoted_text(text);
}

std::string words_text(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    const bool simple = !word.empty() && word.find_first_of(",\"") == std::string::npos;
    if (!text.empty()) text += ',';
    text += simple ? plain(word) : quoted_text(word);
  }
  return text;
}

/// An empty cell is missing whether it is listed or not.
std::vector<std::string> without_empty_word(std::vector<std::string> words) {
  std::erase(words, "");
  return words;
}

std::string yes_or_no(bool value) {
  return value ? "yes" : "no";
}

std::string hash_of_file(const std::string& path) {
  const auto bytes = files::read_whole_file(path);
  if (!bytes) throw Error(Exit::kIo, describe("cannot read the centroids", path, "check the path"));
  return files::hash_text(*bytes);
}

session::Identity of_options(const ClusterOptions& o) {
  const InputOptions& input = o.input;
  const kmeans::FitOptions fit = o.settings().fit;
  return {{kProgram, fmt::format("chorus {}", build_info::kVersion)},
          {kFormat, std::to_string(kResultsFormat)},
          {"column", words_text(input.columns)},
          {"delimiter", input.delimiter == "\\t" ? "tab" : plain(input.delimiter)},
          {"na", words_text(without_empty_word(input.na))},
          {"bad-rows", input.bad_rows},
          {"non-numeric", input.non_numeric},
          {"missing", input.missing},
          {"min", words_text(input.min)},
          {"max", words_text(input.max)},
          {"clusters", plain(o.k)},
          {"restarts", std::to_string(fit.restarts)},
          {"seed", std::to_string(o.seed)},
          {"seeding", std::string(kmeans::seeding_name(fit.seeding))},
          {"init-space", o.init_space},
          {"tolerance", fmt::format("{}", o.tolerance)},
          {"max-iterations", std::to_string(o.max_iterations)},
          {"scaling", o.scaling},
          {"silhouette", plain(o.silhouette)},
          {"choose", o.choose},
          {"components", std::to_string(o.components)},
          {"typical", std::to_string(o.typical)},
          {"name", plain(o.labelled_csv().filename().string())},
          {"label-column", plain(o.label_column)},
          {"scores", yes_or_no(o.scores)},
          {"without-source", yes_or_no(o.without_source)}};
}

/// "--seed" of an option, and of what is none its name.
std::string shown_name(const std::string& name) {
  return name.find(' ') != std::string::npos || name == kProgram ? name : fmt::format("--{}", name);
}

}  // namespace

std::span<const Immaterial> immaterial_options() {
  return kImmaterial;
}

session::Identity identity_of(const comm::Communicator& comm, const ClusterOptions& options) {
  session::Identity identity = comm::agree_on(comm, [&] { return of_options(options); });
  std::string init = comm::agree_on(comm, [&] {
    return comm.is_root() && !options.init.empty() ? hash_of_file(options.init) : std::string();
  });
  init = comm.broadcast(std::move(init), 0);
  identity["init"] = init.empty() ? std::string() : fmt::format("the content {}", init);
  // A catalogue knows its features itself.
  if (!options.input.features.empty() || !is_catalogue(comm, options.input.input))
    identity["features"] = words_text(options.input.feature_names());
  return identity;
}

session::Identity with_songs(session::Identity identity, const std::vector<std::string>& features,
                             std::uint64_t source_size, const std::string& source_hash) {
  identity["features"] = words_text(features);
  identity[kInputSize] = std::to_string(source_size);
  identity[kInputHash] = source_hash;
  return identity;
}

void require_same_run(const session::Identity& found, const session::Identity& wanted,
                      const std::string& what, const std::filesystem::path& folder) {
  for (const auto& [name, value] : wanted) {
    const auto there = found.find(name);
    if (there != found.end() && there->second == value) continue;
    const std::string difference =
        there == found.end()
            ? fmt::format("{} is not recorded there and is '{}' here", shown_name(name), value)
            : fmt::format("{} is '{}' there and '{}' here", shown_name(name), there->second, value);
    throw AgreedError(
        Exit::kInput,
        describe(fmt::format("the folder holds {} of another run: {}", what, difference), folder.string(),
                 "give the options and the input of that run, another folder with -o, or "
                 "--overwrite instead of --resume"));
  }
}

}  // namespace chorus::jobs
