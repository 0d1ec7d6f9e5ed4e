#!/bin/bash
# What the tests of the batch scripts share. Sourced, by bash. From the environment (see CMakeLists.txt):
#   CHORUS_BIN          the program
#   CHORUS_TEST_SOURCE  the project
#   CHORUS_SLURM_WORK   a folder for catalogues, results and logs
#   CHORUS_CLUSTER_DIR  the private folder of the cluster that the suite brings up
# A test ends with status 0, with 77 if it cannot run here, and otherwise failed.
set -euo pipefail

cluster=$CHORUS_TEST_SOURCE/slurm/local_cluster.sh
script=$CHORUS_TEST_SOURCE/slurm/cluster.sbatch
# shellcheck disable=SC2034 # used by the tests
short=(-k 2:4 --restarts 2) # of seconds
mkdir -p "$CHORUS_SLURM_WORK"
cd "$CHORUS_SLURM_WORK"

fail() {
  echo "FAILED: $*" >&2
  for log in "${logs[@]:-}"; do [[ ! -f $log ]] || { echo "--- $log"; cat "$log"; } >&2; done
  [[ ! -d $CHORUS_CLUSTER_DIR/log ]] || tail -n 25 "$CHORUS_CLUSTER_DIR/log/slurmctld.log" >&2
  exit 1
}
logs=()

require() { # COMMAND...
  [[ $(id -u) == 0 ]] || { echo "skipped: needs root"; exit 77; }
  local name
  for name in "$@"; do command -v "$name" >/dev/null || { echo "skipped: needs $name"; exit 77; }; done
  unshare --fork --pid --net --uts --ipc --mount true 2>/dev/null || { echo "skipped: needs namespaces"; exit 77; }
}
require_slurm() { require munged slurmctld slurmd sbatch ip mpirun; }
require_cluster() {
  require_slurm
  "$cluster" status >/dev/null || "$cluster" up || fail "the cluster is not up"
}

slurm() { "$cluster" run "$@"; }

# Submits the shipped script as a user would; sets `job` and adds its log to those shown on failure.
# shellcheck disable=SC2034 # used by the tests
submit() { # NAME, options of sbatch, "--", arguments of the script
  local name=$1 options=()
  shift
  while [[ $1 != -- ]]; do options+=("$1"); shift; done
  shift
  logs+=("$name.log")
  rm -rf "$name" "$name.log"
  job=$(slurm sbatch --parsable --job-name="$name" --output="$name.log" --ntasks-per-node=2 --time=5 \
    "${options[@]}" "$script" "$@") || fail "not submitted: $name"
}

field() { slurm scontrol --oneliner show job "$1" | grep -oP "(?<=\b$2=)\S*" | head -n 1; } # JOB NAME

wait_until() { # SECONDS COMMAND...
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do ((SECONDS < deadline)) || return 1; sleep 0.3; done
}

is_over() { [[ $(field "$1" JobState) =~ ^(COMPLETED|FAILED|CANCELLED|TIMEOUT|NODE_FAIL|OUT_OF_MEMORY|DEADLINE)$ ]]; }
is_running() { [[ $(field "$1" JobState) == RUNNING ]]; }
was_requeued() { (($(field "$1" Restarts) >= 1)); }

expect_state() { # JOB STATE SECONDS
  wait_until "$3" is_over "$1" || fail "job $1 is not over after $3 s: $(field "$1" JobState)"
  [[ $(field "$1" JobState) == "$2" ]] || fail "job $1 ended as $(field "$1" JobState), not $2"
}

has_checkpoint() { compgen -G "$1/checkpoint/*.checkpoint" >/dev/null; } # RESULTS

# The job is in the midst of its work: it runs and has said something, and if it keeps checkpoints, one is there.
wait_working() { # JOB LOG RESULTS
  wait_until 60 is_running "$1" || fail "job $1 does not start: $(field "$1" Reason)"
  wait_until 60 test -s "$2" || fail "job $1 says nothing"
  if [[ -n ${CHORUS_CHECKPOINT:-} ]]; then wait_until 60 has_checkpoint "$3" || fail "no checkpoint in $3"; fi
  sleep 1
  is_running "$1" || fail "job $1 is not running any more: $(field "$1" JobState)"
}

fingerprint() { grep -oP '"fingerprint":\s*"\K[0-9a-f]{32}' "$1/summary.json"; } # RESULTS
hosts_used() { tr -d '\n ' <"$1/summary.json" | grep -oP '"hosts":\[\K[^]]*' | tr ',' '\n' | sort -u | wc -l; }

expect_same() { # RESULTS REFERENCE CATALOGUE
  [[ -s $1/manifest.json ]] || fail "no results in $1"
  [[ $(fingerprint "$1") == "$(fingerprint "$2")" ]] || fail "another fingerprint in $1 than in $2"
  cmp "$1/$3_clustered.csv" "$2/$3_clustered.csv" || fail "other labels in $1 than in $2"
}
