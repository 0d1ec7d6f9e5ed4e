#!/usr/bin/env bash
# clang-tidy as .clang-tidy says, and cppcheck, over the library, the program and the tests. Each room is looked at as one
# unit (preset lint): its headers are read once. What passed is not looked at again until it or a header changes.
#   tests/house/lint.sh            everything
#   tests/house/lint.sh PATTERN    the units whose path matches, for example chorus_lib or catalogue
set -euo pipefail
cd "$(dirname "$0")/../.."
build=build/lint
cmake --preset lint >/dev/null
mkdir -p $build/passed

# What every unit may depend on: all headers, the checks, the compilers' flags.
common=$( (find include src jobs tests -name '*.hpp' -print0 | sort -z | xargs -0 cat
  cat .clang-tidy tests/house/lint.sh tests/house/cppcheck.supp
  clang-tidy --version
  sed "s|$PWD||g" $build/compile_commands.json) | sha256sum | cut -d' ' -f1)

lint_unit() {
  local unit=$1 key log
  key=$( (echo "$common" "${unit#"$PWD"/}"
    { grep -oP '^#include "\K[^"]+\.cpp(?=")' "$unit" || echo "$unit"; } | xargs cat) | sha256sum | cut -d' ' -f1)
  [[ -e $build/passed/$key ]] && return 0
  log=$(mktemp)
  # The unit includes .cpp files: it is made for that. GCC's flags are judged by GCC.
  if clang-tidy -p $build --quiet --checks=-bugprone-suspicious-include \
    --extra-arg=-Wno-unknown-warning-option "$unit" >"$log" 2>/dev/null; then
    touch "$build/passed/$key"
  else
    cat "$log"
    rm "$log"
    return 1
  fi
  rm "$log"
}
export -f lint_unit
export build common

lint_cppcheck() {
  local key
  key=$( (echo "$common"; find src jobs tests -name '*.cpp' -print0 | sort -z | xargs -0 cat) | sha256sum | cut -d' ' -f1)
  [[ -e $build/passed/cppcheck-$key ]] && return 0
  # Headers of others are not looked for: cppcheck judges our code.
  cppcheck --std=c++20 --language=c++ -j "$(nproc)" --quiet --error-exitcode=1 --inline-suppr \
    --enable=warning,performance,portability --suppressions-list=tests/house/cppcheck.supp \
    -I include -I src -I jobs -I tests -D__x86_64__ src jobs include tests &&
    touch "$build/passed/cppcheck-$key"
}

status=0
# The largest first, so that no core waits at the end.
jq -r '.[].file' $build/compile_commands.json | grep -v /generated/ | grep -e "${1:-.}" | sort -u |
  while read -r unit; do echo "$(grep -c '\.cpp"' "$unit") $unit"; done | sort -rn | cut -d' ' -f2 |
  xargs -P "$(nproc)" -n 1 bash -c 'lint_unit "$1"' _ || status=1
lint_cppcheck || status=1
exit $status
