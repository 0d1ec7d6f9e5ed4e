#include "run_manifest.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/build_info.hpp"
#include "chorus/core/packed_bytes.hpp"
#include "chorus/files/file_hash.hpp"

#include <filesystem>
#include <utility>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

/// As it is found from any folder.
std::string from_anywhere(const std::string& path) {
  std::error_code unknown;
  if (path.empty()) return path;
  const fs::path absolute = fs::absolute(path, unknown);
  return unknown ? path : absolute.lexically_normal().string();
}

}  // namespace

std::string identity_hash(const std::map<std::string, std::string>& identity) {
  Packer to;
  for (const auto& [name, value] : identity) {
    to.text(name);
    to.text(value);
  }
  return files::hash_text(std::move(to).take());
}

void write_run_manifest(const Job& job, const model::RunResult& result,
                        const std::vector<std::string>& written, std::vector<files::ListedFile> stay) {
  comm::agree_on(job.comm, [&] {
    if (!job.comm.is_root()) return;
    const ClusterOptions& options = job.options;
    files::Manifest manifest;
    manifest.program = std::string("chorus ") + build_info::kVersion;
    manifest.fingerprint = result.fingerprint;
    manifest.identity = identity_hash(result.options);
    manifest.input = from_anywhere(options.input.input);
    manifest.source = from_anywhere(options.source);
    manifest.files = std::move(stay);
    files::list_files(manifest, options.output, written, "cluster");
    files::write_manifest(options.output, manifest);
  });
}

}  // namespace chorus::jobs
