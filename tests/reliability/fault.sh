#!/bin/bash
# In a build with -DCHORUS_FAULTS=ON: an exception or a hang in each phase on each rank of 1 to 4 ends all ranks within
# 5 seconds (a hang: after its timeout) with the right status and one line; the N-th allocation that fails from
# the beginning of a phase ends with status 5, or the job is done before it comes to that. COUNT is how many
# of all these cases are tried, spread over them; 0: all.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
options=(-k 2:4 --restarts 2 --checkpoint 0.001s)
phases=(ingest load statistics seed lloyd checkpoint quality silhouette pca profile export)

cases=()
for phase in "${phases[@]}"; do
  for ranks in 1 2 3 4; do
    for ((rank = 0; rank < ranks; ++rank)); do
      cases+=("$ranks throw:$phase:$rank 1" "$ranks throw:$phase:$rank:4 4" "$ranks hang:$phase:$rank 76")
    done
  done
  for n in 1 2 3 5 8 13 21 34 55 89 144 233; do
    cases+=("2 alloc:$phase:$((n % 2)):$n 5" "1 alloc:$phase:0:$n 5")
  done
done

once() {
  local ranks fault expected extra=() start taken
  read -r ranks fault expected <<<"${cases[$(((repeat - 1) * ${#cases[@]} / count))]}"
  [[ $fault == hang:* ]] && extra=(--hang-timeout 2s)
  export CHORUS_FAULT=$fault
  launch "$ranks" "$folder" "${extra[@]}"
  while kill -0 "$pid" 2>/dev/null && ! grep -q '^chorus: error: ' "$work/err"; do sleep 0.02; done
  start=$(now)
  finish 60
  unset CHORUS_FAULT
  taken=$(since "$start")
  less "$taken" 5 && longest=$(awk -v a="$longest" -v b="$taken" 'BEGIN { print (a > b ? a : b) }')
  case $fault in
    hang:*) grep -q "rank ${fault##*:} hangs.*phase $(cut -d: -f2 <<<"$fault")" "$work/err" || { complain "$fault: not named"; return 1; } ;;
    alloc:*) [[ $status == 0 ]] && return 0 ;;
  esac
  [[ $status == "$expected" ]] || { complain "$fault on $ranks ranks: status $status"; return 1; }
  [[ $(grep -c '^chorus: error: ' "$work/err") == 1 ]] || { complain "$fault on $ranks ranks: not one line"; return 1; }
  less "$taken" 5 && return 0
  # Once more: the machine may have been at something else.
  if [[ $slow != "$repeat" ]]; then
    slow=$repeat
    return "$missed"
  fi
  complain "$fault on $ranks ranks: after $taken s"
  return 1
}

if [[ $count == 0 || $count -gt ${#cases[@]} ]]; then count=${#cases[@]}; fi
songs=${CHORUS_SONGS:-3000}
make_catalogue
longest=0 slow=
repeats once
result=$?
echo "  (all ranks were gone $longest s after the line, at most)"
exit $result
