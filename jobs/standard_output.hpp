// Standard output as a contract: what could not be written is noticed, and a reader that has gone is no
// error.
#pragma once

#include "chorus/comm/communicator.hpp"

#include <string_view>

namespace chorus::jobs {

/// Local, first of all in main. A write into a pipe that nobody reads shall fail and not end the process; and
/// the numbers of streams that were closed when the program started (`>&-`) shall not be given to its files.
void prepare_standard_streams();

/// Local. Writes to standard output, at once. A failure is kept for finish_output, so that a job that has
/// hours of work in its files does not end for the sake of its words; what comes after it is not written.
void write_output(std::string_view bytes) noexcept;

/// Collective, when all is said. Throws AgreedError(kIo) on every rank if a rank's words were lost, unless
/// they went into a pipe whose reader had gone (`| head -1`). Under mpirun and srun the ranks write to the
/// launcher; what that loses, only it can tell.
void finish_output(const comm::Communicator& comm);

}  // namespace chorus::jobs
