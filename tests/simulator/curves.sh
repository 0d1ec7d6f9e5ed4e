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

# Efficiency: the time of one rank over that of n ranks (weak), or over n times that of n ranks (strong).
jq -rs '
  def percent(x): (x * 1000 | round) / 10 | tostring + " %";
  def milliseconds(x): (x * 1e6 | round) / 1e3 | tostring;
  def table(rows):
    (rows[] | select(.ranks == 1) | .seconds) as $alone
    | rows | sort_by(.ranks)[]
    | percent($alone / .seconds / (if .curve == "strong" then .ranks else 1 end)) as $efficiency
    | "| \(.ranks) | \(.rows) | \(milliseconds(.seconds)) | \(milliseconds(.seconds - .compute)) | \($efficiency) |";
  group_by([.study, .k, .curve])[]
  | "",
    "SIMULATED, \(.[0].curve) scaling, \(if .[0].study == "lloyd" then "a Lloyd pass, k = \(.[0].k)"
                                          else "a sweep, k = 2 to 10, \(.[0].fits) fits, \(.[0].passes) passes" end)",
    "",
    "| ranks | songs a rank | ms | of these communication | efficiency |",
    "|---|---|---|---|---|",
    table(.)' "$lines"
