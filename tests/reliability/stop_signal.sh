#!/bin/bash
# SIGUSR1 at a random moment, to mpirun (which hands it to every rank) or to one rank alone: status 75 within 10
# seconds and one line that says how to go on; --resume ends as the unbroken run.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

once() {
  local start taken target
  launch "$((repeat % 4 + 1))" "$folder"
  wait_for_start
  sleep "$(random_up_to "$seconds")"
  target=$pid
  ((repeat % 2)) || target=$(ranks | shuf -n 1 --random-source=<(yes "$RANDOM"))
  [[ -n $target ]] && kill -USR1 "$target" 2>/dev/null
  start=$(now)
  finish 60
  taken=$(since "$start")
  [[ $status == 0 ]] && return "$missed" # it was past its last border
  [[ $status == 75 ]] || { complain "status $status"; return 1; }
  [[ $(grep -c '^chorus: ' "$work/err") == 1 ]] || { complain "not one line"; return 1; }
  grep -q -- '--resume' "$work/err" || { complain "the line does not say how to go on"; return 1; }
  if grep -q 'state saved' "$work/err"; then
    [[ -s $folder/checkpoint/last-good ]] || { complain "no last-good"; return 1; }
  fi
  less "$taken" 10 || { complain "stopped after $taken s"; return 1; }
  resume "$((repeat % 3 + 1))" "$folder"
}

make_catalogue
unbroken
repeats once
