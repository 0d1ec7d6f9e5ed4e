// Strict reading of JSON fields: a key that is missing, of another type or out of range is an Error, where
// the library's own conversions would cut or wrap the value.
#pragma once

#include <nlohmann/json.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace chorus::model::fields {

using Json = nlohmann::ordered_json;

/// What is wrong, in words; the reader's entry point makes it an Error with the path.
class BadField : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

template <class T>
struct Reader;

/// The value of a key. Throws BadField.
template <class T>
[[nodiscard]] T get(const Json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  if (!object.is_object() || found == object.end()) throw BadField(std::string("it has no \"") + key + '"');
  try {
    return Reader<T>::read(*found);
  } catch (const BadField& inner) {
    throw BadField(std::string("in \"") + key + "\": " + inner.what());
  }
}

template <std::integral T>
struct Reader<T> {
  static T read(const Json& value) {
    if (value.is_number_unsigned() && std::in_range<T>(value.get<std::uint64_t>())) {
      return static_cast<T>(value.get<std::uint64_t>());
    }
    if (value.is_number_integer() && !value.is_number_unsigned() &&
        std::in_range<T>(value.get<std::int64_t>())) {
      return static_cast<T>(value.get<std::int64_t>());
    }
    throw BadField("a whole number of its range was expected");
  }
};

/// null stands for a number that is not finite.
template <>
struct Reader<double> {
  static double read(const Json& value) {
    if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
    if (!value.is_number()) throw BadField("a number was expected");
    return value.get<double>();
  }
};

template <>
struct Reader<std::string> {
  static std::string read(const Json& value) {
    if (!value.is_string()) throw BadField("a text was expected");
    return value.get<std::string>();
  }
};

template <class T>
struct Reader<std::vector<T>> {
  static std::vector<T> read(const Json& value) {
    if (!value.is_array()) throw BadField("a list was expected");
    std::vector<T> items;
    items.reserve(value.size());
    for (const Json& item : value) items.push_back(Reader<T>::read(item));
    return items;
  }
};

template <class T>
struct Reader<std::map<std::string, T>> {
  static std::map<std::string, T> read(const Json& value) {
    if (!value.is_object()) throw BadField("an object was expected");
    std::map<std::string, T> items;
    for (const auto& [key, item] : value.items()) items[key] = Reader<T>::read(item);
    return items;
  }
};

/// An object or list as it is.
template <>
struct Reader<Json> {
  static Json read(const Json& value) { return value; }
};

}  // namespace chorus::model::fields
