// Where tests find and put files.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace chorus::test {

/// A folder of its own that is removed with its contents at the end of the scope. Local.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path file(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

void write_file(const std::filesystem::path& path, std::string_view bytes);
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// The folder `shared` beside the checkout, with material that is not part of the project, or nothing where
/// it is absent; tests that need it then skip. CHORUS_SHARED overrides the place.
[[nodiscard]] std::optional<std::filesystem::path> shared_folder();

}  // namespace chorus::test

/// Skips the current test, and says why, where the shared material is absent.
#define CHORUS_SHARED_OR_SKIP(variable)                                                      \
  const auto variable##_found = ::chorus::test::shared_folder();                             \
  if (!variable##_found) GTEST_SKIP() << "skipped: needs the folder ../shared, not present"; \
  const std::filesystem::path& variable = *variable##_found
