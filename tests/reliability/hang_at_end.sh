#!/bin/bash
# A rank that has done all its work stops before it ends MPI, where the others wait for it: their watchdogs name it, the
# status is 76, nothing is left running, and --resume finds finished results. CHORUS_STOP_IN_FINALIZE is the library that
# stops it (build/release/tests/libstop_in_finalize.so).
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
library=${CHORUS_STOP_IN_FINALIZE:-$(dirname "$chorus")/tests/libstop_in_finalize.so}
[[ -e $library ]] || { echo "$name: skipped: $library is not built"; exit 77; }

once() {
  local all number=$((repeat % 3 + 2))
  local rank=$((repeat % number))
  CHORUS_STOPPED_RANK=$rank LD_PRELOAD=$library launch "$number" "$folder" --hang-timeout 2s
  wait_for_start
  all=$(ranks)
  finish 60
  # shellcheck disable=SC2086 # a list
  left $all && { complain "a rank is left running"; return 1; }
  [[ $status == 76 ]] || { complain "status $status"; return 1; }
  [[ $(grep -c '^chorus: error: ' "$work/err") == 1 ]] || { complain "not one line"; return 1; }
  grep -q "^chorus: error: no answer .* rank $rank (host .*phase end" "$work/err" || { complain "rank $rank is not named"; return 1; }
  run "$number" "$folder" --resume
  [[ $status == 0 ]] || { complain "resumed: status $status"; return 1; }
  grep -q "the results are finished" "$work/out" || { complain "resumed: the results were not finished"; return 1; }
}

songs=${CHORUS_SONGS:-3000}
make_catalogue
repeats once
