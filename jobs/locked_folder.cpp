#include "locked_folder.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/files/abandoned.hpp"
#include "results_folder.hpp"

namespace chorus::jobs {

LockedFolder::LockedFolder(const comm::Communicator& comm, const std::filesystem::path& folder,
                           const Console& console)
    : comm_(comm) {
  comm::agree_on(comm, [&] {
    if (!comm.is_root()) return;
    make_folder(folder);
    lock_ = std::make_unique<files::FolderLock>(folder);
    for (const char* part : {"", "checkpoint", "plots", "tables"}) files::remove_abandoned(folder / part);
  });
  if (lock_ && !lock_->taken_from().empty())
    console.say("lock        taken over in " + folder.string() + " from " + lock_->taken_from() +
                ", which is gone");
}

void LockedFolder::require_still_held() const {
  comm::agree_on(comm_, [&] {
    if (lock_) lock_->require_still_held();
  });
}

}  // namespace chorus::jobs
