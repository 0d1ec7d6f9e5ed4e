#!/usr/bin/env python3
"""Measures Chorus against its peers and against the machine, and writes the table as Markdown and JSON.

  cmake --preset release -DCHORUS_BENCHMARKS=ON && cmake --build --preset release
  tests/bench/run.py                      all rows; half an hour on two cores
  tests/bench/run.py --quick              small sizes, to see that it works
  tests/bench/run.py --only 'lloyd-1M-*'  some rows (see --list)

Both sides take turns on the same data. scikit-learn and pandas run with --python; the Python pipeline and the made data
come from the folder --peers. What is not there is left out, and our side and the machine's limits are shown alone.
Ends with 1 if the two sides' results differ or a row could not be measured; ratios never decide the exit status."""
import argparse
import datetime
import fnmatch
import json
import pathlib
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True  # the source tree stays as it is

import machine
import rows
import table
from sides import ROOT, Chorus, SideError, sklearn_version


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes and 2 pairs")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="this row; * stands for anything; repeatable")
    parser.add_argument("--list", action="store_true", help="show the names of rows and end")
    parser.add_argument("--pairs", type=int, help="turns of each side (5; with --quick 2)")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release")
    parser.add_argument("--peers", type=pathlib.Path, default=ROOT.parent / "shared" / "peers", help="folder of the peers' scripts")
    parser.add_argument("--python", default="/usr/bin/python3", help="the Python that has scikit-learn and pandas")
    parser.add_argument("--without-peers", action="store_true", help="ours and the machine's limits alone")
    parser.add_argument("--scratch", type=pathlib.Path, help="keep made data here; else in a temporary folder that is removed")
    parser.add_argument("-o", "--output", type=pathlib.Path, default=pathlib.Path("results-bench"), help="folder for bench.md and bench.json")
    return parser.parse_args()


def measure(bench, wanted, result):
    for make in rows.ALL:
        try:
            for line in make(bench, wanted):
                result["rows"].append(line)
                print("\n".join(table.rows_table([line])[2:] + table.notes([line])), flush=True)
        except SideError as error:
            result["failures"].append(f"{make.__name__}: {error}")
            print(f"not measured: {error}", file=sys.stderr, flush=True)
    if wanted("kernels"):
        simd = bench.limits.simd
        for room, pattern in (("kmeans", f"/{simd}($|/)"), ("pairs", f"/{simd}($|/)"), ("csv", "parse_blocks|cut")):
            try:
                result["kernels"] += bench.chorus.kernels(room, pattern)
            except (SideError, OSError) as error:
                result["failures"].append(f"kernels of {room}: {error}")


def main():
    how = options()
    if how.list:
        print("\n".join(rows.NAMES))
        return 0

    def wanted(name):
        return not how.only or any(fnmatch.fnmatch(name, pattern) for pattern in how.only)

    if not any(wanted(name) for name in rows.NAMES):
        print(f"run.py: no row has such a name; there are {', '.join(rows.NAMES)}", file=sys.stderr)
        return 2
    with_peers = not how.without_peers
    peers = how.peers if with_peers and how.peers.is_dir() else None
    sklearn = sklearn_version(how.python) if with_peers else None
    scratch = how.scratch or pathlib.Path(tempfile.mkdtemp(prefix="chorus-bench-"))
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        here = machine.describe()
        chorus = Chorus(how.build)
        limits = machine.measure_limits(chorus, how.quick, machine.measure_limits(chorus, how.quick))
        result = {"date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"), "machine": here,
                  "limits": limits.measured, "quick": how.quick, "pairs": how.pairs or (2 if how.quick else 5),
                  "sklearn": sklearn, "peers": peers is not None, "rows": [], "kernels": [], "failures": []}
        bench = rows.Bench(chorus, limits, scratch, result["pairs"], here["cores"], peers, how.python, sklearn, how.quick)
        measure(bench, wanted, result)
    except SideError as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 2
    finally:
        if how.scratch is None:
            shutil.rmtree(scratch, ignore_errors=True)
    how.output.mkdir(parents=True, exist_ok=True)
    (how.output / "bench.json").write_text(json.dumps(result, indent=1) + "\n")
    text = table.markdown(result)
    (how.output / "bench.md").write_text(text)
    print("\n" + text)
    differs = [c["what"] for line in result["rows"] for c in line["checks"] if not c["passed"]]
    return 1 if differs or result["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
