#include "chorus/comm/agree.hpp"

#include <algorithm>
#include <array>
#include <new>

namespace chorus::comm {

Error to_error(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return {Exit::kMemory,
            "memory was refused: use more ranks, or ask the scheduler for more memory per rank"};
  } catch (const std::exception& error) {
    return {Exit::kBug, std::string("internal error (") + error.what() + "): please report it"};
  } catch (...) {
    return {Exit::kBug, "internal error (unknown exception): please report it"};
  }
}

void agree(const Communicator& comm, const std::exception_ptr& failure) {
  const auto nobody = static_cast<std::int64_t>(comm.size());
  const auto lowest = comm.min_of<std::int64_t>(failure ? comm.rank() : nobody);
  if (lowest == nobody) return;
  const int root = static_cast<int>(lowest);
  std::string message;
  std::int64_t status = 0;
  if (comm.rank() == root) {
    const Error error = to_error(failure);
    message = error.what();
    status = static_cast<std::int64_t>(error.status());
  }
  comm.broadcast(std::span<std::int64_t>(&status, 1), root);
  message = comm.broadcast(std::move(message), root);
  throw AgreedError(static_cast<Exit>(status), message);
}

}  // namespace chorus::comm
