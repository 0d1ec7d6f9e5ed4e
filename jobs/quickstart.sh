#!/usr/bin/env bash
# From nothing to a report: installs what is missing, builds, and clusters the sample songs on two ranks.
#   jobs/quickstart.sh [OPTIONS OF chorus cluster...]
set -euo pipefail
cd "$(dirname "$0")/.."

jobs/install_packages.sh
cmake --preset release >/dev/null
cmake --build --preset release --target chorus

# mpirun refuses root, and more ranks than cores, unless it is told that this is meant.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
mpirun -n 2 build/release/chorus cluster data/sample_songs.csv -k 2:10 --restarts 10 -o results --overwrite "$@"
echo "open results/report.html in a browser"
