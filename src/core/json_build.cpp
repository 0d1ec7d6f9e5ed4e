#include "json_build.hpp"

#include "chorus/core/json_document.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace chorus::json {
namespace {

/// A key in a message: short, and nothing in it steers a terminal.
std::string shown_key(std::string_view key) {
  constexpr std::size_t kMost = 40;
  std::string shown;
  for (const char c : key.substr(0, kMost)) shown += c >= 0x20 && c < 0x7F ? c : '?';
  return key.size() > kMost ? shown + "..." : shown;
}

template <class T>
const T* part(const Node& node) {
  const auto* owned = std::get_if<std::unique_ptr<T>>(&node.value);
  return owned == nullptr ? nullptr : owned->get();
}

/// Appends the place of `wanted` below `at`. As deep as the tree, which is bounded.
bool find_place(const Node& at, const Node& wanted, std::string& place) {
  if (&at == &wanted) return true;
  const std::size_t before = place.size();
  if (const Object* members = at.object()) {
    for (const Member& member : *members) {
      place.append(place.empty() ? "" : ".").append(shown_key(member.key));
      if (find_place(member.value, wanted, place)) return true;
      place.resize(before);
    }
  } else if (const List* items = at.list()) {
    for (std::size_t i = 0; i < items->size(); ++i) {
      const Node& item = (*items)[i];
      if (&item != &wanted && item.list() == nullptr && item.object() == nullptr) continue;
      place.append("[").append(std::to_string(i)).append("]");
      if (find_place(item, wanted, place)) return true;
      place.resize(before);
    }
  }
  return false;
}

/// "line L, column C" of a byte, both from 1.
std::string position(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte > 0 ? byte - 1 : 0);
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t end = before.rfind('\n');
  const std::size_t column = before.size() - (end == std::string_view::npos ? 0 : end + 1) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// Receives the events of nlohmann's parser, which itself does not recurse.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(std::string_view text) : text_(text) {}

  bool null() override { return put({}); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(std::int64_t{value}); }
  bool number_unsigned(number_unsigned_t value) override { return put(std::uint64_t{value}); }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& value) override { return put(std::make_unique<std::string>(std::move(value))); }
  bool binary(binary_t&) override { return fail("bytes where JSON was expected"); }
  bool start_object(std::size_t) override { return open(std::make_unique<Object>()); }
  bool start_array(std::size_t) override { return open(std::make_unique<List>()); }
  bool key(string_t& key) override {
    key_ = std::move(key);
    return true;
  }
  bool end_object() override {
    std::vector<std::string_view> keys;
    for (const Member& member : *open_.back()->object()) keys.emplace_back(member.key);
    std::sort(keys.begin(), keys.end());
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    if (twice != keys.end()) {
      const std::string place = place_of(tree_, *open_.back());
      return fail("the key \"" + shown_key(*twice) + "\" stands twice" +
                  (place.empty() ? "" : " in " + place));
    }
    open_.pop_back();
    return true;
  }
  bool end_array() override {
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception& error) override {
    constexpr int kNoDouble = 406;  // nlohmann's number for a number beyond all doubles
    return fail((error.id == kNoDouble ? "a number that is no double, at " : "this is not JSON, at ") +
                position(text_, byte));
  }

  [[nodiscard]] std::variant<Node, std::string> take() {
    if (problem_.empty()) return std::move(tree_);
    return std::move(problem_);
  }

 private:
  bool fail(std::string what) {
    problem_ = std::move(what);
    return false;
  }
  /// Adds a value to the innermost list or object. It is where it stays until that one ends.
  Node& add(Node::Value value) {
    if (open_.empty()) {
      tree_.value = std::move(value);
      return tree_;
    }
    Node::Value& around = open_.back()->value;
    if (auto* list = std::get_if<std::unique_ptr<List>>(&around)) {
      (*list)->push_back(Node{std::move(value)});
      return (*list)->back();
    }
    Object& object = *std::get<std::unique_ptr<Object>>(around);
    object.push_back(Member{std::move(key_), Node{std::move(value)}});
    return object.back().value;
  }
  bool put(Node::Value value) {
    add(std::move(value));
    return true;
  }
  bool open(Node::Value value) {
    if (open_.size() >= JsonLimits::kDepth) {
      return fail("lists and objects are nested deeper than " + std::to_string(JsonLimits::kDepth));
    }
    open_.push_back(&add(std::move(value)));
    return true;
  }

  std::string_view text_;
  Node tree_;
  std::vector<Node*> open_;
  std::string key_;
  std::string problem_;
};

}  // namespace

const std::string* Node::text() const {
  return part<std::string>(*this);
}
const List* Node::list() const {
  return part<List>(*this);
}
const Object* Node::object() const {
  return part<Object>(*this);
}

std::string place_of(const Node& tree, const Node& wanted) {
  std::string place;
  find_place(tree, wanted, place);
  return place;
}

std::variant<Node, std::string> build(std::string_view text) {
  if (text.size() > JsonLimits::kBytes) return "it is larger than a file of this kind can be";
  Builder builder(text);
  nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  return builder.take();
}

}  // namespace chorus::json
