#!/usr/bin/env python3
"""Pairs of runs that start into one folder 0 to 50 ms apart, of the same input and of different ones, some with --overwrite or
--resume: one of them ends with 0 and `chorus verify` passes, the other is refused (2) with "in use by". Where one began when
the other had ended, both may end with 0, or the second be refused for what is there; these are counted apart. COUNT pairs."""

import shutil
import subprocess
import time

from harness import CHORUS, ENVIRONMENT, MPIRUN, Score, chorus, count, folder, randomness

SONGS = 60_000
LIMIT = 120


def start(songs, results, flag, ranks, k, scratch, name):
    command = [CHORUS, "cluster", songs, "-o", results, "-k", k, "--restarts", "3", "--silhouette", "500", *flag]
    if ranks > 1:
        command = [MPIRUN, "-n", str(ranks), *command]
    streams = [open(scratch / f"{name}.{kind}", "w+b") for kind in ("out", "err")]
    process = subprocess.Popen(
        [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=streams[0], stderr=streams[1], env=ENVIRONMENT
    )
    return process, streams


def finish(process, streams):
    try:
        status = process.wait(LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        status = 124
    texts = []
    for stream in streams:
        stream.seek(0)
        texts.append(stream.read().decode("utf-8", "replace"))
        stream.close()
    return status, *texts


def judge(ended, results):
    """What is wrong with a pair, and whether the two overlapped."""
    statuses = sorted(status for status, _, _ in ended)
    errors = [err for status, _, err in ended if status == 2]
    verified = chorus("verify", results, limit=LIMIT)
    if verified.status != 0:
        return f"statuses {statuses}, and verify ends with {verified.status}: {verified.err.strip()}", True
    if statuses == [0, 0]:
        return None, False
    if statuses != [0, 2]:
        return f"statuses {statuses}: {[err.strip() for _, _, err in ended]}", True
    if "in use by process" in errors[0] and errors[0].count("chorus: error:") == 1:
        return None, True
    after = "not empty" in errors[0] or "of another run" in errors[0]
    return (None if after else f"refused otherwise: {errors[0].strip()}"), False


def main():
    scratch = folder()
    inputs = [scratch / "a.csv", scratch / "b.csv"]
    for seed, songs in enumerate(inputs):
        assert chorus("synth", "--songs", SONGS, "--seed", seed, "-o", songs, "--quiet").status == 0
    draw = randomness()
    score = Score()
    apart = 0
    began = time.monotonic()
    for pair in range(count(6)):
        results = scratch / "results"
        shutil.rmtree(results, ignore_errors=True)
        kind = pair % 4
        if pair % 3 == 2:  # there are results already
            early = chorus("cluster", inputs[0], "-o", results, "-k", "2", "--restarts", "1", "--silhouette", "500", "--quiet")
            assert early.status == 0, early.err
            flags = [["--overwrite"], ["--overwrite"]]
        else:
            flags = [[[], []], [["--resume"], ["--resume"]], [["--overwrite"], []], [[], ["--resume"]]][kind]
        songs = [inputs[0], inputs[pair % 2]]
        ranks = [draw.choice((1, 1, 2)) for _ in range(2)]
        first = start(songs[0], results, flags[0], ranks[0], "2:6", scratch, "first")
        time.sleep(draw.uniform(0, 0.05))
        second = start(songs[1], results, flags[1], ranks[1], "2:5", scratch, "second")
        problem, overlapped = judge([finish(*first), finish(*second)], results)
        apart += not overlapped
        left = [path.name for path in results.rglob(".chorus-*")]
        if problem is None and left:
            problem = f"left behind: {left}"
        score.add(f"pair {pair}, {flags}, {ranks} ranks", problem)
    score.report(f"{apart} of them one after the other, {time.monotonic() - began:.0f} s")


main()
