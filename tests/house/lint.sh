#!/usr/bin/env bash
# clang-tidy over the library and the program, as .clang-tidy says. Needs a configured build of the release preset.
#   tests/house/lint.sh [FILES...]
set -euo pipefail
cd "$(dirname "$0")/../.."
files=("$@")
if ((${#files[@]} == 0)); then mapfile -t files < <(find src jobs -name '*.cpp' | sort); fi
# Two at a time: each takes a core. clang does not know GCC's warning flags, which are judged by GCC anyway.
printf '%s\n' "${files[@]}" |
  xargs -P "$(nproc)" -n 4 clang-tidy -p build/release --quiet --extra-arg=-Wno-unknown-warning-option 2>/dev/null
