#!/usr/bin/env bash
# The memory that `chorus doctor` foretells against what the run then takes (VmHWM of the largest rank), over numbers of
# songs, clusters, features, restarts and ranks up to k = 8000. Says each, and fails if one is off by more than 20 %.
# Takes some minutes.
#   CHORUS_BIN=build/release/chorus tests/jobs/doctor_memory.sh
set -euo pipefail
program=${CHORUS_BIN:-build/release/chorus}
# What tests set, too: ranks beyond the cores, as root.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_mpi_yield_when_idle=1
export OMPI_MCA_hwloc_base_binding_policy=none
program=$(realpath "$program")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for songs in 3000 200000 1000000; do "$program" synth --songs $songs -o $songs.h5 --quiet; done
"$program" synth --songs 1000000 -o 1000000.csv --quiet
passed=0 failed=0
row() { # RANKS INPUT K RESTARTS [OPTIONS...]
  local ranks=$1 input=$2 k=$3 restarts=$4 launch=()
  ((ranks == 1)) || launch=(mpirun -n "$ranks")
  rm -rf results
  "${launch[@]}" "$program" doctor "$input" -k "$k" --restarts "$restarts" "${@:5}" --json >foretold.json || true
  "${launch[@]}" "$program" cluster "$input" -k "$k" --restarts "$restarts" "${@:5}" --seeding "${seeding:-k-means++}" \
    --max-iterations 3 -o results --quiet 2>said || { cat said; exit 1; }
  local told taken off
  told=$(jq .predicted.bytes_per_rank foretold.json)
  taken=$(jq '.run.peak_rss_bytes | max' results/summary.json)
  off=$(((told - taken) * 100 / taken))
  printf '%2d ranks %-12s k %-5s restarts %-3s %-24s foretold %4d MB, taken %4d MB: %+d %%\n' "$ranks" "$input" "$k" \
    "$restarts" "${*:5}" $((told / 1000000)) $((taken / 1000000)) "$off"
  if ((off >= -20 && off <= 20)); then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}
row 1 3000.h5 2:10 10
row 1 3000.h5 500 1
row 2 3000.h5 2:10 10
row 1 200000.h5 2:10 10
row 1 200000.h5 2:3 100
row 4 200000.h5 2:10 10
row 1 1000000.h5 2:10 10
row 1 1000000.h5 2:10 10 --keep-rows 200
row 1 1000000.h5 2:20 20
row 1 1000000.h5 64 10
row 2 1000000.h5 2:10 10
row 1 1000000.csv 2:10 10
row 2 1000000.csv 2:10 10
row 1 1000000.csv 2:3 30 --features energy,tempo,valence
seeding='k-means||'
row 1 200000.h5 1000 2
row 2 200000.h5 1000 2
row 1 200000.h5 8000 1
seeding=random
row 1 1000000.h5 8000 1
echo "$passed passed, $failed failed"
((failed == 0))
