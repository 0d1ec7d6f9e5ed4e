#!/bin/bash
# Who asks for more than there is, or gives a wrong input, hears so at once, and the job does not come back.
. "${BASH_SOURCE%/*}/support.sh"
require_cluster

refused() { # WORDS OPTIONS...
  local words=$1 said
  shift
  said=$(slurm sbatch "$@" "$script" short1.csv refused 2>&1) && fail "accepted: $*"
  [[ $said == *"$words"* ]] || fail "not clear about $*: $said"
}
refused "Memory specification can not be satisfied" --ntasks-per-node=2 --mem-per-cpu=100G
refused "Node count specification invalid" --ntasks-per-node=2 --nodes=5
refused "Requested time limit is invalid" --ntasks-per-node=2 --time=3-0
refused "Requested node configuration is not available" --nodes=1 --ntasks-per-node=9

{ head -n 3 short1.csv; echo "too,few,fields"; } >ragged.csv
wrong_input() { # CATALOGUE STATUS LAUNCHER
  local name=wrong_$1_$3
  if [[ $3 == mpirun ]]; then export CHORUS_LAUNCH=mpirun; else unset CHORUS_LAUNCH; fi
  submit "$name" --nodes=2 -- "$1.csv" "$name"
  expect_state "$job" FAILED 60
  [[ $(field "$job" ExitCode) == "$2:0" ]] || fail "ended with $(field "$job" ExitCode), not with $2"
  [[ $(field "$job" Restarts) == 0 ]] || fail "queued again after wrong input"
  [[ $(grep -c "^chorus: error: .*$1.csv" "$name.log") == 1 ]] || fail "not one line about the input"
}
wrong_input ragged 2 srun
wrong_input ragged 2 mpirun
wrong_input absent 4 srun
unset CHORUS_LAUNCH
CHORUS_BIN=/nowhere/chorus submit no_program --nodes=1 -- short1.csv no_program
expect_state "$job" FAILED 30
grep -q 'error: /nowhere/chorus is not found' no_program.log || fail "does not say that the program is absent"
