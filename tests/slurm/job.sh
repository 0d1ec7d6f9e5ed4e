#!/bin/bash
# A job of the shipped script completes, with the labels of a plain run. job.sh srun|mpirun NODES
. "${BASH_SOURCE%/*}/support.sh"
require_cluster
launcher=$1 nodes=$2 name=job_$1_$2
[[ $launcher == srun ]] || export CHORUS_LAUNCH=$launcher

submit "$name" --nodes="$nodes" -- short1.csv "$name" "${short[@]}"
expect_state "$job" COMPLETED 120
expect_same "$name" plain1 short1
[[ $(hosts_used "$name") == "$nodes" ]] || fail "ran on $(hosts_used "$name") hosts, not $nodes"

if [[ $nodes == 1 ]]; then # a copy of the catalogue on a faster disk does as well
  export CHORUS_STAGE=$CHORUS_CLUSTER_DIR/local
  submit "${name}_staged" --nodes=1 -- short1.csv "${name}_staged" "${short[@]}"
  expect_state "$job" COMPLETED 120
  expect_same "${name}_staged" plain1 short1
  [[ -z $("$cluster" on chorus1 ls "$CHORUS_STAGE") ]] || fail "the copy is still there"
fi
