// Structs from a JSON document, by their fields() (stored_fields.hpp): the reverse of json_form.hpp. Each
// throws Error(kInput) where the document holds something else.
#pragma once

#include "chorus/core/json_document.hpp"
#include "chorus/report/stored_fields.hpp"

#include <map>
#include <string>
#include <vector>

namespace chorus::report {

// A list of structs needs the form of a struct, and a struct that of a list.
template <class T>
requires std::is_class_v<T>
void read_value(JsonValue json, T& value);

inline void read_value(JsonValue json, double& value) {
  value = json.number();
}
template <std::integral T>
void read_value(JsonValue json, T& value) {
  value = json.whole<T>();
}
inline void read_value(JsonValue json, std::string& value) {
  value = json.text();
}
template <class T>
void read_value(JsonValue json, std::vector<T>& values) {
  values.clear();
  values.reserve(json.list_size());
  for (std::size_t i = 0; i < json.list_size(); ++i) read_value(json.item(i), values.emplace_back());
}
template <class T>
void read_value(JsonValue json, std::map<std::string, T>& values) {
  values.clear();
  for (std::size_t i = 0; i < json.object_size(); ++i) read_value(json.member(i), values[json.key(i)]);
}
template <class T>
requires std::is_class_v<T>
void read_value(JsonValue json, T& value) {
  auto visit = [&](const char* name, auto& field) { read_value(json.at(name), field); };
  fields(visit, value);
}

}  // namespace chorus::report
