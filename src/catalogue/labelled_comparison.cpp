#include "labelled_comparison.hpp"

#include "chorus/core/error.hpp"

#include <algorithm>

namespace chorus::catalogue {

void LabelledComparison::expect(std::span<const char> bytes) {
  const std::uint64_t left = file_.size() - at_;
  read_.resize(std::min<std::uint64_t>(bytes.size(), left));
  file_.read(at_, read_);
  const auto [other, same] = std::mismatch(bytes.begin(), bytes.end(), read_.begin(), read_.end());
  line_ += static_cast<std::uint64_t>(std::count(bytes.begin(), other, '\n'));
  at_ += static_cast<std::uint64_t>(same - read_.begin());
  if (other != bytes.end()) refuse();
}

void LabelledComparison::expect_end() const {
  if (at_ != file_.size()) refuse();
}

void LabelledComparison::refuse() const {
  throw Error(Exit::kInput, describe("the labelled CSV does not hold the input's lines with their clusters",
                                     file_.path().string() + " line " + std::to_string(line_),
                                     "make the results anew, with --overwrite"));
}

}  // namespace chorus::catalogue
