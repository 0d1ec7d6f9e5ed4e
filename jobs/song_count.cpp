#include "song_count.hpp"

#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/agree.hpp"
#include "song_file.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

namespace chorus::jobs {
namespace {

std::int64_t estimate_records(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = file ? static_cast<std::int64_t>(file.tellg()) : -1;
  if (size < 0) {
    throw Error(Exit::kIo, describe("cannot read the input: " + std::generic_category().message(errno),
                                    path.string(), "check the path and its permissions"));
  }
  std::string begin(static_cast<std::size_t>(std::min<std::int64_t>(size, 1 << 20)), '\0');
  file.seekg(0);
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  const auto lines = std::count(begin.begin(), begin.end(), '\n');
  if (lines < 2)
    throw Error(Exit::kInput, describe("no songs in the input", path.string(), "give a CSV with a header"));
  // The first line is the header.
  return static_cast<std::int64_t>(static_cast<double>(size) / static_cast<double>(begin.size()) *
                                   static_cast<double>(lines - 1));
}

}  // namespace

SongCount count_songs(const comm::Communicator& comm, const std::filesystem::path& input) {
  SongCount count;
  if (is_catalogue(comm, input)) {
    const catalogue::Catalogue catalogue = catalogue::Catalogue::open(comm, input);
    return {catalogue.info().rows, catalogue.info().width(), true};
  }
  comm::agree_on(comm, [&] {
    if (comm.is_root()) count.rows = estimate_records(input);
  });
  comm.broadcast(std::span<std::int64_t>(&count.rows, 1), 0);
  return count;
}

}  // namespace chorus::jobs
