// Any manifest.json, also one whose checksum was made to fit: it is refused, or written again as it was read.
#include "chorus/files/file_hash.hpp"
#include "chorus/files/manifest.hpp"
#include "fuzz/refusal.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>

namespace {

using namespace chorus::files;
using chorus::fuzz::require;

void read_and_write(std::string_view text) {
  try {
    const Manifest manifest = manifest_from(text, "r/manifest.json");
    require(manifest_text(manifest) == text, "a manifest that is read as it was written");
    for (const ListedFile& one : manifest.files) {
      const std::filesystem::path path = std::filesystem::path("r") / one.file;
      const std::string within = path.lexically_normal().string();
      require(within.starts_with("r/") && within.size() > 2, "files that lie within the folder");
    }
  } catch (const chorus::Error& error) {
    chorus::fuzz::require_refusal(error, "r/manifest.json");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_and_write(text);
  auto body = nlohmann::ordered_json::parse(text, nullptr, false);
  if (!body.is_object()) return 0;
  body.erase("checksum");
  const auto replace = nlohmann::ordered_json::error_handler_t::replace;
  body["checksum"] = hash_text(body.dump(-1, ' ', false, replace));
  read_and_write(body.dump(1, ' ', false, replace) + "\n");
  return 0;
}
