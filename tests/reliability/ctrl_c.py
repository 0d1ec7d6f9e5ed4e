#!/usr/bin/env python3
"""ctrl_c.py COUNT: Ctrl-C at COUNT random moments of `chorus cluster`, on one rank without mpirun and on two with it (to
the whole process group, as a terminal sends it). Without mpirun it ends with 75, with 0 where it was past its last border,
or by the signal where it had hardly started. What is left is nothing, finished results, or a state that --resume ends
with the fingerprint of the unbroken run; no temporary file stays anywhere. A second Ctrl-C ends at once. And ingest,
inspect, synth, scaling and report leave nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from harness import CHORUS, ENVIRONMENT, MPIRUN, Score, chorus, count, folder, randomness

work = folder()
random = randomness()
score = Score()
scratch = work / "tmp"
songs = work / "songs.csv"
COMMAND = ["cluster", songs, "-k", "2:6", "--restarts", "6", "--tolerance", "0", "--checkpoint", "0.2s"]


def start(arguments, ranks=1):
    command = [CHORUS, *map(str, arguments)]
    if ranks > 1:
        command = [MPIRUN, "-n", str(ranks), *command]
    scratch.mkdir(exist_ok=True)
    with open(work / "out", "w") as out, open(work / "err", "w") as err:
        return subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL,
                                env=ENVIRONMENT | {"TMPDIR": str(scratch)}, start_new_session=True)


def interrupt(process, number=signal.SIGINT):
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass


def end(process, limit=60):
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        interrupt(process, signal.SIGKILL)
        process.wait()
        return "hangs"


def stray():
    """Temporary files of ours that stay, a second after the command ended: what mpirun killed may end behind it. (OpenMPI's
    own session folders are its own matter.)"""
    deadline = time.monotonic() + 1
    while (found := stray_now()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def stray_now():
    # os.walk passes over folders that OpenMPI removes meanwhile.
    paths = [Path(where) / name for where, folders, files in os.walk(work) for name in folders + files]
    found = [p for p in paths if ".partial" in p.name or "chorus-scratch" in str(p) or p.name.startswith(".chorus-")]
    return [str(p.relative_to(work)) for p in found]


def fingerprint(results):
    import json

    return json.loads((results / "summary.json").read_text())["fingerprint"]


def run_whole():
    results = work / "whole"
    begin = time.monotonic()
    outcome = chorus(*COMMAND, "-o", results, limit=300)
    if outcome.status != 0:
        sys.exit(f"ctrl_c: the unbroken run ended with {outcome.status}: {outcome.err}")
    return fingerprint(results), time.monotonic() - begin


def one(number, expected, seconds):
    ranks = 1 + number % 2
    results = work / "results"
    process = start([*COMMAND, "-o", results], ranks)
    time.sleep(random.uniform(0, seconds * (1.1 if ranks == 1 else 1.6)))
    interrupt(process)
    status = end(process)
    said = (work / "err").read_text(errors="replace")
    if status == "hangs":
        return "it hangs"
    if ranks == 1 and status not in (0, 75, -signal.SIGINT):
        return f"status {status}: {said[:300]}"
    if ranks == 1 and status == -signal.SIGINT and results.exists() and any(results.iterdir()):
        return f"died by the signal with work in the folder: {sorted(p.name for p in results.iterdir())}"
    if ranks == 1 and stray():
        return f"status {status}, left: {stray()}"
    if (results / "summary.json").exists() and fingerprint(results) != expected:
        return "a summary with another fingerprint"
    again = chorus(*COMMAND, "-o", results, "--resume", ranks=random.choice([1, 2, 3]), limit=300)
    if again.status != 0:
        return f"after status {status} --resume ended with {again.status}: {again.err[:300]}"
    if fingerprint(results) != expected:
        return "another fingerprint after --resume"
    if stray() or (results / "checkpoint").exists():
        return f"left after --resume: {stray()}"
    return None


def second(expected):
    """Two interrupts end it at once, by the signal, and nothing temporary stays."""
    results = work / "results"
    process = start([*COMMAND, "-o", results, "--restarts", "300"][:-2], 1)
    time.sleep(0.6)
    interrupt(process)
    interrupt(process)
    begin = time.monotonic()
    status = end(process)
    if status not in (-signal.SIGINT, 75, 0):
        return f"status {status}"
    if time.monotonic() - begin > 5:
        return "not at once"
    return f"left: {stray()}" if stray() else None


def others():
    """The commands that cannot go on."""
    catalogue, big = work / "big.h5", work / "big.csv"
    chorus("synth", "--songs", 150000, "-o", big, limit=120)
    cases = {
        "ingest": ["ingest", big, "-o", catalogue],
        "inspect": ["inspect", big, "-o", work / "found.json"],
        "synth": ["synth", "--songs", 2000000, "-o", work / "made.csv"],
        "scaling": ["scaling", "--songs", 3000000, "-o", work / "study"],
        "report": ["report", work / "whole"],
    }
    for name, arguments in cases.items():
        for number, ranks in ((signal.SIGINT, 1), (signal.SIGTERM, 1), (signal.SIGINT, 2)):
            process = start(arguments, ranks)
            if name == "ingest":  # when its temporary file is there
                deadline = time.monotonic() + 10
                while process.poll() is None and not list(work.glob("*.h5*")) and time.monotonic() < deadline:
                    time.sleep(0.002)
            else:
                time.sleep(random.uniform(0.2, 0.6))
            interrupt(process, number)
            status = end(process)
            problem = None
            if status == "hangs":
                problem = "it hangs"
            elif ranks == 1 and status not in (-number, 0):
                problem = f"status {status}"
            elif stray() or list(work.glob("*.h5.*")):
                problem = f"left: {stray()}"
            score.add(f"{name} on {ranks}, signal {number}", problem)
            for left in stray():
                (work / left).unlink() if (work / left).is_file() else shutil.rmtree(work / left, ignore_errors=True)
            for made in (catalogue, work / "found.json", work / "made.csv"):
                made.unlink(missing_ok=True)
            shutil.rmtree(work / "study", ignore_errors=True)


if chorus("synth", "--songs", 20000, "-o", songs, "--quiet").status != 0:
    sys.exit("ctrl_c: no songs")
expected, seconds = run_whole()
for number in range(count(3)):
    score.add(f"moment {number}", one(number, expected, seconds))
    shutil.rmtree(work / "results", ignore_errors=True)
score.add("the second Ctrl-C", second(expected))
others()
score.report()
