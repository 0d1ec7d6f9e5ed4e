// Structs to JSON, by their fields() (stored_fields.hpp). What is no finite number becomes null; text is made
// valid UTF-8. src/report/stored_values.hpp reads it.
#pragma once

#include "chorus/report/stored_fields.hpp"
#include "chorus/report/text.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace chorus::report {

using Json = nlohmann::ordered_json;

// A list of structs needs the form of a struct, and a struct that of a list: both are declared first.
template <class T>
requires std::is_class_v<T> Json to_json_form(const T& value);

inline Json to_json_form(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}
template <std::integral T>
Json to_json_form(T value) {
  return Json(value);
}
inline Json to_json_form(const std::string& value) {
  return Json(display_text(value));
}
template <std::integral T>
Json to_json_form(const std::vector<T>& values) {
  return Json(values);  // at once: counts are many
}
template <class T>
Json to_json_form(const std::vector<T>& values) {
  Json list = Json::array();
  list.get_ref<Json::array_t&>().reserve(values.size());
  for (const T& value : values) list.push_back(to_json_form(value));
  return list;
}
template <class T>
Json to_json_form(const std::map<std::string, T>& values) {
  Json object = Json::object();
  for (const auto& [name, value] : values) object[display_text(name)] = to_json_form(value);
  return object;
}
template <class T>
requires std::is_class_v<T> Json to_json_form(const T& value) {
  Json object = Json::object();
  auto visit = [&](const char* name, const auto& field) { object[name] = to_json_form(field); };
  fields(visit, value);
  return object;
}

}  // namespace chorus::report
