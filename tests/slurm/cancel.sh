#!/bin/bash
# A cancelled job ends, stays cancelled, and leaves no process on any node.
. "${BASH_SOURCE%/*}/support.sh"
require_cluster
none_left() {
  local node
  for node in chorus1 chorus2 chorus3 chorus4; do
    ! "$cluster" on "$node" pidof "${CHORUS_BIN##*/}" orted slurmstepd >/dev/null || return 1
  done
}

submit cancel_srun --nodes=2 -- long.csv cancel_srun -k 2:6 --restarts "$(cat long.restarts)"
jobs=("$job")
CHORUS_LAUNCH=mpirun submit cancel_mpirun --nodes=2 -- long.csv cancel_mpirun -k 2:6 --restarts "$(cat long.restarts)"
jobs+=("$job")
for job in "${jobs[@]}"; do wait_working "$job" "$(field "$job" JobName).log" none; done
slurm scancel "${jobs[@]}"
for job in "${jobs[@]}"; do expect_state "$job" CANCELLED 20; done
wait_until 15 none_left || fail "processes are left"
sleep 8 # a job that was queued again would have started by then
for job in "${jobs[@]}"; do
  [[ $(field "$job" JobState) == CANCELLED && $(field "$job" Restarts) == 0 ]] || fail "$job came back after scancel"
done
for launcher in srun mpirun; do
  [[ ! -e cancel_$launcher/summary.json ]] || fail "a cancelled job has a summary"
done
