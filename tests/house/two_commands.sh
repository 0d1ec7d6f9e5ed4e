#!/usr/bin/env bash
# The README's two commands, jobs/quickstart.sh and tests/run_all.sh, in any order, again, and in a build folder that
# an older or another configure left: each configures what it needs. Both scripts run as they are; what they call is
# stood in for here, so that one configures in a folder of this test's own, and nothing is built, installed or run.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d "${TMPDIR:-/tmp}/chorus-two-commands-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
cmake=$(command -v cmake) ctest=$(command -v ctest)
export CHORUS_TEST_WORK=$work CHORUS_TEST_CMAKE=$cmake CHORUS_TEST_CTEST=$ctest

cat >"$work/bin/cmake" <<'STUB'
#!/usr/bin/env bash
case $1 in
  --build) echo "build ${*:2}" >>"$CHORUS_TEST_WORK/calls" ;;
  *) exec "$CHORUS_TEST_CMAKE" "$@" -B "$CHORUS_TEST_WORK/build" ;;
esac
STUB
cat >"$work/bin/ctest" <<'STUB'
#!/usr/bin/env bash
shift 2 # --preset NAME: another folder
echo "test $*" >>"$CHORUS_TEST_WORK/calls"
exec "$CHORUS_TEST_CTEST" --test-dir "$CHORUS_TEST_WORK/build" -N "$@"
STUB
cat >"$work/bin/mpirun" <<'STUB'
#!/usr/bin/env bash
STUB
cat >"$work/bin/dpkg-query" <<'STUB'
#!/usr/bin/env bash
echo "install ok installed"
STUB
chmod +x "$work"/bin/*

run() { # WHAT COMMAND...: what it called is in $work/calls
  : >"$work/calls"
  PATH=$work/bin:$PATH "${@:2}" >"$work/said" 2>&1 || { echo "FAILED: $1"; tail -n 20 "$work/said"; exit 1; }
}
expect() { # PATTERN FILE
  grep -qE "$1" "$work/$2" || { echo "FAILED: no $1 in $2"; cat "$work/$2"; exit 1; }
}
first() { # WHEN
  run "jobs/quickstart.sh $1" jobs/quickstart.sh
  expect '^build .*--target chorus$' calls
}
second() { # WHEN
  run "tests/run_all.sh $1" tests/run_all.sh quick
  expect '^build --preset release$' calls # all: what is tested is built
  [[ $(grep -cE '^ *Test +#' "$work/said") -ge 20 ]] || { echo "FAILED: few tests $1"; tail -n 20 "$work/said"; exit 1; }
  expect '^CHORUS_TESTS:[A-Z]+=ON$' build/CMakeCache.txt
  expect '^CHORUS_SANITIZE:[A-Z]+=$' build/CMakeCache.txt
  expect '^CHORUS_FAULTS:[A-Z]+=OFF$' build/CMakeCache.txt
  expect '^CMAKE_BUILD_TYPE:[A-Z]+=Release$' build/CMakeCache.txt
}

"$cmake" --preset release -B "$work/build" -DCHORUS_TESTS=OFF -DCHORUS_SANITIZE=address -DCHORUS_FAULTS=ON \
  -DCMAKE_UNITY_BUILD=ON >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }
second "in an older folder"
first "behind the test command"
second "again"
rm -rf "$work/build"
first "in a new folder"
second "behind it"
echo "both commands configure what they need, in any order"
