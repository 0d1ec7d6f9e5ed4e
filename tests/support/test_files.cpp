#include "support/test_files.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace chorus::test {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "chorus-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void write_file(const fs::path& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::optional<fs::path> shared_folder() {
  fs::path folder;
  if (const char* given = std::getenv("CHORUS_SHARED")) {
    folder = given;
  } else if (const char* source = std::getenv("CHORUS_TEST_SOURCE")) {
    folder = fs::path(source) / ".." / "shared";
  }
  if (folder.empty() || !fs::is_directory(folder / "catalogues")) return std::nullopt;
  return fs::canonical(folder);
}

}  // namespace chorus::test
