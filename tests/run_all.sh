#!/usr/bin/env bash
# What is tested, on one command: installs what is missing, builds, and runs the tests. Ends with ctest's summary of each
# step and a table of the steps' times; exits with 0 only if all of it passed.
#   tests/run_all.sh          all that a change must pass
#   tests/run_all.sh quick    units and laws alone, at 1 to 7 ranks
#   tests/run_all.sh program  also format, and the real program end to end and its report in a browser
#   tests/run_all.sh full     the same with all random cases and the command line under the sanitizers, and the simulator
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
# Seconds of processor that the ended children of a shell, given by its process, took.
children_cpu() {
  local ticks
  read -r -a ticks < <(cut -d')' -f2 "/proc/$1/stat")
  echo $(((ticks[13] + ticks[14]) / $(getconf CLK_TCK)))
}
# Runs a step, and leaves its outcome, wall and CPU seconds in the file `account`.
account=$(mktemp)
trap 'rm -f "$account" "$account".*' EXIT
run_step() {
  local name=$1 into=$2 began=$SECONDS self=$BASHPID used outcome=passed
  used=$(children_cpu "$self")
  shift 2
  echo "== $name"
  "$@" || outcome=FAILED
  echo "== $name: $outcome in $((SECONDS - began)) s"
  echo "$outcome $((SECONDS - began)) $(($(children_cpu "$self") - used))" >"$into"
}
enter() {
  local outcome wall cpu
  read -r outcome wall cpu <"$2" || outcome=FAILED
  [[ $outcome == passed ]] || failed+=("$1")
  table+=$(printf '\n%-28s %6d %8d  %s' "$1" "${wall:-0}" "${cpu:-0}" "$outcome")
}
step() {
  run_step "$1" "$account" "${@:2}"
  enter "$1" "$account"
}
# A step that goes on behind the next ones: `begin NAME COMMAND...`, then `finish NAME`, which shows what it said.
declare -A begun=()
begin() {
  run_step "$1" "$account.${1// /_}" "${@:2}" >"$account.${1// /_}.log" 2>&1 </dev/null &
  begun[$1]=$!
}
finish() {
  wait "${begun[$1]}" || true
  cat "$account.${1// /_}.log"
  enter "$1" "$account.${1// /_}"
}
build() { cmake --preset "$1" >/dev/null && cmake --build --preset "$1" "${@:2}"; }
run_tests() { ctest --preset "$1" --no-tests=error "${@:2}" </dev/null; }
# Tests of several ranks count as two processors, and wait for each other half of the time.
side_by_side() { run_tests "$@" --parallel $((2 * $(nproc))); }
# Gives way to what runs beside it.
gently() (
  renice -n 10 -p "$BASHPID" >/dev/null
  "$@"
)
has() { [[ " $1 " == *" $what "* ]]; }

# Builds go on behind tests of the program, and lint and the sanitizers' tests behind those on Slurm, which mostly wait.
# What kills and hangs runs alone, since its tests bound the time until a rank ends.
sanitized=(quick_tests fuzz) looked_at=quick
if [[ $what == full ]]; then
  export CHORUS_TEST_CASES=all
  sanitized=(all) looked_at="quick|command_line"
fi
step "packages" jobs/install_packages.sh tests
step "build" build release
step "quick tests" side_by_side release -L quick
if has "all full"; then begin "build with sanitizers" gently build asan --target "${sanitized[@]}"; fi
if has "program all full"; then
  step "format" tests/house/format.sh
  step "program" side_by_side release -L "jobs|browser"
fi
if has "all full"; then
  finish "build with sanitizers"
  begin "Slurm" run_tests release -L slurm
  step "lint" gently tests/house/lint.sh
  step "tests with sanitizers" gently side_by_side asan -L "$looked_at"
  step "fuzz" gently side_by_side asan -L fuzz
  finish "Slurm"
  step "reliability" run_tests release -L reliability
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
