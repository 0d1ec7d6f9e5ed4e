#!/bin/bash
# A job of the shipped script completes, with the labels of a plain run. job.sh srun|mpirun NODES
. "${BASH_SOURCE%/*}/support.sh"
require_cluster
launcher=$1 nodes=$2 name=job_$1_$2
[[ $launcher == srun ]] || export CHORUS_LAUNCH=$launcher

submit "$name" --nodes="$nodes" -- short1.csv "$name" "${short[@]}"
expect_state "$job" COMPLETED 60
expect_same "$name" plain1 short1
[[ $(hosts_used "$name") == "$nodes" ]] || fail "ran on $(hosts_used "$name") hosts, not $nodes"

if [[ $nodes == 1 ]]; then # the same line again verifies the result and ends; a copy on a faster disk does as well
  export CHORUS_STAGE=$CHORUS_CLUSTER_DIR/local
  logs+=("$name.again.log")
  job=$(slurm sbatch --parsable --output="$name.again.log" --nodes=1 --ntasks-per-node=2 "$script" short1.csv \
    "$name" "${short[@]}")
  expect_state "$job" COMPLETED 60
  expect_same "$name" plain1 short1
  submit "${name}_staged" --nodes=1 -- short1.csv "${name}_staged" "${short[@]}"
  expect_state "$job" COMPLETED 60
  expect_same "${name}_staged" plain1 short1
fi
