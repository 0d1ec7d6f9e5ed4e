#include "results_folder.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/whole_file.hpp"

#include <system_error>

namespace chorus::jobs {

namespace fs = std::filesystem;

namespace {

void prepare(const fs::path& folder, Existing existing) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure || !fs::is_directory(folder, failure)) {
    throw Error(Exit::kIo, describe("cannot make the results folder: " + failure.message(), folder.string(),
                                    "choose another with -o"));
  }
  const bool empty = fs::is_empty(folder, failure);
  if (failure) {
    throw Error(Exit::kIo, describe("cannot look into the results folder: " + failure.message(),
                                    folder.string(), "check its permissions"));
  }
  if (!empty && existing == Existing::kRefuse) {
    throw Error(Exit::kInput,
                describe("the results folder is not empty", folder.string(),
                         "use --overwrite to replace what is there, or another folder with -o"));
  }
  // Better now than after hours of work.
  const fs::path probe = folder / ".chorus-can-write";
  write_whole_file(probe, "");
  fs::remove(probe, failure);
}

}  // namespace

void prepare_folder(const comm::Communicator& comm, const fs::path& folder, Existing existing) {
  comm::agree_on(comm, [&] {
    if (comm.is_root()) prepare(folder, existing);
  });
}

void write_result(const comm::Communicator& comm, const fs::path& path, std::string_view bytes) {
  comm::agree_on(comm, [&] {
    if (comm.is_root()) write_whole_file(path, bytes);
  });
}

}  // namespace chorus::jobs
