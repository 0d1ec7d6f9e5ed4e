#include "chorus/files/results_files.hpp"

#include "chorus/files/temporary_name.hpp"

#include <algorithm>

namespace chorus::files {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

bool is_own_name(std::string_view name) {
  const auto is_name = [&](std::string_view own) { return same(name, own); };
  return same(name.substr(0, kOwnPrefix.size()), kOwnPrefix) || std::ranges::any_of(kResultsFiles, is_name) ||
         std::ranges::any_of(kResultsFolders, is_name);
}

}  // namespace chorus::files
