#!/usr/bin/env bash
# Runs a program on N simulated hosts of the fat tree, one rank a host.
#   tests/simulator/run.sh N chorus_sim ARGUMENTS...      CHORUS_SIM_OPTIONS: more options of SimGrid
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
ranks=$1
shift
hosts=$(mktemp "${TMPDIR:-/tmp}/chorus-hosts-XXXXXX")
trap 'rm -f "$hosts"' EXIT
for ((i = 0; i < ranks; ++i)); do echo "n$i"; done >"$hosts"
read -ra options <<<"${CHORUS_SIM_OPTIONS:-}"
# The algorithm that OpenMPI would choose for one rank fails there in SimGrid 3.32.
((ranks > 1)) || options+=(--cfg=smpi/allgatherv:default)
# Nothing is charged but what the program charges; OpenMPI's choice of collective algorithms; one copy of the globals
# serves all ranks, since none differs between them.
smpirun -np "$ranks" -platform "$here/fat_tree.xml" -hostfile "$hosts" --log=root.thresh:warning \
  --cfg=smpi/simulate-computation:no --cfg=smpi/coll-selector:ompi --cfg=smpi/privatization:no \
  --cfg=contexts/guard-size:0 "${options[@]}" "$@"
