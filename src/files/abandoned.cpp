#include "chorus/files/abandoned.hpp"

#include "chorus/core/list_folder.hpp"
#include "chorus/files/temporary_name.hpp"

#include <chrono>
#include <system_error>

namespace chorus::files {

namespace fs = std::filesystem;

void remove_abandoned(const fs::path& folder) noexcept {
  constexpr std::chrono::hours kLongAgo{1};
  try {
    std::error_code ignored;
    for (const std::string& name : list_folder(folder, ignored)) {
      if (!is_temporary_name(name)) continue;
      const TemporaryMaker maker = maker_of(name);
      const fs::file_time_type touched = fs::last_write_time(folder / name, ignored);
      const bool quiet = !ignored && fs::file_time_type::clock::now() - touched > kLongAgo;
      if (maker == TemporaryMaker::kGone || (maker == TemporaryMaker::kElsewhere && quiet))
        fs::remove(folder / name, ignored);
    }
  } catch (const std::exception&) {
    // They only take room.
  }
}

}  // namespace chorus::files
