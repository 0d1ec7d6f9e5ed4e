#!/usr/bin/env bash
# Everything that is tested, on one command: installs what is missing, builds, runs the tests of the release build
# (units and laws at 1 to 7 ranks, the real program, the report in a browser, Slurm), then the sanitizers' build. Ends with ctest's summary of each; exits with 0 only if all of it passed.
#   tests/run_all.sh          all of it
#   tests/run_all.sh quick    units and laws of the release build alone
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}

jobs/install_packages.sh tests
failed=()
step() {
  local name=$1 began=$SECONDS
  shift
  echo "== $name"
  if "$@"; then echo "== $name: passed in $((SECONDS - began)) s"; else
    echo "== $name: FAILED after $((SECONDS - began)) s"
    failed+=("$name")
  fi
}
build() { cmake --preset "$1" "${@:2}" >/dev/null && cmake --build --preset "$1"; }
run_tests() { ctest --preset "$1" --no-tests=error "${@:2}" </dev/null; }

step "build release" build release
step "quick tests" run_tests release -L quick
if [[ $what != quick ]]; then
  step "format" tests/house/format.sh
  step "build with sanitizers" build asan
  step "tests with sanitizers" run_tests asan -L quick
  step "program, browser, Slurm, reliability" run_tests release -LE quick
fi

if ((${#failed[@]} > 0)); then
  echo "failed: ${failed[*]}"
  exit 1
fi
