#include "npy_file.hpp"

#include "chorus/core/error.hpp"

#include <fmt/format.h>

#include <regex>

namespace chorus::bench {
namespace {

constexpr std::size_t kPreamble = 10;  // magic, version and a 16-bit header length

[[noreturn]] void refuse(const std::string& path, const std::string& problem) {
  throw Error(Exit::kInput, describe(problem, path, "use a C-ordered .npy of float32 rows or int32 labels"));
}

}  // namespace

NpyFile::NpyFile(const std::filesystem::path& path, const std::string& type)
    : path_(path.string()), file_(path, std::ios::binary) {
  if (!file_) throw Error(Exit::kIo, describe("cannot open the file", path_, ""));
  std::string start(12, '\0');
  if (!file_.read(start.data(), std::ssize(start)) || start.compare(0, 6, "\x93NUMPY") != 0)
    refuse(path_, "this is no .npy file");
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(start[i]));
  };
  std::size_t length = byte(8) | byte(9) << 8U;
  std::size_t at = kPreamble;
  if (byte(6) >= 2) {  // a 32-bit length
    length |= byte(10) << 16U | byte(11) << 24U;
    at = 12;
  }
  std::string header(length, '\0');
  file_.seekg(static_cast<std::streamoff>(at));
  if (!file_.read(header.data(), std::ssize(header))) refuse(path_, "the header is cut off");
  data_ = static_cast<std::streamoff>(at + length);
  std::smatch shape;
  static const std::regex kShape(R"('shape':\s*\((\d+),\s*(\d*)\))");
  if (header.find("'descr': '" + type + "'") == std::string::npos ||
      header.find("'fortran_order': False") == std::string::npos || !std::regex_search(header, shape, kShape))
    refuse(path_, "another type or shape than expected: " + header.substr(0, header.find('\n')));
  rows_ = std::stoll(shape[1]);
  if (shape[2].length() > 0) width_ = std::stoul(shape[2]);
}

void NpyFile::read_bytes(RowRange range, char* to) {
  const auto row_bytes = static_cast<std::streamoff>(4 * width_);
  file_.clear();
  file_.seekg(data_ + range.begin * row_bytes);
  if (!file_.read(to, range.size() * row_bytes))
    throw Error(Exit::kIo, describe("cannot read all rows", path_, ""));
}

std::string npy_header(RowIndex rows, std::size_t width) {
  std::string text =
      fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {}), }}", rows, width);
  // The values begin at a multiple of 64 bytes; the header ends in a line feed.
  text.append(63 - (kPreamble + text.size()) % 64, ' ');
  text += '\n';
  std::string start = "\x93NUMPY";
  start += '\x01';
  start += '\0';
  start += static_cast<char>(text.size() & 0xffU);
  start += static_cast<char>(text.size() >> 8U);
  return start + text;
}

}  // namespace chorus::bench
