#!/usr/bin/env bash
# The folders of src: which may include which. Those further down know those above that are listed.
set -euo pipefail
cd "$(dirname "$0")/../.."
declare -A may=(
  [core]="core"
  [files]="files core"
  [comm]="comm core"
  [session]="session files comm core"
  [csv]="csv files core"
  [catalogue]="catalogue csv files comm core"
  [synthetic]="synthetic catalogue files comm core"
  [features]="features comm core"
  [pairs]="pairs features comm core"
  [kmeans]="kmeans features comm core"
  [quality]="quality pairs features comm core"
  [pca]="pca features comm core"
  [model]="model quality files comm core"
  [pipeline]="pipeline model pca quality kmeans pairs features comm core"
  [report]="report model quality files comm core"
  [doctor]="doctor session files comm core"
  [study]="study session files comm core"
)
status=0
# Each folder has its line.
for folder in src/*/ include/chorus/*/; do
  room=$(basename "$folder")
  [[ -n ${may[$room]:-} ]] || { echo "$folder: tests/house/layers_test.sh does not say what it may know"; status=1; }
done
for room in "${!may[@]}"; do
  for folder in include/chorus/$room src/$room; do
    [[ -d $folder ]] || continue
    while IFS=: read -r file included; do
      if [[ " ${may[$room]} " != *" $included "* ]]; then
        echo "$file: room $room may not know $included"
        status=1
      fi
    done < <(grep -roP '#include "(chorus/)?\K[a-z_0-9]+(?=/)' "$folder" | grep -vE ':(hwy|boost|nlohmann)$' | sort -u)
  done
done
# MPI is called in comm alone; parallel HDF5 takes the communicator in catalogue and model.
if grep -rnE '\bMPI_[A-Z][a-z]' src include jobs --include='*.cpp' --include='*.hpp' |
  grep -vE '^(src|include/chorus)/comm/|MPI_Comm\b|MPI_Info\b|MPI_INFO_NULL|environment'; then
  echo "the calls above belong into comm/"
  status=1
fi
exit $status
