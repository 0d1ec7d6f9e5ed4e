#!/usr/bin/env bash
# Which lines of the library and the program the tests run, and which branches of the reader, the checkpoint and the ways
# out: builds the preset coverage, runs the tests and prints the tables. Needs gcovr.
#   tests/tools/coverage.sh            builds, tests, prints; about as long as the whole test command
#   tests/tools/coverage.sh --print    prints again what the last tests left
# Edges that only an exception takes are left out, and assertions. A rank that is killed or aborted writes no
# counters, so what it did last (comm.abort in main, the watchdog's end) is seen by tests/reliability alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=build/coverage
command -v gcovr >/dev/null || { echo "gcovr is missing: apt-get install gcovr" >&2; exit 2; }

if [[ ${1:-} != --print ]]; then
  cmake --preset coverage >/dev/null
  cmake --build --preset coverage
  find $build -name '*.gcda' -delete
  ctest --preset coverage -L 'quick|jobs|reliability' </dev/null || echo "coverage: some tests failed" >&2
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
show "branches: the reader" --branches --filter 'src/catalogue/(csv_|number_text|find_columns|foreign_file|source_blocks)'
show "branches: the checkpoint" --branches --filter 'src/session/(checkpoint|keeper)' --filter 'jobs/resume'
show "branches: the ways out" --branches --filter 'jobs/main' --filter 'src/comm/agree' --filter 'src/core/error' \
  --filter 'src/session/(stop_signals|watchdog)' --filter 'jobs/(command_error|console)'
