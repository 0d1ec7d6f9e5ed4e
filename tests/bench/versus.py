#!/usr/bin/env python3
"""Measures one build of Chorus against another, in turn, on the same data: has a change cost anything?

  cmake --preset release -DCHORUS_BENCHMARKS=ON && cmake --build --preset release      in both trees
  tests/bench/versus.py --other ../before/build/release                                21 pairs a row
  tests/bench/versus.py --other ... --only 'lloyd-*' --pairs 41                        some rows (see --list)

A row's figure is the median over the pairs of this build's time divided by the other's: below 1, this one is faster. Its
95 % interval is that of the median, by order statistics. Which side goes first alternates from pair to pair. Ratios never
decide the exit status; a row that could not be measured does."""
import argparse
import fnmatch
import math
import pathlib
import statistics
import sys
import tempfile

sys.dont_write_bytecode = True  # the source tree stays as it is

from sides import ROOT, Chorus, SideError


def interval_of_median(values, confidence=0.95):
    """(low, high): the widest-needed order statistics around the median, by the binomial distribution."""
    ordered, n = sorted(values), len(values)
    low, outside = 0, 2 * 0.5**n
    while low + 1 < n // 2:
        more = 2 * math.comb(n, low + 1) * 0.5**n
        if outside + more > 1 - confidence:
            break
        low, outside = low + 1, outside + more
    return ordered[low], ordered[n - 1 - low]


def in_turn(pairs, this, other):
    """The ratios this / other, pair by pair, after a turn of each that does not count."""
    this(), other()
    ratios, seconds = [], []
    for pair in range(pairs):
        if pair % 2:
            b, a = other(), this()
        else:
            a, b = this(), other()
        ratios.append(a / b)
        seconds.append((a, b))
    return ratios, seconds


def lloyd(n, k, passes):
    def make(scratch):
        rows = scratch / f"rows-{n}.npy"

        def side(chorus):
            if not rows.exists():
                chorus.stage(2, "lloyd", "--songs", n, "--k", 2, "--passes", 1, "--short", 1, "--save", rows)
            start = scratch / f"start-{n}-{k}.csv"
            if not start.exists():
                chorus.stage(2, "lloyd", "--load", rows, "--k", k, "--passes", 1, "--short", 1, "--save-init", start)
            return lambda: chorus.stage(2, "lloyd", "--load", rows, "--init", start, "--passes", passes, "--short", 1)["ms_per_pass"]
        return side
    return make


def silhouette(n):
    def make(scratch):
        rows = scratch / f"rows-{n}.npy"

        def side(chorus):
            if not rows.exists():
                chorus.stage(2, "lloyd", "--songs", n, "--k", 2, "--passes", 1, "--short", 1, "--save", rows)
            return lambda: chorus.stage(2, "silhouette", "--load", rows, "--k", 3)["seconds"]
        return side
    return make


def song_csv(chorus, scratch, n):
    path = scratch / f"songs-{n}.csv"
    if not path.exists():
        chorus.mpirun(2, "chorus", "synth", "--songs", n, "-o", path, "--quiet")
    return path


def job(n, *arguments):
    def make(scratch):
        def side(chorus):
            csv = song_csv(chorus, scratch, n)
            return lambda: chorus.cluster(2, csv, scratch / "results", "-k", "2:10", "--restarts", 10, *arguments)[0]
        return side
    return make


def ingest(n, ranks):
    def make(scratch):
        def side(chorus):
            csv = song_csv(chorus, scratch, n)
            return lambda: 1 / chorus.ingest(ranks, csv, scratch / "ingested.h5")[0]
        return side
    return make


ROWS = {**{f"lloyd-{name}-k{k}": lloyd(n, k, passes) for name, n, passes in (("1M", 1_000_000, 60), ("10M", 10_000_000, 10))
           for k in (2, 8, 20, 64, 256)},
        "silhouette": silhouette(95_837), "job": job(95_837), "job-mean": job(95_837, "--missing", "mean"),
        "ingest-1": ingest(1_000_000, 1), "ingest-2": ingest(1_000_000, 2)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="this side [build/release]")
    parser.add_argument("--other", type=pathlib.Path, help="the build folder to compare with")
    parser.add_argument("--pairs", type=int, default=21)
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="this row; * stands for anything; repeatable")
    parser.add_argument("--list", action="store_true", help="show the names of rows and end")
    parser.add_argument("--scratch", type=pathlib.Path, help="keep made data here; else in a temporary folder that is removed")
    how = parser.parse_args()
    wanted = [name for name in ROWS if not how.only or any(fnmatch.fnmatch(name, one) for one in how.only)]
    if how.list:
        print("\n".join(wanted))
        return 0
    if how.other is None or how.pairs < 2:
        parser.error("--other BUILD and at least 2 pairs are needed")
    failures = 0
    with tempfile.TemporaryDirectory(prefix="chorus-versus-") as made:
        scratch = how.scratch or pathlib.Path(made)
        scratch.mkdir(parents=True, exist_ok=True)
        print(f"{'row':<16} {'ratio':>7}  {'95 % interval':<16} {'this':>10} {'other':>10}  pairs")
        for name in wanted:
            try:
                make = ROWS[name](scratch)
                ratios, seconds = in_turn(how.pairs, make(Chorus(how.build)), make(Chorus(how.other)))
                low, high = interval_of_median(ratios)
                this, other = (statistics.median(side) for side in zip(*seconds))
                print(f"{name:<16} {statistics.median(ratios):7.3f}  {low:.3f} to {high:<7.3f} {this:10.4g} {other:10.4g}  {how.pairs}", flush=True)
            except SideError as error:
                failures += 1
                print(f"{name}: not measured: {error}", file=sys.stderr, flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
