#!/bin/bash
# A job that is told to stop saves its state, goes back into the queue, and ends with the answer of a run that
# was never stopped. signal.sh srun|mpirun
. "${BASH_SOURCE%/*}/support.sh"
require_cluster
launcher=$1 name=signal_$1
[[ $launcher == srun ]] || export CHORUS_LAUNCH=$launcher

submit "$name" --nodes=2 -- long.csv "$name" -k 2:6 --restarts "$(cat long.restarts)"
wait_working "$job" "$name.log" "$name"
slurm scancel --batch --signal=USR1 "$job"
wait_until 60 was_requeued "$job" || fail "not queued again"
grep -q 'status 75: going back into the queue' "$name.log" || fail "did not end with status 75"
expect_state "$job" COMPLETED 300
expect_same "$name" plain_long long
