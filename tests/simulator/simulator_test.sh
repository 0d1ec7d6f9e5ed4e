#!/usr/bin/env bash
# The clustering code in the simulator: the same answer as the program gives, no mismatched collective and no
# deadlock, curves that come out.   CHORUS_BIN, CHORUS_SIM_PROGRAMS: what is tested.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/chorus-simulator-XXXXXX")
trap 'rm -rf "$work"' EXIT
fail() {
  echo "FAILED: $*"
  exit 1
}
simulate() { timeout 200 "$here/run.sh" "$@" 2>&1; }
songs=5000
case=(fingerprint songs=$songs k=3 restarts=2)

"$CHORUS_BIN" synth --songs $songs -o "$work/songs.h5" >/dev/null
wanted=$("$CHORUS_BIN" cluster "$work/songs.h5" -k 3 --restarts 2 -o "$work/results" | grep -o 'fingerprint [0-9a-f]*')
for ranks in ${CHORUS_SIM_RANKS:-2 7 64 100 256}; do
  got=$(simulate "$ranks" "$CHORUS_SIM_PROGRAMS/chorus_sim" "${case[@]}")
  [[ $got == "$wanted" ]] || fail "at $ranks simulated ranks: '$got', but the program says '$wanted'"
  echo "$ranks simulated ranks: $got"
done

rates=(pass2=2 pass64=10 shared2=2 shared10=3 move=4 seed=2 hash=10 pair=1 scatter=30 conclude=10 width=1)
export CHORUS_SIM_OPTIONS=--cfg=smpi/pedantic:true
for ranks in 3 64; do
  got=$(simulate "$ranks" "$CHORUS_SIM_PROGRAMS/chorus_sim" "${case[@]}") || fail "pedantic, $ranks ranks: $got"
  [[ $got == "$wanted" ]] || fail "pedantic, $ranks ranks: $got"
  got=$(simulate "$ranks" "$CHORUS_SIM_PROGRAMS/chorus_sim" curves real=512 restarts=2 "${rates[@]}") ||
    fail "pedantic sweep, $ranks ranks: $got"
  if grep -qi deadlock <<<"$got"; then fail "pedantic sweep, $ranks ranks: $got"; fi
  (($(grep -c '"study"' <<<"$got") == 6)) || fail "pedantic sweep, $ranks ranks: $got"
done
echo "no mismatched collective and no deadlock"

# Charges are what they should be: at 1 rank a pass takes songs * rate and what is concluded. (SMPI charges 10 ns for a
# look at the clock.)
unset CHORUS_SIM_OPTIONS
lines=$(simulate 1 "$CHORUS_SIM_PROGRAMS/chorus_sim" curves real=512 sweeps=0 weak=1000000 "${rates[@]}") || fail "$lines"
line=${lines%%$'\n'*}
jq -e '((2 + 6 * 8 / 62) * 1e-3 + 10 * 8 * 10 * 1e-9) as $wanted | .seconds - $wanted | . >= 0 and . < 1e-7' \
  <<<"$line" >/dev/null || fail "a pass of one rank: $line"
echo "simulator: passed"
