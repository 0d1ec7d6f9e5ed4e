#include "chorus/files/manifest.hpp"

#include "chorus/core/error.hpp"
#include "chorus/files/file_hash.hpp"
#include "chorus/files/results_files.hpp"
#include "chorus/files/whole_file.hpp"
#include "path_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <system_error>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kManifestFormat = "chorus-manifest";
constexpr int kVersion = 1;
/// Beyond this size a file is no manifest, and is not read into memory.
constexpr std::size_t kLargest = std::size_t{64} << 20U;
constexpr int kDeepest = 4;

struct Bad : std::runtime_error {
  using std::runtime_error::runtime_error;
};

Json body_of(const Manifest& manifest) {
  Json files = Json::array();
  for (const ListedFile& one : manifest.files) {
    files.push_back(
        {{"file", text_of_path(one.file)}, {"bytes", one.bytes}, {"xxh3", one.xxh3}, {"by", one.by}});
  }
  return {{"format", kManifestFormat},
          {"version", kVersion},
          {"program", manifest.program},
          {"fingerprint", manifest.fingerprint},
          {"identity", manifest.identity},
          {"input", text_of_path(manifest.input)},
          {"source", text_of_path(manifest.source)},
          {"unfinished", manifest.unfinished},
          {"files", std::move(files)}};
}

std::string checksum_of(const Json& body) {
  return hash_text(body.dump());
}

const Json& member(const Json& of, const char* key) {
  const auto found = of.is_object() ? of.find(key) : of.end();
  if (found == of.end()) throw Bad(std::string("\"") + key + "\" is missing");
  return *found;
}

std::string text_in(const Json& of, const char* key) {
  const Json& value = member(of, key);
  if (!value.is_string()) throw Bad(std::string("\"") + key + "\" is no text");
  return value.get<std::string>();
}

const Json& list_in(const Json& of, const char* key) {
  const Json& value = member(of, key);
  if (!value.is_array()) throw Bad(std::string("\"") + key + "\" is no list");
  return value;
}

std::string hash_in(const Json& of, const char* key) {
  std::string hash = text_in(of, key);
  const auto digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (hash.size() != 32 || !std::ranges::all_of(hash, digit))
    throw Bad(std::string("\"") + key + "\" is no hash");
  return hash;
}

/// Whether the path names something below the folder, without a detour.
bool stays_inside(const std::string& file) {
  if (file.empty() || file.find('\0') != std::string::npos) return false;
  const fs::path path(file);
  if (path.is_absolute() || path.filename().empty()) return false;
  return std::ranges::none_of(
      path, [](const fs::path& part) { return part == ".." || part == "." || part.empty(); });
}

ListedFile file_from(const Json& of) {
  ListedFile one;
  one.file = path_of_text(text_in(of, "file"));
  if (!stays_inside(one.file)) throw Bad("a file that lies elsewhere");
  const Json& bytes = member(of, "bytes");
  if (!bytes.is_number_unsigned()) throw Bad("\"bytes\" is no size");
  one.bytes = bytes.get<std::uint64_t>();
  one.xxh3 = hash_in(of, "xxh3");
  one.by = text_in(of, "by");
  return one;
}

Manifest content_of(const Json& json) {
  if (text_in(json, "format") != kManifestFormat) throw Bad("its format is another");
  const Json& version = member(json, "version");
  if (!version.is_number_unsigned() || version != kVersion) throw Bad("its version is not 1");
  Manifest manifest;
  manifest.program = text_in(json, "program");
  manifest.fingerprint = hash_in(json, "fingerprint");
  manifest.identity = hash_in(json, "identity");
  manifest.input = path_of_text(text_in(json, "input"));
  manifest.source = path_of_text(text_in(json, "source"));
  for (const Json& command : list_in(json, "unfinished")) {
    if (!command.is_string()) throw Bad("\"unfinished\" holds what is no text");
    manifest.unfinished.push_back(command.get<std::string>());
  }
  for (const Json& one : list_in(json, "files")) manifest.files.push_back(file_from(one));
  const auto not_after = [](const ListedFile& a, const ListedFile& b) { return a.file >= b.file; };
  if (std::ranges::adjacent_find(manifest.files, not_after) != manifest.files.end())
    throw Bad("its files are not in order");
  if (text_in(json, "checksum") != checksum_of(body_of(manifest)))
    throw Bad("its checksum does not fit its content");
  return manifest;
}

Json parse(std::string_view text) {
  const Json::parser_callback_t shallow = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kDeepest) throw Bad("it is nested too deeply");
    return true;
  };
  return Json::parse(text, shallow);
}

}  // namespace

std::string manifest_text(const Manifest& manifest) {
  Json json = body_of(manifest);
  std::string checksum = checksum_of(json);
  json["checksum"] = std::move(checksum);
  return json.dump(1) + "\n";
}

Manifest manifest_from(std::string_view text, const std::string& where) {
  const auto refuse = [&](const std::string& why) {
    return Error(Exit::kInput, describe("this is no manifest of results", where + ": " + why,
                                        "make the results anew, with --overwrite"));
  };
  if (text.size() > kLargest) throw refuse("it is too large");
  try {
    Manifest manifest = content_of(parse(text));
    // What the checksum does not see: other keys, blanks, another notation of a path.
    if (manifest_text(manifest) != text) throw Bad("it is not as it was written");
    return manifest;
  } catch (const Bad& bad) {
    throw refuse(bad.what());
  } catch (const Json::exception& bad) {
    throw refuse(bad.what());
  }
}

std::optional<Manifest> read_manifest(const fs::path& folder) {
  const fs::path path = folder / kManifest;
  std::error_code unknown;
  const fs::file_status status = fs::symlink_status(path, unknown);
  if (status.type() == fs::file_type::not_found) return std::nullopt;
  if (fs::is_regular_file(path, unknown) && fs::file_size(path, unknown) > kLargest) {
    throw Error(Exit::kInput, describe("this is no manifest of results", path.string() + ": it is too large",
                                       "make the results anew, with --overwrite"));
  }
  const auto text = fs::is_regular_file(path, unknown) ? read_whole_file(path) : std::nullopt;
  if (!text) throw Error(Exit::kIo, describe("cannot read the file", path.string(), "check its permissions"));
  return manifest_from(*text, path.string());
}

void write_manifest(const fs::path& folder, const Manifest& manifest) {
  write_whole_file(folder / kManifest, manifest_text(manifest));
}

void list_files(Manifest& manifest, const fs::path& folder, const std::vector<std::string>& names,
                const std::string& by) {
  for (const std::string& name : names) {
    const FileHash hash = hash_file(folder / name);
    const auto place = std::ranges::lower_bound(manifest.files, name, {}, &ListedFile::file);
    if (place != manifest.files.end() && place->file == name) {
      *place = {name, hash.bytes, hash.xxh3, by};
    } else {
      manifest.files.insert(place, {name, hash.bytes, hash.xxh3, by});
    }
  }
}

void forget_files(Manifest& manifest, const std::string& by) {
  std::erase_if(manifest.files, [&](const ListedFile& one) { return one.by == by; });
}

}  // namespace chorus::files
