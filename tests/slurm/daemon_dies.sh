#!/bin/bash
# mpirun loses its daemon on a node, which Slurm does not mind: the script itself puts the job back into the
# queue, and it goes on from its checkpoint. (It is also what a node's death looks like in good time.)
. "${BASH_SOURCE%/*}/support.sh"
require_cluster
export CHORUS_LAUNCH=mpirun CHORUS_CHECKPOINT=1s

submit daemon_dies --nodes=2 -- long.csv daemon_dies -k 2:6 --restarts "$(cat long.restarts)"
wait_working "$job" daemon_dies.log 3
node=$(slurm scontrol show hostnames "$(field "$job" NodeList)" | tail -n 1)
"$cluster" on "$node" pkill -KILL -x orted || fail "no daemon of mpirun on $node"
wait_until 15 was_requeued "$job" || fail "not queued again"
grep -qE 'status (1|205): going back into the queue' daemon_dies.log || fail "another status than a lost daemon's"
expect_state "$job" COMPLETED 120
expect_same daemon_dies plain_long long
