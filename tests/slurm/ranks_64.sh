#!/bin/bash
# The same answer on 1, 2, 3, 4, 8, 16 and 64 ranks, far more than there are cores, over shared memory. One start of 64
# ranks serves all counts: those that are not in a point sleep. The counts in between are in tests/jobs.
. "${BASH_SOURCE%/*}/support.sh"
require mpirun
rm -rf ranks_64
logs=(ranks_64.log)
timeout -k 5 180 mpirun --timeout 170 -n 64 "$CHORUS_BIN" scaling --songs 4000 --work sweep -k 2:3 --restarts 1 --repeats 1 \
  --ranks 1,2,3,4,8,16,64 -o ranks_64 >ranks_64.log 2>&1 || fail "64 ranks"
[[ $(awk -F, '$7 == "total" {print $3}' ranks_64/scaling.csv | tr '\n' ' ') == "1 2 3 4 8 16 64 " ]] || fail "not all counts"
[[ $(awk -F, 'NR > 1 {print $NF}' ranks_64/scaling.csv | sort -u | wc -l) == 1 ]] || fail "several fingerprints"
grep -q 'the labels are the same at all 7 rank counts' ranks_64.log || fail "does not say that labels are the same"

timeout -k 5 180 mpirun --timeout 170 -n 64 "$CHORUS_BIN" cluster short1.csv "${short[@]}" -o ranks_64/run \
  >>ranks_64.log 2>&1 || fail "64 ranks of chorus cluster"
expect_same ranks_64/run plain1 short1
