#!/usr/bin/env bash
# Simulates strong and weak scaling and prints the tables of tests/simulator/README.md.
#   tests/simulator/curves.sh                 measures this machine's rates, then simulates 1 to 1,024 ranks
#   tests/simulator/curves.sh RANKS...        those rank counts (1 is always among them)
# CHORUS_RATES: rates as words NAME=NUMBER, instead of measuring. CHORUS_SIM_LINES: keep the lines of JSON there.
# Wants the preset `simulator` to be built.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
programs=${CHORUS_SIM_PROGRAMS:-$here/../../build/simulator/tests/simulator}
ranks=("$@")
if ((${#ranks[@]} == 0)); then ranks=(4 16 64 256 1024); fi
work=$(mktemp -d "${TMPDIR:-/tmp}/chorus-curves-XXXXXX")
trap 'rm -rf "$work"' EXIT

export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_hwloc_base_binding_policy=none
rates=${CHORUS_RATES:-$("${CHORUS_MPIRUN:-mpirun}" -n 1 "$programs/chorus_sim_native" rates)}
echo "Rates, in nanoseconds: $rates"
read -ra words <<<"$rates"
lines=${CHORUS_SIM_LINES:-$work/lines}
: >"$lines"
for n in 1 "${ranks[@]}"; do
  "$here/run.sh" "$n" "$programs/chorus_sim" curves "${words[@]}" >>"$lines"
done

jq -rs -f "$here/tables.jq" "$lines"
