#!/bin/bash
# A job that is longer than its time limit is told before it is over, goes back into the queue as often as it
# takes, and ends with the answer of a run that was never stopped. It has one rank, so that it takes about 20
# seconds. Slurm knows limits of whole minutes, and looks at them twice a minute: a job that is done between two
# looks has shown nothing, and is tried again.
. "${BASH_SOURCE%/*}/support.sh"
require_cluster

for _ in 1 2 3 4; do
  submit time_limit --nodes=1 --ntasks-per-node=1 --time=1 --signal=B:USR1@40 -- \
    long.csv time_limit -k 2:6 --restarts "$(cat long.restarts)"
  expect_state "$job" COMPLETED 280
  expect_same time_limit plain_long long
  if was_requeued "$job"; then break; fi
done
was_requeued "$job" || fail "ended before its time limit each time: nothing was tested"
grep -q 'status 75: going back into the queue' time_limit.log || fail "did not stop by itself"
