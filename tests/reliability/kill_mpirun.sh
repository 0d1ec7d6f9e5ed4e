#!/bin/bash
# mpirun is killed at a random moment: its ranks are gone within 5 seconds, and --resume on another number of ranks
# ends as the unbroken run.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

from=(4 2 3)
to=(1 3 8)

once() {
  local which=$(((repeat - 1) % ${#from[@]})) all
  launch "${from[which]}" "$folder" --checkpoint 0.2s
  wait_for_start
  sleep "$(random_up_to "$seconds")"
  all=$(ranks)
  kill -9 "$pid" 2>/dev/null
  finish 30
  [[ -e $folder/summary.json ]] && return "$missed"
  # shellcheck disable=SC2086 # a list
  left $all && { complain "a rank lives on"; return 1; }
  resume "${to[which]}" "$folder"
}

make_catalogue
unbroken
repeats once
