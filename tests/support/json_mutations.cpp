#include "support/json_mutations.hpp"

#include <nlohmann/json.hpp>

#include <iterator>

namespace chorus::test {
namespace {

using Json = nlohmann::ordered_json;
using Read = std::function<void(const std::string&, const std::string&)>;

const std::string& long_list() {
  static const std::string kLong = [] {
    std::string text = "[0";
    for (int i = 0; i < 3000; ++i) text += ",0";
    return text + "]";
  }();
  return kLong;
}

/// The text of `all`, in which `at` holds a mark, with `value` in the mark's place.
std::string with_value(const Json& all, const std::string& value) {
  std::string text = all.dump();
  const std::string mark = "\"@mark@\"";
  return text.replace(text.find(mark), mark.size(), value);
}

void mutate(Json& all, Json& at, const std::string& place, const Read& read);

void mutate_entries(Json& all, Json& at, const std::string& place, const Read& read) {
  if (at.is_object()) {
    for (auto& [key, value] : at.get_ref<Json::object_t&>()) mutate(all, value, place + "/" + key, read);
    for (std::size_t i = 0; i < at.size(); ++i) {
      const Json whole = at;
      const std::string key =
          std::next(at.get_ref<const Json::object_t&>().begin(), static_cast<std::ptrdiff_t>(i))->first;
      at.erase(key);
      read(all.dump(), place + " without " + key);
      at = whole;
      std::string twice = whole.dump();
      twice.insert(1, Json(key).dump() + ":" + whole.at(key).dump() + ",");
      at = "@mark@";
      read(with_value(all, twice), place + " with " + key + " twice");
      at = whole;
    }
  } else if (at.is_array() && !at.empty()) {
    mutate(all, at.front(), place + "/0", read);
    if (at.size() > 1) mutate(all, at.back(), place + "/last", read);
    const Json last = at.back();
    at.erase(at.size() - 1);
    read(all.dump(), place + " an entry short");
    at.push_back(last);
    at.push_back(last);
    read(all.dump(), place + " an entry long");
    at.erase(at.size() - 1);
  }
}

void mutate(Json& all, Json& at, const std::string& place, const Read& read) {
  const Json was = at;
  at = "@mark@";
  for (const std::string& value :
       {std::string("null"), std::string("-1"), std::string("1e30"), std::string("1.5"), std::string("\"\""),
        std::string("[]"), std::string("{}"), std::string("[[]]"), std::string("9223372036854775807"),
        std::string("1e999"), std::string(100, '[') + std::string(100, ']'), long_list()}) {
    read(with_value(all, value), place + " = " + value.substr(0, 20));
  }
  at = was;
  mutate_entries(all, at, place, read);
}

}  // namespace

void for_each_mutation(const std::string& text, const Read& read) {
  Json all = Json::parse(text);
  mutate(all, all, "", read);
}

}  // namespace chorus::test
