#!/bin/bash
# mpirun is killed at a random moment: its ranks are gone within 5 seconds, and --resume on another number of ranks
# ends as the unbroken run.
. "$(dirname "$0")/lib.sh"

from=(4 2 3)
to=(1 3 8)

once() {
  local which=$(((repeat - 1) % ${#from[@]})) start all one
  launch "${from[which]}" "$folder" --checkpoint 0.2s
  wait_for_start
  sleep "$(random_up_to "$seconds")"
  all=$(ranks)
  [[ -n $all ]] && killed=$((killed + 1))
  kill -9 "$pid" 2>/dev/null
  start=$(now)
  finish 30
  for one in $all; do
    while kill -0 "$one" 2>/dev/null; do
      less "$(since "$start")" 5 || { complain "a rank lives on"; kill -9 "$one"; return 1; }
      sleep 0.05
    done
  done
  resume "${to[which]}" "$folder"
}

killed=0
make_catalogue
unbroken
repeats once
result=$?
echo "  ($killed of $count were hit before their end)"
exit $result
