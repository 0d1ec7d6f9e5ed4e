// A labelled CSV against what an export would write. Local.
#pragma once

#include "source_file.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace chorus::catalogue {

class LabelledComparison {
 public:
  /// Throws Error(kIo).
  explicit LabelledComparison(const std::filesystem::path& file) : file_(file) {}

  /// Throws Error: kInput, with the line, unless these are the file's next bytes; kIo.
  void expect(std::span<const char> bytes);
  /// Throws Error(kInput) unless the file ends here.
  void expect_end() const;

 private:
  [[noreturn]] void refuse() const;

  SourceFile file_;
  std::vector<char> read_;
  std::uint64_t at_ = 0;    // bytes that were equal
  std::uint64_t line_ = 1;  // in which the next byte stands
};

}  // namespace chorus::catalogue
