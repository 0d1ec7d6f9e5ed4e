#include "shared_staged_file.hpp"

#include "chorus/comm/agree.hpp"

namespace chorus::catalogue {

using comm::agree_on;

SharedStagedFile::SharedStagedFile(const comm::Communicator& comm, const std::filesystem::path& path)
    : comm_(comm) {
  agree_on(comm, [&] {
    if (comm.is_root()) staged_.emplace(path);
  });
  const std::string temporary = comm.broadcast(staged_ ? staged_->temporary().string() : std::string(), 0);
  agree_on(comm, [&] { part_.emplace(temporary, path); });
}

void SharedStagedFile::append(std::span<const char> bytes) {
  const auto mine = static_cast<std::int64_t>(bytes.size());
  std::uint64_t offset = size_;
  int rank = 0;
  for (const std::int64_t part : comm_.all_gather(mine)) {
    if (rank++ < comm_.rank()) offset += static_cast<std::uint64_t>(part);
    size_ += static_cast<std::uint64_t>(part);
  }
  // Room for the round is taken first, so that a full disk is found before anyone writes.
  agree_on(comm_, [&] {
    if (staged_) staged_->reserve(size_);
  });
  agree_on(comm_, [&] { part_->write(offset, bytes); });
}

std::uint64_t SharedStagedFile::commit() {
  agree_on(comm_, [&] { part_->store(); });
  agree_on(comm_, [&] {
    if (staged_) staged_->commit(files::Durability::kDurable);
  });
  return size_;
}

}  // namespace chorus::catalogue
