#!/bin/bash
# A random rank is killed at a random moment: mpirun is back within 5 seconds, nothing is left running, and --resume,
# on the same or another number of ranks, ends as the unbroken run.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

from=(1 2 3 4 2 4 3) # the number of ranks that is killed ...
to=(1 2 3 4 3 1 8)   # ... and the number that goes on

once() {
  local which=$(((repeat - 1) % ${#from[@]})) victim
  launch "${from[which]}" "$folder" --checkpoint 0.2s
  wait_for_start
  sleep "$(random_up_to "$seconds")"
  victim=$(ranks | shuf -n 1 --random-source=<(yes "$RANDOM"))
  local all
  all=$(ranks)
  kill -9 "${victim:-none}" 2>/dev/null
  finish 5
  [[ $status == 0 ]] && return "$missed"
  [[ $status != 124 ]] || { complain "mpirun was not back within 5 s"; return 1; }
  # shellcheck disable=SC2086 # a list
  left $all && { complain "a rank is left running"; return 1; }
  resume "${to[which]}" "$folder"
}

make_catalogue
unbroken
repeats once
