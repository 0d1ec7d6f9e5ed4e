#include "chorus/csv/foreign_file.hpp"

#include <array>
#include <cstddef>

namespace chorus::csv {

namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  std::string_view name;
};

// UTF-32LE's mark begins with UTF-16LE's.
constexpr std::array kByteOrderMarks = {
    Signature{"\xFF\xFE\0\0"sv, "UTF-32LE"}, Signature{"\0\0\xFE\xFF"sv, "UTF-32BE"},
    Signature{"\xFF\xFE"sv, "UTF-16LE"}, Signature{"\xFE\xFF"sv, "UTF-16BE"}};

constexpr std::array kCompressed = {Signature{"\x1F\x8B"sv, "gzip"}, Signature{"PK\3\4"sv, "zip or xlsx"},
                                    Signature{"\x28\xB5\x2F\xFD"sv, "zstd"},
                                    Signature{"\xFD\x37zXZ\0"sv, "xz"}, Signature{"BZh9"sv, "bzip2"}};

constexpr std::array kBinary = {Signature{"\x89HDF\r\n"sv, "HDF5"}, Signature{"PAR1"sv, "Parquet"}};

template <std::size_t N>
std::string_view name_of(std::string_view front, const std::array<Signature, N>& signatures) {
  for (const Signature& signature : signatures) {
    if (front.starts_with(signature.bytes)) return signature.name;
  }
  return {};
}

/// The share of NULs among the bytes first, first + step, first + 2 step, ... Needs first < text.size().
double nul_share(std::string_view text, std::size_t first, std::size_t step) {
  std::size_t nuls = 0;
  std::size_t all = 0;
  for (std::size_t at = first; at < text.size(); at += step, ++all) nuls += text[at] == '\0' ? 1U : 0U;
  return static_cast<double>(nuls) / static_cast<double>(all);
}

/// Without a byte order mark: headers are mostly ASCII, whose high bytes are 0.
std::string_view wide_encoding(std::string_view front) {
  const std::string_view text = front.substr(0, 256);
  if (text.size() < 4) return {};
  const auto mostly = [&](std::size_t first, std::size_t step) {
    return nul_share(text, first, step) > 0.75;
  };
  const auto hardly = [&](std::size_t first, std::size_t step) {
    return nul_share(text, first, step) < 0.25;
  };
  if (hardly(0, 4) && mostly(1, 4) && mostly(2, 4) && mostly(3, 4)) return "UTF-32LE";
  if (mostly(0, 4) && mostly(1, 4) && mostly(2, 4) && hardly(3, 4)) return "UTF-32BE";
  if (hardly(0, 2) && mostly(1, 2)) return "UTF-16LE";
  if (mostly(0, 2) && hardly(1, 2)) return "UTF-16BE";
  return {};
}

}  // namespace

std::optional<ForeignFile> recognise_foreign_file(std::string_view front) {
  std::string_view encoding = name_of(front, kByteOrderMarks);
  if (encoding.empty()) encoding = wide_encoding(front);
  if (!encoding.empty()) {
    const std::string name(encoding);
    return ForeignFile{"the file is in " + name,
                       "convert it, for instance with iconv -f " + name + " -t UTF-8"};
  }
  if (const std::string_view name = name_of(front, kCompressed); !name.empty()) {
    return ForeignFile{"the file is compressed (" + std::string(name) + ")", "decompress it first"};
  }
  if (const std::string_view name = name_of(front, kBinary); !name.empty()) {
    return ForeignFile{"the file is " + std::string(name) + ", not CSV", "give a CSV file here"};
  }
  return std::nullopt;
}

}  // namespace chorus::csv
