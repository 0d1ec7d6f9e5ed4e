#!/bin/bash
# What the script decides by itself, with stand-ins for Slurm and the program: a wrong call ends with 2 and one line; status
# 0 without results, a killed rank and a lost launcher go back into the queue, up to the stated number; bad input, a bug
# and a crash do not. And a submission that fails on the way takes back what it submitted.
. "${BASH_SOURCE%/*}/support.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
make() { { echo '#!/bin/bash'; cat; } >"$work/bin/$1"; chmod +x "$work/bin/$1"; }
make launch <<<'[[ -z ${RESULTS:-} ]] || { mkdir -p "$RESULTS"; for f in summary manifest scaling; do echo {} >"$RESULTS/$f.json"; done; }; exit "$STATUS"'
make squeue <<<'echo RUNNING'
make sinfo <<<'echo "${LOST:-}"'
make scontrol <<<'echo "$*" >>"$SAID"'
make sleep <<<'exit 0'
export SAID=$work/said CHORUS_LAUNCH=launch SLURM_JOB_ID=7 SLURM_JOB_NODELIST=n1 PATH=$work/bin:$PATH
unset SLURM_ARRAY_TASK_ID SLURM_RESTART_COUNT

wrong() { # ARGUMENTS...
  local status=0 said
  said=$(bash "$script" "$@" 2>&1) || status=$?
  [[ $status == 2 && $said == *usage:* && $(wc -l <<<"$said") == 1 ]] || fail "a wrong call ($*): $status, $said"
}
wrong
wrong songs.csv
wrong songs.csv -k
wrong "" results

expect() { # STATUS OF THE STEP, yes|no: REQUEUED, STATUS OF THE JOB, then SETTINGS...
  local status=0 requeued=no
  : >"$SAID"
  rm -rf "$work/results" "$work/study"
  (cd "$work" && env STATUS="$1" "${@:4}" bash "$batch" "${call[@]}" >"$work/log" 2>&1) || status=$?
  ! grep -q '^requeue 7' "$SAID" || requeued=yes
  [[ $requeued == "$2" && $status == "$3" ]] || { cat "$work/log"; fail "${batch##*/}: status $1 (${*:4}): requeued $requeued, status $status"; }
}
for batch in "$script" "$CHORUS_TEST_SOURCE/slurm/scaling.sbatch"; do
  call=(songs.csv "$work/results") made=RESULTS=$work/results
  [[ $batch == "$script" ]] || { call=(--ranks 1 -o "$work/study"); made=RESULTS=$work/study; }
  expect 0 no 0 "$made"
  expect 0 yes 75                             # the launcher gave up with 0
  expect 0 no 75 SLURM_RESTART_COUNT=10       # often enough; not COMPLETED
  expect 0 yes 75 SLURM_RESTART_COUNT=9
  for status in 75 76 137 143 205; do expect "$status" yes "$status"; done
  for status in 1 2 3 4 5 127 134 139; do expect "$status" no "$status"; done
  expect 1 yes 1 LOST=n1 # with a node gone
done

make sbatch <<'STUB'
n=$(($(cat "$SAID.count" 2>/dev/null || echo 0) + 1)); echo "$n" >"$SAID.count"
((n < 3)) || { echo "sbatch: error: no such partition" >&2; exit 1; }
echo "10$n"
STUB
make scancel <<<'echo "scancel $*" >>"$SAID"'
: >"$SAID"
for again in 1 2; do # the same line works again
  status=0
  "$CHORUS_BIN" scaling --ranks 1,2,4 --submit "$batch" -o "$work/jobs" >"$work/log" 2>&1 || status=$?
  [[ $status == 4 ]] || { cat "$work/log"; fail "a submission that failed ends with $status"; }
  grep -q "^scancel 101 102" "$SAID" || { cat "$work/log" "$SAID"; fail "what was submitted is not taken back"; }
  grep -q "ranks-4 was not submitted" "$work/log" || fail "does not say which: $(cat "$work/log")"
  rm -f "$SAID.count"
  : >"$SAID"
done
echo "the batch scripts decide as they say"
