#!/usr/bin/env bash
# Every source file is formatted as .clang-format says. `tests/house/format.sh --fix` formats them.
set -euo pipefail
cd "$(dirname "$0")/../.."
mapfile -t files < <(find include src jobs tests docs -name '*.hpp' -o -name '*.cpp' -o -name '*.h' | sort)
if [[ ${1:-} == --fix ]]; then
  clang-format -i "${files[@]}"
else
  clang-format --dry-run --Werror "${files[@]}"
fi
