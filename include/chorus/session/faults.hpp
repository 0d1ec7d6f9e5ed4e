// Faults on purpose, to test what becomes of a job in which something breaks. They exist in builds with
// -DCHORUS_FAULTS=ON alone; in others nothing of this is compiled in. The environment variable CHORUS_FAULT
// says what happens on one rank when it enters a phase (session/phase_clock.hpp; summary.json lists the
// phases):
//
//   throw:PHASE:RANK[:STATUS]  an exception: chorus::Error of that exit status, or without one a
//                              std::runtime_error (status 1)
//   hang:PHASE:RANK            the main thread sleeps for ever
//   stop:PHASE:RANK            the process stops itself (SIGSTOP), all its threads with it
//   kill:PHASE:RANK            the process kills itself (SIGKILL)
//   alloc:PHASE:RANK:N         from there on, the N-th call of operator new fails (std::bad_alloc), N = 1, 2
//   ...
//
// For example: CHORUS_FAULT=hang:lloyd:1 mpirun -n 3 chorus cluster songs.csv --hang-timeout 5s
#pragma once

#include <string_view>

namespace chorus::session::faults {

#ifdef CHORUS_FAULTS
/// Whether this build has them.
inline constexpr bool kCompiledIn = true;
/// Local. What CHORUS_FAULT asks for, if this is the phase and the rank, the first time.
void reached(std::string_view phase, int rank);
#else
inline constexpr bool kCompiledIn = false;
inline void reached(std::string_view, int) {}
#endif

}  // namespace chorus::session::faults
