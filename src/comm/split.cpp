// Work on some of the ranks while the others sleep.
#include "chorus/comm/communicator.hpp"
#include "chorus/core/error.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace chorus::comm {
namespace {

void check_split(int code, const char* operation) {
  if (code == MPI_SUCCESS) return;
  throw Error(Exit::kIo, describe(std::string("MPI failed in ") + operation, "",
                                  "check the network and the other ranks' output"));
}

}  // namespace

void Communicator::rest() const {
  using std::chrono::microseconds;
  constexpr microseconds kLongest{5000};
  const Wait wait(*pulse_);
  MPI_Request request = MPI_REQUEST_NULL;
  check_split(MPI_Ibarrier(handle_, &request), "ibarrier");
  for (microseconds pause{20};;) {
    int done = 0;
    check_split(MPI_Test(&request, &done, MPI_STATUS_IGNORE), "test");
    if (done != 0) return;
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, kLongest);
  }
}

std::optional<Communicator> Communicator::split(bool takes_part) const {
  MPI_Comm part = MPI_COMM_NULL;
  check_split(MPI_Comm_split(handle_, takes_part ? 0 : MPI_UNDEFINED, rank_, &part), "comm_split");
  if (part == MPI_COMM_NULL) return std::nullopt;
  Communicator made(part);
  made.freed_with_ = std::shared_ptr<void>(nullptr, [part](void*) {
    MPI_Comm handle = part;
    int ended = 0;
    MPI_Finalized(&ended);
    if (ended == 0) MPI_Comm_free(&handle);
  });
  return made;
}

}  // namespace chorus::comm
