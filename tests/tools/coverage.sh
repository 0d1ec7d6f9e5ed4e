#!/usr/bin/env bash
# Which lines of the library and the program the tests run, and which branches of the reader, the checkpoint and the ways
# out: builds the preset coverage, runs the tests and prints the tables. Needs gcovr.
#   tests/tools/coverage.sh            builds, tests, prints; longer than the whole test command
#   tests/tools/coverage.sh --print    prints again what the last tests left
# It runs the quick tests, those of the program, and of tests/reliability the rules of --resume alone: in the others ranks
# are killed or abort, and such a rank writes no counters.
#
# Edges that only an exception takes are left out, and assertions. Not marked as such, and listed all the same, are
# - in a line with `catch` or behind one: the way on of an exception that is of none of the types named;
# - in lines that make or cut a text, or destroy what they made: std::string's own checks and its short form, of which GCC
#   leaves one side out or merges it with another line's;
# - in functions inlined into lines of others: edges told of the line that calls (csv/block, csv/records, source_blocks).
# What no counted test can run, and what runs it:
#   jobs/main.cpp                    comm.abort, where one rank alone fails         tests/reliability/fault.sh
#   jobs/main.cpp                    _Exit, where HDF5 could not close a file       tests/reliability/system_calls.py
#   src/session/watchdog.cpp         what it says before it ends the process        tests/reliability/hang.sh, fault.sh
#   src/session/stop_signals.cpp     a signal that came before release() kills      StopSignalsDeathTest, in a child
#   src/session/keeper.cpp, checkpoint_folder.cpp   a `catch` that does not fit: no other type is thrown there
set -euo pipefail
cd "$(dirname "$0")/../.."
build=build/coverage
command -v gcovr >/dev/null || { echo "gcovr is missing: apt-get install gcovr" >&2; exit 2; }

if [[ ${1:-} != --print ]]; then
  cmake --preset coverage >/dev/null
  cmake --build --preset coverage
  find $build -name '*.gcda' -delete
  for chosen in "-L quick|jobs" "-R ^reliability.resume_rules$"; do
    # shellcheck disable=SC2086 # two words
    ctest --preset coverage $chosen </dev/null || echo "coverage: some tests failed" >&2
  done
fi

gcovr --root . --filter 'src/' --filter 'jobs/' --filter 'include/chorus/' --exclude-throw-branches \
  --exclude-unreachable-branches --exclude-lines-by-pattern '.*\bassert\(.*' --json -o $build/coverage.json $build

show() {
  local title=$1
  shift
  echo
  echo "== $title"
  gcovr --root . -a $build/coverage.json --exclude-throw-branches "$@" --print-summary
}
show "lines: the library and the program" --filter 'src/' --filter 'jobs/'
show "branches: the reader" --branches --filter 'src/(csv/|catalogue/(find_columns|source_blocks))'
show "branches: the checkpoint" --branches --filter 'src/session/(checkpoint|keeper)' --filter 'jobs/resume'
show "branches: the ways out" --branches --filter 'jobs/main' --filter 'src/comm/agree' --filter 'src/core/error' \
  --filter 'src/session/(stop_signals|watchdog)' --filter 'jobs/(command_error|console)'
