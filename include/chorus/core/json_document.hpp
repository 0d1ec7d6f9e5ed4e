// JSON that comes from a file, and may be damaged or forged: read within limits, and looked at through a
// layer that checks every type and range and says in one line what is wrong and where. Local.
//
// What is refused at once: more than JsonLimits::kBytes, lists and objects nested deeper than
// JsonLimits::kDepth, a key that stands twice in an object, bytes that are not UTF-8, a number that is no
// double. Memory is at most a fixed multiple of the text.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chorus {

class Error;
namespace json {
struct Node;
}

struct JsonLimits {
  static constexpr std::size_t kBytes = std::size_t{1} << 30U;
  static constexpr std::size_t kDepth = 64;
};

/// Which file a document is from, for errors: PROBLEM (PATH: what is wrong) ADVICE.
struct JsonSource {
  std::string path;
  std::string problem;  ///< for example "the report's data are damaged"
  std::string advice;

  /// An Error(kInput) that says so.
  [[nodiscard]] Error refusal(const std::string& what) const;
};

class JsonDocument;

/// A value of a document. Small: pass it by value. Valid as long as its document. All that are not
/// [[noreturn]] or a question throw Error(kInput), with the value's place ("density.side is 3000, expected
/// ..."), where the value is not what was asked for.
class JsonValue {
 public:
  [[nodiscard]] bool is_null() const;
  [[nodiscard]] bool is_list() const;

  /// The value of a key of an object.
  [[nodiscard]] JsonValue at(std::string_view key) const;
  /// Nothing where the object has no such key.
  [[nodiscard]] std::optional<JsonValue> find(std::string_view key) const;

  /// The entries of a list.
  [[nodiscard]] std::size_t list_size() const;
  /// @pre i < list_size()
  [[nodiscard]] JsonValue item(std::size_t i) const;

  /// The entries of an object, in the order of the text.
  [[nodiscard]] std::size_t object_size() const;
  /// @pre i < object_size()
  [[nodiscard]] const std::string& key(std::size_t i) const;
  [[nodiscard]] JsonValue member(std::size_t i) const;

  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] bool flag() const;
  /// null stands for a number that is not finite, and reads as NaN.
  [[nodiscard]] double number() const;
  /// A whole number from `least` to `most`, written without a point or an exponent.
  template <std::integral T>
  requires(!std::same_as<T, bool>) [[nodiscard]] T
      whole(T least = std::numeric_limits<T>::min(), T most = std::numeric_limits<T>::max()) const {
    if constexpr (std::unsigned_integral<T>) {
      return static_cast<T>(unsigned_whole(least, most));
    } else {
      return static_cast<T>(signed_whole(least, most));
    }
  }

  /// Ends in the Error "PLACE is VALUE, expected EXPECTED".
  [[noreturn]] void refuse(const std::string& expected) const;

 private:
  friend class JsonDocument;
  JsonValue(const JsonDocument& document, const json::Node& value) : document_(&document), value_(&value) {}
  [[nodiscard]] std::int64_t signed_whole(std::int64_t least, std::int64_t most) const;
  [[nodiscard]] std::uint64_t unsigned_whole(std::uint64_t least, std::uint64_t most) const;

  const JsonDocument* document_;
  const json::Node* value_;
};

class JsonDocument {
 public:
  /// Reads the text, of which nothing is kept. Throws Error(kInput).
  JsonDocument(std::string_view text, JsonSource source);
  ~JsonDocument();
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  [[nodiscard]] JsonValue root() const { return {*this, *root_}; }
  [[nodiscard]] const JsonSource& source() const { return source_; }

 private:
  friend class JsonValue;
  JsonSource source_;
  std::unique_ptr<const json::Node> root_;
};

/// The bytes of the file that `source` names, for a JsonDocument: at most `most` of them, so that a huge file
/// takes no memory. Throws Error: kIo where it cannot be read, kInput where it is no regular file or larger.
[[nodiscard]] std::string read_json_text(const JsonSource& source, std::size_t most = JsonLimits::kBytes);

}  // namespace chorus
