#!/usr/bin/env bash
# What is tested, on one command: installs what is missing, builds, and runs the tests. Ends with ctest's summary of each
# step; exits with 0 only if all of it passed.
#   tests/run_all.sh          units and laws at 1 to 7 ranks, format, the real program end to end, the report in a browser
#   tests/run_all.sh quick    units and laws alone
#   tests/run_all.sh full     also the sanitizers' build, lint, the simulator, Slurm, and the program killed, stopped and hung
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
fi
if [[ $what == full ]]; then
  step "build with sanitizers" build asan
  step "tests with sanitizers" run_tests asan -L quick
  step "lint" tests/house/lint.sh
  step "build for the simulator" build simulator
  step "simulator" ctest --preset simulator --no-tests=error </dev/null
  step "Slurm and reliability" run_tests release -L 'slurm|reliability'
fi
if [[ $what != quick ]]; then
  step "program and browser" run_tests release -L 'jobs|browser'
fi

if ((${#failed[@]} > 0)); then
  echo "failed: ${failed[*]}"
  exit 1
fi
