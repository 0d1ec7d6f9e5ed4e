#!/usr/bin/env bash
# clang-tidy as .clang-tidy says, and cppcheck, over the library and the program. Many files are looked at as one unit
# (preset lint): the headers of others are read a few times only. What passed is not looked at again until it or a header changes.
#   tests/house/lint.sh               the library and the program
#   tests/house/lint.sh PATTERN       the units whose path matches, for example unity_0, or tests/
#   CHORUS_LINT_ANALYZER=1 ...        with the static analyzer too
set -euo pipefail
cd "$(dirname "$0")/../.."
build=build/lint
cmake --preset lint >/dev/null
mkdir -p $build/passed

# What every unit may depend on: all headers, the checks, the compilers' flags.
extra_checks=-bugprone-suspicious-include # a unit includes .cpp files: it is made for that
[[ -z ${CHORUS_LINT_ANALYZER:-} ]] || extra_checks+=",clang-analyzer-*"
common=$( (echo "$extra_checks"
  find include src jobs tests -name '*.hpp' -print0 | sort -z | xargs -0 cat
  cat .clang-tidy tests/house/lint.sh tests/house/cppcheck.supp
  clang-tidy --version
  sed "s|$PWD||g" $build/compile_commands.json) | sha256sum | cut -d' ' -f1)

lint_unit() {
  local unit=$1 key log
  key=$( (echo "$common" "${unit#"$PWD"/}"
    { grep -oP '^#include "\K[^"]+\.cpp(?=")' "$unit" || echo "$unit"; } | xargs cat) | sha256sum | cut -d' ' -f1)
  [[ -e $build/passed/$key ]] && return 0
  log=$(mktemp)
  # GCC's flags are judged by GCC.
  if clang-tidy -p $build --quiet --checks="$extra_checks" \
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
export build common extra_checks

lint_cppcheck() {
  local key
  key=$( (echo "$common"; find src jobs -name '*.cpp' -print0 | sort -z | xargs -0 cat) | sha256sum | cut -d' ' -f1)
  [[ -e $build/passed/cppcheck-$key ]] && return 0
  # Headers of others are not looked for: cppcheck judges our code.
  cppcheck --std=c++20 --language=c++ -j "$(nproc)" --quiet --error-exitcode=1 --inline-suppr \
    --enable=warning,performance,portability --suppressions-list=tests/house/cppcheck.supp \
    -I include -I src -I jobs -D__x86_64__ '-DNLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(...)=' src jobs include &&
    touch "$build/passed/cppcheck-$key"
}

status=0
units() {
  if (($# > 0)); then grep -e "$1"; else grep -v "/tests/"; fi
}
# The largest first, so that no core waits at the end.
jq -r '.[].file' $build/compile_commands.json | grep -v /generated/ | units "$@" | sort -u |
  while read -r unit; do echo "$(grep -c '\.cpp"' "$unit") $unit"; done | sort -rn | cut -d' ' -f2 |
  xargs -P "$(nproc)" -n 1 bash -c 'lint_unit "$1"' _ || status=1
if (($# == 0)); then lint_cppcheck || status=1; fi
exit $status
