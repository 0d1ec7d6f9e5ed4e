#!/usr/bin/env bash
# Installs the Debian packages that Chorus needs and that are not there yet, and says which.
#   jobs/install_packages.sh          what building and running needs
#   jobs/install_packages.sh tests    also what the whole test suite needs
# Works as root and with sudo. Touches neither apt nor the network when nothing is missing.
set -euo pipefail

build=(g++ cmake ninja-build pkg-config
  libopenmpi-dev openmpi-bin libboost-mpi-dev libboost-serialization-dev libeigen3-dev
  libhdf5-openmpi-dev libcli11-dev libhwy-dev librandom123-dev libfmt-dev nlohmann-json3-dev libxxhash-dev
  libgtest-dev libgmock-dev gnuplot-nox npm)
tests=(git jq hdf5-tools libbenchmark-dev clang clang-format clang-tidy libclang-rt-14-dev mold cppcheck chromium
  munge slurmctld slurmd slurm-client iproute2 strace valgrind python3 libsimgrid-dev)

wanted=("${build[@]}")
if [[ ${1:-} == tests ]]; then wanted+=("${tests[@]}"); fi
missing=()
for package in "${wanted[@]}"; do
  # A program that came another way than from Debian (npm, say) counts as well.
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || command -v "$package" >/dev/null ||
    missing+=("$package")
done
if ((${#missing[@]} == 0)); then
  echo "packages: all present"
  exit 0
fi

echo "packages: installing ${missing[*]}"
as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null || { echo "chorus: error: packages are missing (${missing[*]}): install them as root" >&2; exit 2; }
  as_root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
