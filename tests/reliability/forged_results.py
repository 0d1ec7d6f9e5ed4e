#!/usr/bin/env python3
"""Finished results that a disk damaged or an enemy made: `chorus report` reads report_data.json and scaling/scaling.json,
`--resume` reads summary.json, `chorus scaling` its plan. Each forged file ends with status 2 and one line that names it, or
is sound. COUNT of the cases; 0: all. Named cases are always tried, and every value of report_data.json and summary.json is
replaced in turn by what it must not be."""

import copy
import json
import shutil
import sys

from harness import Score, chorus, count, folder, refused, spread

SONGS = b"title,artist,energy,tempo\n" + b"".join(
    b"song %d,artist %d,%d.%d,%d\n" % (i, i % 7, i % 2, i % 10, 90 + (i * 37) % 80) for i in range(200)
)
DEEP = 200_000
FORGED = {  # name: (file, how its text changes)
    "density.side = 3000": ("report_data.json", lambda r: put(r, "data/density/side", 3000)),
    "density.side = -1": ("report_data.json", lambda r: put(r, "data/density/side", -1)),
    "centroid_scores = [[], []]": ("report_data.json", lambda r: put(r, "data/centroid_scores", [[], []])),
    "correlation = [[], []]": ("report_data.json", lambda r: put(r, "result/correlation", [[], []])),
    "profiles = []": ("report_data.json", lambda r: put(r, "result/profiles", [])),
    "z = []": ("report_data.json", lambda r: put(r, "result/profiles/0/z", [])),
    "components = [[]]": ("report_data.json", lambda r: put(r, "result/pca/components", [[]])),
    "values = []": ("report_data.json", lambda r: put(r, "songs/values/0", [])),
    "rows = 1e30": ("report_data.json", lambda r: put(r, "result/rows", 1e30)),
    "k = 1.5": ("report_data.json", lambda r: put(r, "result/k_selection/0/k", 1.5)),
    "a cluster that is not there": ("report_data.json", lambda r: put(r, "songs/cluster/0", 7)),
    "counts below 0": ("report_data.json", lambda r: put(r, "data/density/counts/0/0", -5)),
    "counts that overflow": ("report_data.json", lambda r: put(r, "data/silhouette/counts/0/0", 2**63 - 1)),
    "NaN as a text": ("report_data.json", lambda r: put(r, "result/mean/0", "NaN")),
    "report nested deep": ("report_data.json", lambda r: b'{"format":' + b"[" * DEEP + b"]" * DEEP + b"}"),
    "report with a key twice": ("report_data.json", lambda r: text(r).replace(b'"version":', b'"version":1,"version":', 1)),
    "summary nested deep": ("summary.json", lambda r: put(r, "scaler", DEEP)),
    "summary rows = 1e30": ("summary.json", lambda r: put(r, "rows", 1e30)),
    "summary restarts = 2^40": ("summary.json", lambda r: put(r, "restarts", 2**40)),
    "summary that is a list": ("summary.json", lambda r: b"[1]"),
    "summary that is cut": ("summary.json", lambda r: text(r)[:-100]),
    "summary of 2 TB of zeros": ("summary.json", None),
    "scaling nested deep": ("scaling/scaling.json", lambda r: b"[" * DEEP),
    "scaling ranks = 1.5": ("scaling/scaling.json", lambda r: put(r, "points/0/ranks", 1.5)),
    "scaling ranks = 0": ("scaling/scaling.json", lambda r: put(r, "points/0/ranks", 0)),
    "scaling rows = 1e30": ("scaling/scaling.json", lambda r: put(r, "points/0/rows", 1e30)),
    "scaling study = 5": ("scaling/scaling.json", lambda r: put(r, "points/0/study", 5)),
    "scaling points = {}": ("scaling/scaling.json", lambda r: put(r, "points", {})),
    "plan nested deep": ("scaling/plan.json", lambda r: b'{"version":' + b"[" * DEEP + b"]" * DEEP + b"}"),
    "plan of numbers": ("scaling/plan.json", lambda r: put(r, "version", 5)),
}
BAD = (-1, 1e30, 1.5, "", [], {}, [[]], None, [0] * 3000)


def text(tree):
    return json.dumps(tree).encode()


def put(tree, place, value):
    """The text of the tree with another value at a place; a number of levels becomes a nested list."""
    tree = copy.deepcopy(tree)
    at = tree
    *way, last = [int(step) if step.isdigit() else step for step in place.split("/")]
    for step in way:
        at = at[step]
    if value == DEEP:
        at[last] = "DEEP"
        return text(tree).replace(b'"DEEP"', b"[" * DEEP + b"]" * DEEP)
    at[last] = value
    return text(tree)


def places(tree, at=""):
    """A place for each object and list, and for the first entries of each list."""
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree[:1]) if isinstance(tree, list) else ()
    for step, value in entries:
        yield f"{at}{step}"
        yield from places(value, f"{at}{step}/")


def main():
    scratch = folder()
    songs, whole, results = scratch / "songs.csv", scratch / "whole", scratch / "results"
    songs.write_bytes(SONGS)
    cluster = ["cluster", songs, "--features", "energy,tempo", "-k", "2", "--restarts", "1", "--quiet", "--seed", "1"]
    made = chorus(*cluster, "-o", whole)
    study = ["scaling", "--songs", "2000", "-k", "3", "--passes", "1", "--repeats", "1", "--quiet"]
    studied = chorus(*study, "-o", whole / "scaling")
    score = Score()
    if made.status != 0 or studied.status != 0:
        score.add("results to begin with", "not made", made if made.status else studied)
        score.report()
    trees = {name: json.loads((whole / name).read_text()) for name in {file for file, _ in FORGED.values()}}
    cases = [(name, file, change, {2}) for name, (file, change) in FORGED.items()]
    walked = []
    for file in ("report_data.json", "summary.json"):
        for place in places(trees[file]):
            for value in BAD:
                shown = json.dumps(value)
                name = f"{file}: {place} = {shown if len(shown) < 20 else 'a long list'}"
                walked.append((name, file, lambda r, p=place, v=value: put(r, p, v), {0, 2}))
    wanted = count(10)
    cases += walked if wanted == 0 else spread(walked, max(1, wanted))
    for name, file, change, statuses in cases:
        shutil.rmtree(results, ignore_errors=True)
        shutil.copytree(whole, results)
        if change is None:
            with open(results / file, "r+b") as huge:
                huge.truncate(1 << 41)
        else:
            (results / file).write_bytes(change(trees[file]))
        if file == "summary.json":
            outcome = chorus(*cluster, "-o", results, "--resume", limit=30)
        elif file == "scaling/plan.json":
            outcome = chorus(*study, "-o", results / "scaling", limit=30)
        else:
            outcome = chorus("report", results, "--quiet", limit=30)
        problem = refused(outcome, *statuses) if outcome.status or 0 not in statuses else None
        if problem is None and outcome.status == 2 and file.split("/")[-1] not in outcome.err:
            problem = "the file is not named"
        score.add(name, problem, outcome)
    score.report(f"at most {score.longest:.1f} s")


main()
