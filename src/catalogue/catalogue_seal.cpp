#include "catalogue_seal.hpp"

#include "chorus/core/error.hpp"
#include "chorus/core/packed_bytes.hpp"

#include <xxhash.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace chorus::catalogue {
namespace {

constexpr std::string_view kMagic = "chorus-catalogue";
constexpr std::uint64_t kVersion = 3;
constexpr std::size_t kEndBytes = 64;
constexpr std::size_t kHashBytes = 16;
/// What a description takes beside the rows: names, and three numbers for a block of 1,024 rows.
constexpr std::uint64_t kLargestNames = std::uint64_t{64} << 20U;
constexpr std::uint64_t kRowBytesPerTableByte = 256;

Error refuse(const SourceFile& file, const std::string& what) {
  return {Exit::kInput, describe("this is no catalogue of this program, or a damaged one",
                                 file.path().string() + ": " + what, "make it again with `chorus ingest`")};
}

std::vector<RowRun> by_offset(std::vector<RowRun> runs) {
  std::ranges::sort(runs, {}, &RowRun::offset);
  return runs;
}

/// Whether the runs lie in the first `size` bytes, apart from each other. No sum overflows.
bool runs_fit(const Seal& seal, std::uint64_t size) {
  if (seal.row_bytes == 0) return false;
  std::uint64_t end = 0;
  return std::ranges::all_of(by_offset(seal.runs), [&](const RowRun& run) {
    if (run.rows <= 0 || run.offset < end || run.offset > size) return false;
    if (static_cast<std::uint64_t>(run.rows) > (size - run.offset) / seal.row_bytes) return false;
    end = run.offset + static_cast<std::uint64_t>(run.rows) * seal.row_bytes;
    return true;
  });
}

class Hasher {
 public:
  Hasher() : state_(XXH3_createState(), &XXH3_freeState) {
    if (state_ == nullptr) throw std::bad_alloc();
    XXH3_128bits_reset(state_.get());
  }
  void add(std::string_view bytes) { XXH3_128bits_update(state_.get(), bytes.data(), bytes.size()); }
  [[nodiscard]] std::string digest() const {
    XXH128_canonical_t hash;
    XXH128_canonicalFromHash(&hash, XXH3_128bits_digest(state_.get()));
    return {reinterpret_cast<const char*>(hash.digest), sizeof hash.digest};
  }

 private:
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state_;
};

}  // namespace

std::string to_bytes(const Seal& seal) {
  Packer to;
  to.text(seal.description);
  to.number(seal.row_bytes);
  to.number(static_cast<std::uint64_t>(seal.runs.size()));
  for (const RowRun& run : seal.runs) {
    to.number(run.offset);
    to.number(run.rows);
  }
  return std::move(to).take();
}

std::optional<Seal> seal_from_bytes(std::string_view bytes) {
  Unpacker from(bytes);
  Seal seal;
  seal.description = from.text();
  seal.row_bytes = from.number<std::uint64_t>();
  const auto runs = from.number<std::uint64_t>();
  for (std::uint64_t i = 0; i < runs && from.ok(); ++i) {
    RowRun run;
    run.offset = from.number<std::uint64_t>();
    run.rows = from.number<RowIndex>();
    seal.runs.push_back(run);
  }
  if (!from.finished()) return std::nullopt;
  return seal;
}

std::string seal_end(const SourceFile& file, std::uint64_t hdf5_bytes, const Seal& seal) {
  const std::string content = to_bytes(seal);
  Packer sizes;
  sizes.number(hdf5_bytes);
  sizes.number(static_cast<std::uint64_t>(content.size()));
  sizes.number(kVersion);
  const std::string head = std::move(sizes).take();
  const std::string tail =
      std::string(kEndBytes - head.size() - kHashBytes - kMagic.size(), '\0').append(kMagic);
  Hasher hasher;
  hasher.add(content);
  hasher.add(head);
  hasher.add(tail);
  std::string buffer;
  const auto add_part = [&](std::uint64_t begin, std::uint64_t end) {
    while (begin < end) {
      buffer.resize(std::min<std::uint64_t>(end - begin, std::uint64_t{1} << 20U));
      file.read(begin, buffer);
      hasher.add(buffer);
      begin += buffer.size();
    }
  };
  std::uint64_t at = 0;
  for (const RowRun& run : by_offset(seal.runs)) {
    add_part(at, run.offset);
    at = run.offset + static_cast<std::uint64_t>(run.rows) * seal.row_bytes;
  }
  add_part(at, hdf5_bytes);
  return head + hasher.digest() + tail;
}

void write_seal(files::StagedFile& file, const Seal& seal) {
  const std::uint64_t hdf5_bytes = std::filesystem::file_size(file.temporary());
  std::string bytes = to_bytes(seal);
  file.reserve(hdf5_bytes + bytes.size() + kEndBytes);
  bytes += seal_end(SourceFile(file.temporary()), hdf5_bytes, seal);
  file.write(hdf5_bytes, bytes);
}

Seal read_seal(const SourceFile& file) {
  std::string end(kEndBytes, '\0');
  if (file.size() < kEndBytes) throw refuse(file, "it is cut short");
  file.read(file.size() - kEndBytes, end);
  if (!end.ends_with(kMagic)) throw refuse(file, "it does not end as catalogues do");
  Unpacker from(end);
  const auto hdf5_bytes = from.number<std::uint64_t>();
  const auto content_bytes = from.number<std::uint64_t>();
  if (const auto version = from.number<std::uint64_t>(); version != kVersion) {
    throw refuse(file, "its format is of version " + std::to_string(version) + ", this program's is " +
                           std::to_string(kVersion));
  }
  const std::uint64_t bytes = file.size() - kEndBytes;
  if (hdf5_bytes > bytes || content_bytes != bytes - hdf5_bytes ||
      content_bytes > kLargestNames + bytes / kRowBytesPerTableByte) {
    throw refuse(file, "its size is not what it says");
  }
  std::string content(content_bytes, '\0');
  file.read(hdf5_bytes, content);
  std::optional<Seal> seal = seal_from_bytes(content);
  if (!seal || !runs_fit(*seal, hdf5_bytes)) throw refuse(file, "it does not say where its rows are");
  if (seal_end(file, hdf5_bytes, *seal) != end) throw refuse(file, "its checksum does not fit its content");
  return std::move(*seal);
}

}  // namespace chorus::catalogue
