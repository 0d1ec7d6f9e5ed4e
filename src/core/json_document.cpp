#include "chorus/core/json_document.hpp"

#include "chorus/core/bounded_text.hpp"
#include "chorus/core/error.hpp"
#include "json_build.hpp"

#include <fmt/format.h>

#include <type_traits>
#include <utility>

namespace chorus {
namespace {

/// A value in a message; texts are not repeated there.
std::string shown(const json::Node& node) {
  if (node.object() != nullptr) return "an object";
  if (const json::List* list = node.list()) return "a list of " + std::to_string(list->size());
  if (node.text() != nullptr) return "a text";
  const auto text = [](const auto& value) -> std::string {
    if constexpr (std::is_arithmetic_v<std::decay_t<decltype(value)>>) return fmt::format("{}", value);
    return "null";
  };
  return std::visit(text, node.value);
}

/// As a signed number; nothing where it is no whole number or beyond them.
std::optional<std::int64_t> as_signed(const json::Node& node) {
  if (const auto* value = std::get_if<std::int64_t>(&node.value)) return *value;
  const auto* value = std::get_if<std::uint64_t>(&node.value);
  if (value == nullptr || !std::in_range<std::int64_t>(*value)) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

template <class T>
std::string range_text(T least, T most) {
  return fmt::format("a whole number from {} to {}", least, most);
}

}  // namespace

Error JsonSource::refusal(const std::string& what) const {
  return {Exit::kInput, describe(problem, path + ": " + what, advice)};
}

bool JsonValue::is_null() const {
  return std::holds_alternative<std::monostate>(value_->value);
}

bool JsonValue::is_list() const {
  return value_->list() != nullptr;
}

std::optional<JsonValue> JsonValue::find(std::string_view key) const {
  if (value_->object() == nullptr) refuse("an object");
  for (const json::Member& member : *value_->object()) {
    if (member.key == key) return JsonValue{*document_, member.value};
  }
  return std::nullopt;
}

JsonValue JsonValue::at(std::string_view key) const {
  if (const auto found = find(key)) return *found;
  const std::string place = json::place_of(*document_->root_, *value_);
  throw document_->source_.refusal((place.empty() ? "it" : place) + " has no \"" + std::string(key) + '"');
}

std::size_t JsonValue::list_size() const {
  if (value_->list() == nullptr) refuse("a list");
  return value_->list()->size();
}

JsonValue JsonValue::item(std::size_t i) const {
  return {*document_, (*value_->list())[i]};
}

std::size_t JsonValue::object_size() const {
  if (value_->object() == nullptr) refuse("an object");
  return value_->object()->size();
}

const std::string& JsonValue::key(std::size_t i) const {
  return (*value_->object())[i].key;
}

JsonValue JsonValue::member(std::size_t i) const {
  return {*document_, (*value_->object())[i].value};
}

const std::string& JsonValue::text() const {
  if (value_->text() == nullptr) refuse("a text");
  return *value_->text();
}

bool JsonValue::flag() const {
  const auto* value = std::get_if<bool>(&value_->value);
  if (value == nullptr) refuse("true or false");
  return *value;
}

double JsonValue::number() const {
  if (is_null()) return std::numeric_limits<double>::quiet_NaN();
  if (const auto* value = std::get_if<double>(&value_->value)) return *value;
  if (const auto* value = std::get_if<std::int64_t>(&value_->value)) return static_cast<double>(*value);
  const auto* value = std::get_if<std::uint64_t>(&value_->value);
  if (value == nullptr) refuse("a number");
  return static_cast<double>(*value);
}

void JsonValue::refuse(const std::string& expected) const {
  const std::string place = json::place_of(*document_->root_, *value_);
  throw document_->source_.refusal((place.empty() ? "it" : place) + " is " + shown(*value_) + ", expected " +
                                   expected);
}

std::int64_t JsonValue::signed_whole(std::int64_t least, std::int64_t most) const {
  const auto value = as_signed(*value_);
  if (!value || *value < least || *value > most) refuse(range_text(least, most));
  return *value;
}

std::uint64_t JsonValue::unsigned_whole(std::uint64_t least, std::uint64_t most) const {
  const auto* value = std::get_if<std::uint64_t>(&value_->value);
  if (value == nullptr || *value < least || *value > most) refuse(range_text(least, most));
  return *value;
}

JsonDocument::JsonDocument(std::string_view text, JsonSource source) : source_(std::move(source)) {
  auto built = json::build(text);
  if (const auto* problem = std::get_if<std::string>(&built)) throw source_.refusal(*problem);
  root_ = std::make_unique<json::Node>(std::move(std::get<json::Node>(built)));
}

JsonDocument::~JsonDocument() = default;

std::string read_json_text(const JsonSource& source, std::size_t most) {
  const auto unreadable = [&] {
    return Error(Exit::kIo,
                 describe("cannot read the file", source.path, "check that it is there and its permissions"));
  };
  std::error_code failure;
  const auto status = std::filesystem::status(source.path, failure);
  if (failure || !std::filesystem::exists(status)) throw unreadable();
  if (!std::filesystem::is_regular_file(status)) throw source.refusal("it is not a regular file");
  auto text = read_bounded_text(source.path, most);
  if (!text) throw unreadable();
  if (!text->whole) {
    throw source.refusal("it is larger than the " + std::to_string(most) + " bytes that are read");
  }
  return std::move(text->bytes);
}

}  // namespace chorus
