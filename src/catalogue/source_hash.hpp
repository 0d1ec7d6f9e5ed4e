// The hash by which a source file is known again: XXH3-128 over the XXH3-128 of its 1 MiB chunks.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace chorus::catalogue {

class SourceHasher {
 public:
  SourceHasher();
  ~SourceHasher();
  SourceHasher(const SourceHasher&) = delete;
  SourceHasher& operator=(const SourceHasher&) = delete;

  /// The next bytes of the file; the result does not depend on how it is divided into calls.
  void add(std::span<const char> bytes);
  /// 32 hex digits. The last chunk may be shorter; a file of 0 bytes has no chunk.
  [[nodiscard]] std::string hex();

 private:
  void end_chunk();
  struct State;
  std::unique_ptr<State> state_;
  std::size_t in_chunk_ = 0;
};

}  // namespace chorus::catalogue
