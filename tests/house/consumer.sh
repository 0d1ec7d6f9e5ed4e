#!/usr/bin/env bash
# Another program finds the installed library and clusters rows of its own, with the same answer on 1 and 3 ranks:
# consumer.sh BUILD MPIRUN
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1 mpirun=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/chorus-consumer-XXXXXX")
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $1"; tail -n 20 "$work/said"; exit 1; }

cmake --install "$build" --prefix "$work/installed" >"$work/said" 2>&1 || fail "not installed"
cp -r docs/example "$work/example" # away from the project, so that nothing is found beside it
cmake -S "$work/example" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/installed" >"$work/said" 2>&1 || fail "not found"
cmake --build "$work/build" >"$work/said" 2>&1 || fail "not built"
for ranks in 1 3; do
  timeout 60 "$mpirun" -n $ranks "$work/build/cluster_rows" >"$work/said" 2>&1 || fail "does not run on $ranks ranks"
  cp "$work/said" "$work/ranks$ranks"
done
cmp "$work/ranks1" "$work/ranks3" || fail "another answer on 3 ranks"
[[ $(grep -cx '1000 rows' "$work/ranks1") == 3 ]] || fail "not three clusters of 1000 rows"
(($(grep -c . docs/example/cluster_rows.cpp) < 40)) || fail "the example has 40 lines or more"
echo "an installed Chorus clusters the rows of another program"
