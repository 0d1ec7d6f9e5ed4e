#!/bin/bash
# Catalogues, and what plain runs outside of Slurm make of them: a short run, and a long one, which takes about
# 18 seconds of processor time (those do not depend on who else is at work here), for tests that stop it on the way.
. "${BASH_SOURCE%/*}/support.sh"
require mpirun
rm -rf ./*

for number in 1 2 3; do "$CHORUS_BIN" synth --songs 2000 --seed "$number" -o "short$number.csv"; done
"$CHORUS_BIN" synth --songs 60000 --seed 9 -o long.csv
for number in 1 2 3; do
  mpirun -n 1 "$CHORUS_BIN" cluster "short$number.csv" "${short[@]}" -o "plain$number" || fail "plain run $number"
done

# The number of restarts is what makes it long; a trial finds it.
restarts=10 used=0
TIMEFORMAT=%U
while ((used < 15000)); do
  rm -rf plain_long
  { time timeout 350 "$CHORUS_BIN" cluster long.csv -k 2:6 --restarts "$restarts" -o plain_long >plain_long.log; } \
    2>plain_long.time || fail "the long plain run"
  used=$(tail -n 1 plain_long.time | tr -d .) # milliseconds
  used=$((10#$used))
  echo "$restarts" >long.restarts
  echo "$restarts restarts take $used ms"
  restarts=$((used < 1000 ? restarts * 18 : restarts * 18000 / used + 1))
done
