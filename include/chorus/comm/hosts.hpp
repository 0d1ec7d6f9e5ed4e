// Whether ranks share what a host has for itself.
#pragma once

#include "chorus/comm/communicator.hpp"

namespace chorus::comm {

/// Collective. Whether all ranks are on one host, by the names that MPI gives.
[[nodiscard]] bool on_one_host(const Communicator& comm);

}  // namespace chorus::comm
