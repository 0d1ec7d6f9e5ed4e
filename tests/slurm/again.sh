#!/bin/bash
# Submitting the same line again, with a finished result there, verifies it and ends well, on any rank count.
. "${BASH_SOURCE%/*}/support.sh"
require_cluster

submit again --nodes=1 -- short1.csv again "${short[@]}"
expect_state "$job" COMPLETED 120
written=$(stat -c %Y.%s again/short1_clustered.csv)
job=$(slurm sbatch --parsable --output=again.log --nodes=2 --ntasks-per-node=2 "$script" short1.csv again "${short[@]}")
expect_state "$job" COMPLETED 120
expect_same again plain1 short1
[[ $(stat -c %Y.%s again/short1_clustered.csv) == "$written" ]] || fail "a finished result was written again"
