#!/bin/bash
# The same fingerprint over shared memory on one host, and over TCP between several.
. "${BASH_SOURCE%/*}/support.sh"
require ip mpirun
hosts=$CHORUS_TEST_SOURCE/slurm/hosts.sh
trap '"$hosts" down' EXIT
"$hosts" up 3 || fail "the hosts do not come up"

for run in "1 host1:1" "4 host1:4" "3 host1:1,host2:1,host3:1" "4 host1:2,host2:2" "7 host1:3,host2:2,host3:2"; do
  read -r ranks places <<<"$run"
  results=hosts_$ranks-${places//[:,]/_} log=hosts_$ranks.log
  logs=("$log")
  rm -rf "$results"
  timeout -k 5 60 "$hosts" run mpirun --timeout 50 -n "$ranks" --host "$places" \
    "$CHORUS_BIN" cluster short1.csv "${short[@]}" -o "$results" >"$log" 2>&1 || fail "$ranks ranks on $places"
  expect_same "$results" plain1 short1
  commas=${places//[^,]/}
  [[ $(hosts_used "$results") == $((${#commas} + 1)) ]] || fail "$ranks ranks ran on $(hosts_used "$results") hosts"
done

"$hosts" kill host2
"$hosts" status && fail "a dead host is up"
"$hosts" revive host2
"$hosts" status || fail "a host does not come back"
