#include "catalogue_description.hpp"

#include <xxhash.h>

#include <cassert>
#include <cstring>
#include <type_traits>

namespace chorus::catalogue {
namespace {

// One walk over the fields serves both directions, so that they cannot disagree.

class Packer {
 public:
  void operator()(const std::string& text) {
    (*this)(static_cast<std::uint64_t>(text.size()));
    bytes.append(text);
  }
  void operator()(const std::filesystem::path& path) { (*this)(path.string()); }
  void operator()(const FeatureRange& range) {
    (*this)(range.min);
    (*this)(range.max);
  }
  void operator()(bool flag) { (*this)(static_cast<std::uint64_t>(flag)); }
  void operator()(char character) { bytes.push_back(character); }
  template <class T>
  requires(std::is_arithmetic_v<T> && sizeof(T) == 8) void operator()(T value) {
    char raw[8];
    std::memcpy(raw, &value, 8);
    bytes.append(raw, 8);
  }
  template <class T>
  void operator()(const std::vector<T>& list) {
    (*this)(static_cast<std::uint64_t>(list.size()));
    for (const T& item : list) (*this)(item);
  }
  std::string bytes;
};

class Unpacker {
 public:
  explicit Unpacker(std::span<const char> bytes) : bytes_(bytes) {}
  void operator()(std::string& text) {
    const auto part = take(size());
    text.assign(part.begin(), part.end());
  }
  void operator()(std::filesystem::path& path) {
    std::string text;
    (*this)(text);
    path = text;
  }
  void operator()(FeatureRange& range) {
    (*this)(range.min);
    (*this)(range.max);
  }
  void operator()(bool& flag) { flag = size() != 0; }
  void operator()(char& character) { character = take(1)[0]; }
  template <class T>
  requires(std::is_arithmetic_v<T> && sizeof(T) == 8) void operator()(T& value) {
    std::memcpy(&value, take(8).data(), 8);
  }
  template <class T>
  void operator()(std::vector<T>& list) {
    list.resize(size());
    for (T& item : list) (*this)(item);
  }

 private:
  std::size_t size() {
    std::uint64_t value = 0;
    (*this)(value);
    return value;
  }
  std::span<const char> take(std::size_t count) {
    assert(count <= bytes_.size());
    const auto part = bytes_.first(count);
    bytes_ = bytes_.subspan(count);
    return part;
  }
  std::span<const char> bytes_;
};

template <class Walker, class D>
void walk(Walker& field, D& description) {
  auto& info = description.info;
  field(info.rows);
  field(info.features);
  field(info.range);
  field(info.missing);
  field(info.not_numeric);
  field(info.not_finite);
  field(info.block_offsets);
  field(info.block_lines);
  auto& source = info.source;
  field(source.kind);
  field(source.path);
  field(source.size);
  field(source.hash);
  field(source.header.dialect.delimiter);
  field(source.header.names);
  field(source.header.first_record.offset);
  field(source.header.first_record.line);
  field(source.header.crlf);
  field(source.columns);
  field(source.missing_words);
  field(source.skipped);
  field(source.seed);
  field(description.block_checksums);
}

}  // namespace

std::string to_bytes(const Description& description) {
  Packer packer;
  walk(packer, description);
  return std::move(packer.bytes);
}

Description from_bytes(std::span<const char> bytes) {
  Description description;
  Unpacker unpacker(bytes);
  walk(unpacker, description);
  return description;
}

std::uint64_t description_checksum(const Description& description) {
  const std::string bytes = to_bytes(description);
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace chorus::catalogue
