#!/bin/bash
# The job under valgrind on 2 ranks: no report of its own. With a build that has faults, also an allocation that fails in
# the reader and in the fits: no memory is lost. (OpenMPI's and HDF5's are suppressed.)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
command -v valgrind >/dev/null || { echo "$name: skipped: there is no valgrind"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
known=(--suppressions="$here/valgrind.supp")
[[ -e /usr/share/openmpi/openmpi-valgrind.supp ]] && known+=(--suppressions=/usr/share/openmpi/openmpi-valgrind.supp)
total=0
songs=400

# checked STATUS RANKS ARGUMENTS...: the program under valgrind ends with this status, and valgrind has nothing to say.
checked() {
  local expected=$1 ranks=$2 reports
  shift 2
  total=$((total + 1))
  repeat=$total
  rm -rf "$work/results" "$work"/valgrind.*
  "$mpirun" -n "$ranks" valgrind --quiet --log-file="$work/valgrind.%p" "${known[@]}" "${memory[@]}" \
    "$chorus" "$@" >"$work/out" 2>"$work/err"
  status=$?
  reports=$(cat "$work"/valgrind.* | grep -c '^==[0-9]*== [A-Z0-9]')
  cat "$work"/valgrind.* | head -60 >>"$work/err"
  [[ $status == "$expected" || ($expected == 5 && $status == 0) ]] || { complain "status $status, not $expected"; return; }
  [[ $reports == 0 ]] || { complain "$reports lines of reports"; return; }
  passed=$((passed + 1))
}

make_catalogue
memory=(--leak-check=no)
checked 0 2 cluster "$work/songs.csv" -k 2:3 --restarts 1 -o "$work/results" --scores --checkpoint 0.1s
checked 0 2 inspect "$work/songs.csv" --quiet
if "$chorus" --version | grep -q 'faults on purpose'; then
  memory=(--leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite)
  for n in 2 11; do # an N beyond the phase's allocations changes nothing, and the job is done
    for phase in ingest lloyd; do
      CHORUS_FAULT=alloc:$phase:0:$n checked 5 1 cluster "$work/songs.csv" -k 2:3 --restarts 1 -o "$work/results"
    done
  done
fi
echo "$name: $passed of $total"
[[ $passed == "$total" ]]
