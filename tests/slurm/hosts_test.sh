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

# One start serves one, two and three hosts, and gives the labels of ranks on one host alone.
rm -rf hosts_scaling{,_plain}
logs=(hosts_scaling.log)
study=(scaling --songs 6000 --work sweep -k 3 --restarts 2 --repeats 1)
timeout -k 5 60 "$hosts" run mpirun --timeout 50 -n 6 "$CHORUS_BIN" "${study[@]}" --nodes 1,2,3 -o hosts_scaling \
  >hosts_scaling.log 2>&1 || fail "a study over hosts"
"$CHORUS_BIN" "${study[@]}" -o hosts_scaling_plain >>hosts_scaling.log 2>&1 || fail "the study on one rank"
[[ $(awk -F, '$7 == "total" {print $3 "," $4}' hosts_scaling/scaling.csv | tr '\n' ' ') == "2,1 4,2 6,3 " ]] || fail "other points"
[[ $(awk -F, 'FNR > 1 {print $NF}' hosts_scaling{,_plain}/scaling.csv | sort -u | wc -l) == 1 ]] || fail "several fingerprints"

"$hosts" kill host2
"$hosts" status && fail "a dead host is up"
"$hosts" revive host2
"$hosts" status || fail "a host does not come back"
