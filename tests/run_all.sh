#!/usr/bin/env bash
# What is tested, on one command: installs what is missing, builds, and runs the tests. Ends with ctest's summary of each
# step and a table of the steps' times; exits with 0 only if all of it passed.
#   tests/run_all.sh          all that a change must pass
#   tests/run_all.sh quick    units and laws alone, at 1 to 7 ranks
#   tests/run_all.sh program  also format, and the real program end to end and its report in a browser
#   tests/run_all.sh full     the same with all random cases under the sanitizers, and the simulator
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}
case $what in quick | program | all | full) ;; *)
  echo "usage: tests/run_all.sh [quick|program|full]" >&2
  exit 2
  ;;
esac

failed=()
table=$(printf '%-28s %6s %8s  %s' step "wall s" "CPU s" outcome)
# Seconds of processor that this shell's ended children took.
children_cpu() {
  local ticks
  read -r -a ticks < <(cut -d')' -f2 /proc/$$/stat)
  echo $(((ticks[13] + ticks[14]) / $(getconf CLK_TCK)))
}
step() {
  local name=$1 began=$SECONDS used outcome=passed
  used=$(children_cpu)
  shift
  echo "== $name"
  "$@" || outcome=FAILED
  [[ $outcome == passed ]] || failed+=("$name")
  echo "== $name: $outcome in $((SECONDS - began)) s"
  table+=$(printf '\n%-28s %6d %8d  %s' "$name" $((SECONDS - began)) $(($(children_cpu) - used)) "$outcome")
}
build() { cmake --preset "$1" >/dev/null && cmake --build --preset "$1" "${@:2}"; }
run_tests() { ctest --preset "$1" --no-tests=error "${@:2}" </dev/null; }
# Tests of several ranks count as two processors, and wait for each other half of the time.
side_by_side() { run_tests "$@" --parallel $((2 * $(nproc))); }
# The sanitizers' build goes on behind the tests of the program, which mostly wait, and gives way to them.
begin_build() {
  mkdir -p "build/$1"
  (nice -n 19 bash -c "$(declare -f build); build $1" >"build/$1/build.log" 2>&1 </dev/null) &
  begun=$!
}
end_build() {
  local status=0
  wait "$begun" || status=$?
  tail -n "$( ((status == 0)) && echo 1 || echo 60)" "build/$1/build.log"
  return "$status"
}
has() { [[ " $1 " == *" $what "* ]]; }

step "packages" jobs/install_packages.sh tests
step "build" build release
step "quick tests" side_by_side release -L quick
if has "all full"; then begin_build asan; fi
if has "program all full"; then
  step "format" tests/house/format.sh
  step "program" run_tests release -L jobs
  step "browser" run_tests release -L browser
fi
if has "all full"; then
  step "lint" tests/house/lint.sh
  step "build with sanitizers" end_build asan
  if [[ $what == full ]]; then export CHORUS_TEST_CASES=all; fi
  step "tests with sanitizers" side_by_side asan -L quick
  step "build fuzz targets" build fuzz
  step "fuzz" run_tests fuzz
  step "reliability" run_tests release -L reliability
  step "Slurm" run_tests release -L slurm
fi
if has full; then
  step "build for the simulator" build simulator
  step "simulator" run_tests simulator
fi

echo "$table"
if ((${#failed[@]} > 0)); then
  echo "failed: ${failed[*]}"
  exit 1
fi
