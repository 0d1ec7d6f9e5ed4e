#!/bin/bash
# Catalogues, and what plain runs outside of Slurm make of them: a short run, and a long one, which takes about
# 11 seconds on this machine, for tests that stop it on the way.
. "${BASH_SOURCE%/*}/support.sh"
require mpirun
rm -rf ./*

for number in 1 2 3; do "$CHORUS_BIN" synth --songs 2000 --seed "$number" -o "short$number.csv"; done
"$CHORUS_BIN" synth --songs 60000 --seed 9 -o long.csv
for number in 1 2 3; do
  mpirun -n 1 "$CHORUS_BIN" cluster "short$number.csv" "${short[@]}" -o "plain$number" || fail "plain run $number"
done

# The number of restarts is what makes it long; a trial or two find it.
restarts=10 took=0
while ((took < 9000)); do
  rm -rf plain_long
  start=$(date +%s%3N)
  timeout 120 mpirun -n 2 "$CHORUS_BIN" cluster long.csv -k 2:6 --restarts "$restarts" -o plain_long >plain_long.log ||
    fail "the long plain run"
  took=$(($(date +%s%3N) - start)) # milliseconds, launch included
  echo "$restarts" >long.restarts
  echo "$restarts restarts take $took ms"
  restarts=$((took < 2500 ? restarts * 6 : restarts * 11000 / took + 1))
done
