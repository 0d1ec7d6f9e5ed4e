#!/bin/bash
# The full form of the reliability tests: one line "NAME: N of M" for each. CHORUS_BIN is the program; with
# CHORUS_FAULTS_BIN, one that was built with -DCHORUS_FAULTS=ON, faults are tried too.
cd "$(dirname "$0")" || exit 2
failed=0
./resume_rules.sh || failed=1
./kill_rank.sh 50 || failed=1
./kill_mpirun.sh 20 || failed=1
./stop_signal.sh 20 || failed=1
./max_time.sh 5 || failed=1
./hang.sh 10 || failed=1
if [[ -n ${CHORUS_FAULTS_BIN:-} ]]; then
  CHORUS_BIN=$CHORUS_FAULTS_BIN ./fault.sh 0 || failed=1
fi
exit $failed
