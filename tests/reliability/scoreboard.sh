#!/bin/bash
# The full form of the reliability tests, or with "quick" a short one: one line "NAME: N of M" for each. CHORUS_BIN is the
# program (build/release/chorus); CHORUS_FAULTS_BIN one that was built with -DCHORUS_FAULTS=ON (build/faults/chorus), for
# exceptions, hangs and allocations that fail. What this machine cannot do (mount, strace, valgrind) is skipped and said.
cd "$(dirname "$0")" || exit 2
root=$(cd ../.. && pwd)
export CHORUS_BIN=${CHORUS_BIN:-$root/build/release/chorus}
faults=${CHORUS_FAULTS_BIN:-$root/build/faults/chorus}
damage=${CHORUS_DAMAGE_TEST:-$(dirname "$CHORUS_BIN")/tests/test_reliability_mpi}
failed=0 skipped=0

# on COMMAND...: runs it; its lines are the scoreboard.
on() {
  local status=0
  "$@" || status=$?
  case $status in
    0) ;;
    77) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)) ;;
  esac
}
# Files that are cut, flipped or forged: by a program of the tests, which reads them as chorus does.
damaged() {
  local out status
  out=$(OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1 \
    "${CHORUS_MPIRUN:-mpirun}" -n 1 "$damage" 2>&1)
  status=$?
  grep -E '^(damaged|forged) ' <<<"$out"
  ((status == 0)) || tail -20 <<<"$out" >&2
  return "$status"
}

if [[ ${1:-full} == quick ]]; then
  rank=2 launcher=2 stop=2 interrupt=3 time=1 pairs=6 hang=1 input=24 disk=4 harm=40 calls=24 forged=10 megabytes=64 breaks=12
else
  rank=50 launcher=20 stop=20 interrupt=50 time=5 pairs=200 hang=10 input=0 disk=0 harm=0 calls=0 forged=0 megabytes=1024 breaks=0
fi
on ./resume_rules.sh
on ./kill_rank.sh "$rank"
on ./kill_mpirun.sh "$launcher"
on ./stop_signal.sh "$stop"
on ./ctrl_c.py "$interrupt"
on ./max_time.sh "$time"
on ./two_runs.py "$pairs"
on ./hang.sh "$hang"
on ./hang_at_end.sh "$hang"
on ./bad_input.py "$input"
on ./disk_full.py "$disk"
on ./no_harm.py "$harm"
on ./two_users.py
on ./other_host.py
on ./system_calls.py "$calls"
on ./forged_results.py "$forged"
on ./memory.py "$megabytes"
if [[ -x $damage ]]; then on damaged; else echo "damaged files: skipped: $damage is not built" && skipped=$((skipped + 1)); fi
if [[ -x $faults ]]; then
  CHORUS_BIN=$faults on ./fault.sh "$breaks"
else
  echo "fault: skipped: $faults is not built (cmake --preset faults && cmake --build --preset faults)"
  skipped=$((skipped + 1))
fi
if [[ ${1:-full} != quick ]]; then
  if [[ -x $faults ]]; then CHORUS_BIN=$faults on ./valgrind.sh; else on ./valgrind.sh; fi
fi
echo "scoreboard: $failed failed, $skipped skipped"
((failed == 0))
