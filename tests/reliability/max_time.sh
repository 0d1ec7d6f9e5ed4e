#!/bin/bash
# A job that may run for a part of the time it needs, again and again, with --resume: each ends with 75 not long after
# its time, and the last one as the unbroken run.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

once() {
  local runs=0 start limit
  limit=$(awk -v s="$seconds" 'BEGIN { printf "%.2f", s / 3 + 0.3 }')
  while :; do
    start=$(now)
    run "$((runs % 4 + 1))" "$folder" --resume --max-time "${limit}s"
    runs=$((runs + 1))
    [[ $status == 75 ]] || break
    less "$(since "$start")" "$(awk -v l="$limit" 'BEGIN { print l + 8 }')" || { complain "too late"; return 1; }
    ((runs < 100)) || { complain "no end after $runs runs"; return 1; }
  done
  [[ $status == 0 && $(fingerprint "$folder") == "$expected" ]] || { complain "status $status"; return 1; }
  [[ ! -e $folder/checkpoint ]] || { complain "checkpoints are left"; return 1; }
  total=$((total + runs))
}

total=0
make_catalogue
unbroken
repeats once
result=$?
echo "  ($total jobs in all)"
exit $result
