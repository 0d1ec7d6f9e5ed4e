// Where the bytes of a labelled CSV go: into a new file, or beside those of one that is there. Local.
#pragma once

#include "chorus/files/staged_file.hpp"
#include "labelled_comparison.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>

namespace chorus::catalogue {

enum class LabelledPurpose : std::uint8_t {
  kWrite,    ///< the file appears whole or not at all
  kCompare,  ///< the file that is there has to hold the same bytes
};

struct LabelledTarget {
  std::filesystem::path file;
  LabelledPurpose purpose = LabelledPurpose::kWrite;
};

class LabelledSink {
 public:
  /// Throws Error(kIo).
  explicit LabelledSink(const LabelledTarget& to) {
    if (to.purpose == LabelledPurpose::kWrite) staged_.emplace(to.file);
    if (to.purpose == LabelledPurpose::kCompare) compared_.emplace(to.file);
  }

  /// The next bytes. Throws Error: kIo, and kInput where the file that is there holds others.
  void append(std::span<const char> bytes) {
    if (staged_) staged_->append(bytes);
    if (compared_) compared_->expect(bytes);
    bytes_ += bytes.size();
  }

  /// All were given. Calls `before_it_appears`, if there is one, before a new file gets its name. Returns the
  /// number of bytes. Throws as append().
  std::uint64_t finish(files::Durability durability, const std::function<void()>& before_it_appears) {
    if (compared_) compared_->expect_end();
    if (!staged_) return bytes_;
    const bool durable = durability == files::Durability::kDurable;
    if (durable) staged_->store();
    if (before_it_appears) before_it_appears();
    if (!durable) {
      staged_->commit(durability);
    } else {
      staged_->publish();
      files::store_folder(files::folder_of(staged_->path()));
    }
    return bytes_;
  }

 private:
  std::optional<files::StagedFile> staged_;
  std::optional<LabelledComparison> compared_;
  std::uint64_t bytes_ = 0;
};

}  // namespace chorus::catalogue
