#!/bin/bash
# A random rank is stopped (SIGSTOP) at a random moment: the watchdogs of the others find it, one line names it, the
# status is 76, nothing is left running, and --resume ends as the unbroken run.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

once() {
  local victim rank all number=$((repeat % 3 + 2))
  launch "$number" "$folder" --checkpoint 0.2s --hang-timeout 4s
  wait_for_start
  sleep "$(random_up_to "$(awk -v s="$seconds" 'BEGIN { print s / 2 }')")"
  all=$(ranks)
  victim=$(echo "$all" | shuf -n 1 --random-source=<(yes "$RANDOM"))
  [[ -n $victim ]] || return "$missed"
  rank=$(tr '\0' '\n' <"/proc/$victim/environ" | sed -n 's/^OMPI_COMM_WORLD_RANK=//p')
  kill -STOP "$victim"
  finish 30
  [[ $status == 0 ]] && return "$missed"
  # The others had done their work and ended: there was nobody to find it.
  [[ $status == 124 && -e $folder/summary.json && ${left_over[*]} == "$victim" ]] && return "$missed"
  # shellcheck disable=SC2086 # a list
  left $all && { complain "a rank is left running"; return 1; }
  [[ $status == 76 ]] || { complain "status $status"; return 1; }
  [[ $(grep -c '^chorus: error: ' "$work/err") == 1 ]] || { complain "not one line"; return 1; }
  grep -q "^chorus: error: no answer .* rank $rank (host .*phase" "$work/err" || { complain "rank $rank is not named"; return 1; }
  resume "$number" "$folder"
}

make_catalogue
unbroken
repeats once
