#!/bin/bash
# A rank of srun's dies on the job's second node, which Slurm itself does not mind. The script puts the job back into
# the queue, which goes on from its checkpoint and ends with the answer of a run that was never stopped. (Under
# mpirun a lost rank or daemon ends as a lost node does: node_dies.sh.)
. "${BASH_SOURCE%/*}/support.sh"
require_cluster
name=process_dies
export CHORUS_CHECKPOINT=1s

submit "$name" --nodes=2 -- long.csv "$name" -k 2:6 --restarts "$(cat long.restarts)"
wait_working "$job" "$name.log" "$name"
node=$(slurm scontrol show hostnames "$(field "$job" NodeList)" | tail -n 1)
"$cluster" on "$node" pkill -KILL -n -x "${CHORUS_BIN##*/}" || fail "no rank on $node"
wait_until 60 was_requeued "$job" || fail "not queued again"
grep -qE "status (13[0-9]|143): going back into the queue" "$name.log" || fail "another status than expected"
expect_state "$job" COMPLETED 300
expect_same "$name" plain_long long
