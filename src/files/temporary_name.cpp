#include "chorus/files/temporary_name.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <random>

namespace chorus::files {
namespace {

constexpr std::size_t kMostOfName = 40;
constexpr std::size_t kHostDigits = 8;
constexpr std::size_t kNumberDigits = 16;
constexpr std::string_view kEnd = ".partial";

/// FNV-1a.
std::uint32_t hash_of(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

std::uint32_t host_hash() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return hash_of(name.data());
}

std::uint64_t random_number() {
  std::random_device device;  // the kernel's; a file of that name is refused in any case
  return (std::uint64_t{device()} << 32U) | device();
}

/// The first bytes of the name; no character of UTF-8 is cut.
std::string_view beginning(std::string_view name) {
  if (name.size() <= kMostOfName) return name;
  std::size_t size = kMostOfName;
  while (size > 0 && (static_cast<unsigned char>(name[size]) & 0xC0U) == 0x80U) --size;
  return name.substr(0, size > 0 ? size : kMostOfName);
}

bool hexadecimal(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool decimal(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Takes what stands behind the last '-' off the text.
std::string_view take_last(std::string_view& text) {
  const auto at = text.rfind('-');
  if (at == std::string_view::npos) return {};
  const std::string_view last = text.substr(at + 1);
  text = text.substr(0, at);
  return last;
}

}  // namespace

std::filesystem::path temporary_name(const std::filesystem::path& final_path) {
  static const std::uint32_t host = host_hash();
  static std::atomic<std::uint64_t> number = random_number();
  const std::string name = final_path.filename().string();
  return final_path.parent_path() / fmt::format("{}{}-{:08x}-{}-{:016x}{}", kOwnPrefix, beginning(name), host,
                                                ::getpid(), number.fetch_add(1), kEnd);
}

TemporaryMaker maker_of(std::string_view name) {
  name.remove_suffix(kEnd.size());
  static_cast<void>(take_last(name));
  const std::string_view process = take_last(name);
  if (take_last(name) != fmt::format("{:08x}", host_hash())) return TemporaryMaker::kElsewhere;
  pid_t number = 0;
  const auto [end, failure] = std::from_chars(process.data(), process.data() + process.size(), number);
  if (failure != std::errc() || number <= 0) return TemporaryMaker::kElsewhere;
  return ::kill(number, 0) == 0 || errno == EPERM ? TemporaryMaker::kHere : TemporaryMaker::kGone;
}

bool is_temporary_name(std::string_view name) {
  if (!name.starts_with(kOwnPrefix) || !name.ends_with(kEnd)) return false;
  name.remove_suffix(kEnd.size());
  const std::string_view number = take_last(name);
  const std::string_view process = take_last(name);
  const std::string_view host = take_last(name);
  return number.size() == kNumberDigits && hexadecimal(number) && decimal(process) &&
         host.size() == kHostDigits && hexadecimal(host) && name.size() >= kOwnPrefix.size();
}

}  // namespace chorus::files
