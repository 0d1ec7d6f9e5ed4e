// A JSON text becomes a tree, within the limits of chorus/core/json_document.hpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chorus::json {

struct Member;
struct Node;
using List = std::vector<Node>;
using Object = std::vector<Member>;  ///< in the order of the text

/// A value of JSON, in 16 bytes. It moves and cannot be copied, so that no part of a large tree is there
/// twice.
struct Node {
  using Value = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double,
                             std::unique_ptr<std::string>, std::unique_ptr<List>, std::unique_ptr<Object>>;
  Value value;  ///< monostate is null; whole numbers that are not negative are uint64

  [[nodiscard]] const std::string* text() const;  ///< nullptr where it is no text; and so on
  [[nodiscard]] const List* list() const;
  [[nodiscard]] const Object* object() const;
};

struct Member {
  std::string key;
  Node value;
};

/// Where `wanted` stands in the tree: "density.side", "profiles[3].name", "" for the tree itself.
[[nodiscard]] std::string place_of(const Node& tree, const Node& wanted);

/// The tree of a text, or what is wrong with it.
[[nodiscard]] std::variant<Node, std::string> build(std::string_view text);

}  // namespace chorus::json
