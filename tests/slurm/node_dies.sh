#!/bin/bash
# A node dies with no word under a running job: it starts again on other nodes, goes on from its checkpoint, and
# ends with the answer of a run that was never stopped. node_dies.sh srun|mpirun
. "${BASH_SOURCE%/*}/support.sh"
require_cluster
launcher=$1 name=node_dies_$1
[[ $launcher == srun ]] || export CHORUS_LAUNCH=$launcher
export CHORUS_CHECKPOINT=1s

submit "$name" --nodes=2 -- long.csv "$name" -k 2:6 --restarts "$(cat long.restarts)"
wait_working "$job" "$name.log" "$name"
node=$(slurm scontrol show hostnames "$(field "$job" NodeList)" | tail -n 1)
trap '"$cluster" revive-node "$node"' EXIT
"$cluster" kill-node "$node"
wait_until 120 was_requeued "$job" || fail "not queued again after the loss of $node"
expect_state "$job" COMPLETED 300
expect_same "$name" plain_long long
