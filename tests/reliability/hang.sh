#!/bin/bash
# A random rank is stopped (SIGSTOP) at a random moment: the watchdogs of the others find it, one line names it, the
# status is 76, nothing is left running, and --resume ends as the unbroken run.
. "$(dirname "$0")/lib.sh"

once() {
  local victim rank all one number=$((repeat % 3 + 2))
  launch "$number" "$folder" --checkpoint 0.2s --hang-timeout 4s
  wait_for_start
  sleep "$(random_up_to "$(awk -v s="$seconds" 'BEGIN { print s / 2 }')")"
  all=$(ranks)
  victim=$(echo "$all" | shuf -n 1 --random-source=<(yes $RANDOM))
  [[ -n $victim ]] || { complain "the job was over before it was stopped"; return 1; }
  rank=$(tr '\0' '\n' <"/proc/$victim/environ" | sed -n 's/^OMPI_COMM_WORLD_RANK=//p')
  kill -STOP "$victim"
  finish 60
  for one in $all; do
    kill -0 "$one" 2>/dev/null && { complain "a rank is left running"; kill -9 "$one"; return 1; }
  done
  [[ $status == 76 ]] || { complain "status $status"; return 1; }
  [[ $(grep -c '^chorus: error: ' "$work/err") == 1 ]] || { complain "not one line"; return 1; }
  grep -q "^chorus: error: no answer .* rank $rank (host .*phase" "$work/err" || { complain "rank $rank is not named"; return 1; }
  resume "$number" "$folder"
}

make_catalogue
unbroken
repeats once
