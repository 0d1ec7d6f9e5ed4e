// Whole structures as bytes: one walk over the fields serves both directions, so that they cannot disagree. A
// walk is a template `walk(Walker& field, Structure& from)` that calls `field` with each member in turn; a
// member that is a structure itself has a function `fields(Walker&, Structure&)` beside it. Local.
#pragma once

#include "chorus/core/packed_bytes.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chorus {

/// Numbers as their bits, little-endian; a flag as uint64; texts and lists preceded by their length (uint64).
class FieldWriter {
 public:
  void operator()(const std::string& text) { to_.text(text); }
  void operator()(const std::filesystem::path& path) { to_.text(path.string()); }
  void operator()(bool flag) { to_.number(static_cast<std::uint64_t>(flag)); }
  template <Packable T>
  void operator()(T value) {
    to_.number(value);
  }
  template <class T>
  requires requires(FieldWriter& walker, const T& structure) { fields(walker, structure); }
  void operator()(const T& structure) { fields(*this, structure); }
  template <class T>
  void operator()(const std::vector<T>& list) {
    to_.number(static_cast<std::uint64_t>(list.size()));
    for (const T& item : list) (*this)(item);
  }
  void operator()(const std::map<std::string, std::string>& texts) {
    to_.number(static_cast<std::uint64_t>(texts.size()));
    for (const auto& [name, value] : texts) {
      to_.text(name);
      to_.text(value);
    }
  }
  [[nodiscard]] std::string take() && { return std::move(to_).take(); }

 private:
  Packer to_;
};

/// Reads what a FieldWriter wrote, with an Unpacker's care: whatever the bytes say, it takes no more memory
/// than a small multiple of them, and finished() tells whether they were just that.
class FieldReader {
 public:
  /// @param bytes must outlive it
  explicit FieldReader(std::string_view bytes) : from_(bytes) {}
  void operator()(std::string& text) { text = from_.text(); }
  void operator()(std::filesystem::path& path) { path = from_.text(); }
  void operator()(bool& flag) { flag = from_.number<std::uint64_t>() != 0; }
  template <Packable T>
  void operator()(T& value) {
    value = from_.number<T>();
  }
  template <class T>
  requires requires(FieldReader& walker, T& structure) { fields(walker, structure); }
  void operator()(T& structure) { fields(*this, structure); }
  template <class T>
  void operator()(std::vector<T>& list) {
    const auto size = from_.number<std::uint64_t>();
    list.clear();
    for (std::uint64_t i = 0; i < size && from_.ok(); ++i) (*this)(list.emplace_back());
  }
  void operator()(std::map<std::string, std::string>& texts) {
    const auto size = from_.number<std::uint64_t>();
    texts.clear();
    for (std::uint64_t i = 0; i < size && from_.ok(); ++i) {
      std::string name = from_.text();
      texts[std::move(name)] = from_.text();
    }
  }
  [[nodiscard]] bool finished() const { return from_.finished(); }

 private:
  Unpacker from_;
};

}  // namespace chorus
