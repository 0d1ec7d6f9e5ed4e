#!/bin/bash
# A node dies with no word under a running job of all nodes' and is back 3 seconds later, so that the job starts again on it.
# It may not end as COMPLETED before its results are whole, and they are those of a run that was never stopped.
# node_returns.sh [COUNT]
. "${BASH_SOURCE%/*}/support.sh"
require_cluster
export CHORUS_CHECKPOINT=1s
count=${1:-1}

for ((repeat = 1; repeat <= count; ++repeat)); do
  name=node_returns_$repeat
  submit "$name" --nodes=4 --ntasks-per-node=1 -- long.csv "$name" -k 2:6 --restarts "$(cat long.restarts)"
  wait_working "$job" "$name.log" "$name"
  node=$(slurm scontrol show hostnames "$(field "$job" NodeList)" | tail -n 1)
  "$cluster" kill-node "$node"
  sleep 3
  "$cluster" revive-node "$node"
  wait_until 420 is_over "$job" || fail "job $job is not over: $(field "$job" JobState) $(field "$job" Reason)"
  [[ $(field "$job" JobState) == COMPLETED ]] || fail "ended as $(field "$job" JobState)"
  expect_same "$name" plain_long long
  echo "node_returns: $repeat of $count, $(field "$job" Restarts) restarts"
done
