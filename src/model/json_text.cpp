#include "chorus/model/json_text.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace chorus::model {
namespace {

using Json = nlohmann::ordered_json;

class Printer {
 public:
  explicit Printer(Letters letters) : ascii_(letters == Letters::kAscii) {}

  void print(const Json& value, std::size_t indent) {
    const bool nested =
        std::any_of(value.begin(), value.end(), [](const Json& v) { return v.is_structured(); });
    if (!value.is_object() && !nested) {
      text += line(value);
      return;
    }
    text += value.is_object() ? "{" : "[";
    std::string_view separator = "\n";
    for (const auto& [key, item] : value.items()) {
      text += separator;
      text.append(indent + 1, ' ');
      if (value.is_object()) text += line(Json(key)) + ": ";
      print(item, indent + 1);
      separator = ",\n";
    }
    if (!value.empty()) text.append(1, '\n').append(indent, ' ');
    text += value.is_object() ? "}" : "]";
  }

  std::string text;

 private:
  [[nodiscard]] std::string line(const Json& value) const {
    return value.dump(-1, ' ', ascii_, Json::error_handler_t::replace);
  }
  bool ascii_;
};

}  // namespace

std::string json_text(const Json& value, Letters letters) {
  Printer printer(letters);
  printer.print(value, 0);
  return printer.text + '\n';
}

}  // namespace chorus::model
