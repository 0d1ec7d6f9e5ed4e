#!/bin/bash
# One task of an array is told to stop: it alone goes back into the queue. It is the last task, which has the
# number of the whole array for its own.
. "${BASH_SOURCE%/*}/support.sh"
require_cluster

printf '%s\n' short1.csv long.csv >list_signal.txt
submit array_signal --array=1-2 --nodes=1 -- list_signal.txt array_signal -k 2:6 --restarts "$(cat long.restarts)"
wait_until 60 is_running "${job}_2" || fail "task 2 does not start"
wait_until 60 test -e array_signal/2 || fail "task 2 does nothing"
sleep 1
slurm scancel --batch --signal=USR1 "${job}_2"
wait_until 60 was_requeued "${job}_2" || fail "task 2 is not queued again"
for number in 1 2; do expect_state "${job}_$number" COMPLETED 300; done
was_requeued "${job}_1" && fail "task 1 went back into the queue, too"
expect_same array_signal/2 plain_long long
