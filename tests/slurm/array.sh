#!/bin/bash
# An array of jobs clusters a list of catalogues, each as if it were alone.
. "${BASH_SOURCE%/*}/support.sh"
require_cluster

printf '%s\n' short1.csv short2.csv short3.csv >list.txt
submit array --array=1-3%2 --nodes=1 -- list.txt array "${short[@]}"
for number in 1 2 3; do expect_state "${job}_$number" COMPLETED 120; done
for number in 1 2 3; do expect_same "array/$number" "plain$number" "short$number"; done
