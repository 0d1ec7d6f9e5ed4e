#!/bin/bash
# A scaling study by the shipped script: all points in one job, by ranks and by nodes; and each point in a job of its
# own, submitted by chorus itself, with a report behind them.
. "${BASH_SOURCE%/*}/support.sh"
require_cluster
batch=$CHORUS_TEST_SOURCE/slurm/scaling.sbatch
study=(--songs 20000 --passes 5 --repeats 2 -k 4)

points() { awk -F, -v origin="$2" '$2 == origin {print $1 "," $3 "," $4}' "$1/tables/run_scaling.csv" | tr '\n' ' '; } # FOLDER ORIGIN
fingerprints() { awk -F, 'NR > 1 {print $NF}' "$1/scaling.csv" | sort -u; }                                          # FOLDER
expect_points() { # FOLDER POINTS
  [[ -s $1/report.html && -s $1/scaling.json ]] || fail "no report in $1"
  [[ $(points "$1" measured) == "$2" ]] || fail "measured $(points "$1" measured) in $1, not $2"
  [[ $(fingerprints "$1" | wc -l) == 1 ]] || fail "several fingerprints in $1"
}

rm -rf scaling_{ranks,nodes,jobs}
slurm_study() { # FOLDER OPTIONS...
  logs+=("$1.log")
  job=$(slurm sbatch --parsable --output="$1.log" --nodes=4 --ntasks-per-node=2 --time=5 "$batch" "${study[@]}" \
    "${@:2}" -o "$1")
}
slurm_study scaling_ranks --ranks 1,2,8
ranks_job=$job
CHORUS_LAUNCH=mpirun slurm_study scaling_nodes --nodes 1,2,4
expect_state "$ranks_job" COMPLETED 120
expect_state "$job" COMPLETED 120
expect_points scaling_ranks "strong,1,1 strong,2,1 strong,8,4 "
expect_points scaling_nodes "strong,2,1 strong,4,2 strong,8,4 "
[[ $(fingerprints scaling_ranks) == "$(fingerprints scaling_nodes)" ]] || fail "srun and mpirun disagree"

logs+=(submit.log)
slurm "$CHORUS_BIN" scaling "${study[@]}" --ranks 1,2,4 --submit "$batch" -o scaling_jobs >submit.log 2>&1 ||
  fail "not submitted"
report=$(grep -oP '^report: job \K\d+' submit.log) || fail "no job for the report"
logs+=(scaling_jobs/parts/*.log scaling_jobs/report.log)
expect_state "$report" COMPLETED 300
expect_points scaling_jobs "strong,1,1 strong,2,1 strong,4,1 "
[[ $(fingerprints scaling_ranks) == "$(fingerprints scaling_jobs)" ]] || fail "one job and several disagree"
