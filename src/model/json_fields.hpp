// Values of a result from a JSON document: a key that is missing, of another type or out of range is an
// Error, where the library's own conversions would cut or wrap the value.
#pragma once

#include "chorus/core/json_document.hpp"

#include <concepts>
#include <map>
#include <string>
#include <vector>

namespace chorus::model::fields {

template <class T>
struct Reader;

/// The value of a key. Throws Error(kInput).
template <class T>
[[nodiscard]] T get(JsonValue object, const char* key) {
  return Reader<T>::read(object.at(key));
}

template <std::integral T>
struct Reader<T> {
  static T read(JsonValue value) { return value.whole<T>(); }
};

template <>
struct Reader<double> {
  static double read(JsonValue value) { return value.number(); }
};

template <>
struct Reader<std::string> {
  static std::string read(JsonValue value) { return value.text(); }
};

template <class T>
struct Reader<std::vector<T>> {
  static std::vector<T> read(JsonValue value) {
    std::vector<T> items;
    items.reserve(value.list_size());
    for (std::size_t i = 0; i < value.list_size(); ++i) items.push_back(Reader<T>::read(value.item(i)));
    return items;
  }
};

template <class T>
struct Reader<std::map<std::string, T>> {
  static std::map<std::string, T> read(JsonValue value) {
    std::map<std::string, T> items;
    for (std::size_t i = 0; i < value.object_size(); ++i)
      items[value.key(i)] = Reader<T>::read(value.member(i));
    return items;
  }
};

}  // namespace chorus::model::fields
