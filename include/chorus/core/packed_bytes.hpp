// Numbers and texts as bytes, little-endian on every machine, without padding: how small states are stored.
// Local.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace chorus {

/// A number that is stored as its bits: an integer, an enumerator, float or double.
template <class T>
concept Packable = std::is_arithmetic_v<T> || std::is_enum_v<T>;

template <Packable T>
using PackedBits =
    std::conditional_t<sizeof(T) == 1, std::uint8_t,
                       std::conditional_t<sizeof(T) == 2, std::uint16_t,
                                          std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>>>;

class Packer {
 public:
  template <Packable T>
  void number(T value) {
    const auto bits = std::bit_cast<PackedBits<T>>(value);
    for (std::size_t i = 0; i < sizeof bits; ++i)
      bytes_ += static_cast<char>((static_cast<std::uint64_t>(bits) >> (8 * i)) & 0xFFU);
  }
  /// Its length as uint64, then its bytes.
  void text(std::string_view value) {
    number(static_cast<std::uint64_t>(value.size()));
    bytes_ += value;
  }
  /// Their number as uint64, then each.
  template <Packable T>
  void list(const std::vector<T>& values) {
    number(static_cast<std::uint64_t>(values.size()));
    for (const T value : values) number(value);
  }
  [[nodiscard]] std::string take() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what a Packer wrote. Never reads beyond its bytes, and never takes more memory than they have,
/// whatever they say: from the first thing that cannot be so, ok() is false and everything reads as zero or
/// empty.
class Unpacker {
 public:
  /// @param bytes must outlive the Unpacker
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  template <Packable T>
  [[nodiscard]] T number() {
    using Bits = PackedBits<T>;
    if (!has(sizeof(Bits))) return T{};
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof(Bits); ++i)
      bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest_[i])) << (8 * i);
    rest_.remove_prefix(sizeof(Bits));
    return std::bit_cast<T>(static_cast<Bits>(bits));
  }
  [[nodiscard]] std::string text() {
    const auto size = number<std::uint64_t>();
    if (!has(size)) return {};
    std::string value(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return value;
  }
  template <Packable T>
  [[nodiscard]] std::vector<T> list() {
    const auto size = number<std::uint64_t>();
    std::vector<T> values;
    if (size > rest_.size() / sizeof(T)) {
      fail();
      return values;
    }
    values.reserve(size);
    for (std::uint64_t i = 0; i < size; ++i) values.push_back(number<T>());
    return values;
  }
  [[nodiscard]] bool ok() const { return ok_; }
  /// Everything was read, and nothing was amiss.
  [[nodiscard]] bool finished() const { return ok_ && rest_.empty(); }

 private:
  bool has(std::uint64_t size) {
    if (size > rest_.size()) fail();
    return ok_;
  }
  void fail() {
    ok_ = false;
    rest_ = {};
  }
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace chorus
