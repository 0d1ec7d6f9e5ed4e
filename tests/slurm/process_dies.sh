#!/bin/bash
# One process of a running job dies on its second node, which Slurm itself does not mind: a rank of srun's, or
# mpirun's daemon, as when a node is shut down. The script puts the job back into the queue, which goes on from
# its checkpoint and ends with the answer of a run that was never stopped. process_dies.sh srun|mpirun
. "${BASH_SOURCE%/*}/support.sh"
require_cluster
launcher=$1 name=process_dies_$1
process=${CHORUS_BIN##*/} statuses="13[0-9]|143"
if [[ $launcher == mpirun ]]; then
  export CHORUS_LAUNCH=mpirun
  process=orted statuses="1|205"
fi
export CHORUS_CHECKPOINT=1s

submit "$name" --nodes=2 -- long.csv "$name" -k 2:6 --restarts "$(cat long.restarts)"
wait_working "$job" "$name.log" 3
node=$(slurm scontrol show hostnames "$(field "$job" NodeList)" | tail -n 1)
"$cluster" on "$node" pkill -KILL -n -x "$process" || fail "no $process on $node"
wait_until 20 was_requeued "$job" || fail "not queued again"
grep -qE "status ($statuses): going back into the queue" "$name.log" || fail "another status than expected"
expect_state "$job" COMPLETED 120
expect_same "$name" plain_long long
