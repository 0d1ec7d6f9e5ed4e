#!/bin/bash
# The cluster comes up, twice without harm, and says what is missing where it cannot.
. "${BASH_SOURCE%/*}/support.sh"
require_slurm

said=$(PATH=/usr/bin:/bin "$cluster" up 2>&1) && fail "came up without daemons in the path"
[[ $said == *"missing packages:"*slurmctld*slurmd* ]] || fail "does not name the packages: $said"
install -m 755 -D -t /tmp/chorus-up-$$ "$cluster" # where nobody can read it
said=$(setpriv --reuid=65534 bash "/tmp/chorus-up-$$/${cluster##*/}" up 2>&1) && fail "came up without root"
rm -rf "/tmp/chorus-up-$$"
[[ $said == *"need root"* ]] || fail "does not ask for root: $said"
said=$(CHORUS_CLUSTER_DIR=/usr "$cluster" up 2>&1) && fail "took over a foreign folder"
[[ $said == *"not empty"* ]] || fail "does not refuse a foreign folder: $said"

"$cluster" down
"$cluster" status >/dev/null && fail "is up before it was started"
"$cluster" up 4 || fail "does not come up"
[[ $(slurm sinfo -h -N -t idle -o %N | wc -l) == 4 ]] || fail "not all nodes are idle"
"$cluster" up 4 || fail "a second up fails"
"$cluster" status
