#!/usr/bin/env python3
"""The N-th system call of a kind on the files of a job fails, with no space or a failed device: status 4 (or 2, where
what is read is refused) and one line, or a result that is whole; never a wrong one, never a hang, nothing left behind. Every
file of the job is watched, whatever its name: the songs, and all that is opened in the results folder. CHORUS_FAILING_CALLS
is the library that makes calls fail. COUNT of all the cases; 0: all."""

import collections
import errno
import os
import shutil
import sys
from pathlib import Path

from harness import CHORUS, Score, chorus, count, folder, refused, spread

LIBRARY = Path(os.environ.get("CHORUS_FAILING_CALLS") or Path(CHORUS).parent / "tests/libfailing_calls.so")
CALLS = {
    "openat": ["ENOSPC", "EIO"],
    "write": ["ENOSPC", "EIO"],
    "pwrite64": ["ENOSPC", "EIO"],
    "fallocate": ["ENOSPC", "EIO"],
    "fsync": ["ENOSPC", "EIO"],
    "rename": ["ENOSPC", "EIO"],
    "ftruncate": ["ENOSPC", "EIO"],
    "read": ["EIO"],
    "pread64": ["EIO"],
}
def varies(name):
    """Whether a file tells how the run went, which is never the same."""
    return Path(name).name.startswith("run_") or name in ("report.html", "report_data.json", "summary.json", "manifest.json")


class Job:
    """A short job that keeps its catalogue and writes checkpoints: it touches every kind of file."""

    def __init__(self, scratch):
        self.log = scratch / "log"
        self.results = scratch / "results"
        self.songs = scratch / "songs.csv"
        assert chorus("synth", "--songs", 3000, "-o", self.songs, "--quiet").status == 0
        self.command = ["cluster", self.songs, "-o", self.results, "-k", "2:3", "--restarts", "1", "--quiet"]
        self.command += ["--keep-catalogue", "--checkpoint", "0.001s"]
        assert chorus(*self.command).status == 0
        self.whole = self.bytes()

    def files(self):
        return {str(path.relative_to(self.results)) for path in self.results.rglob("*") if path.is_file()}

    def bytes(self):
        return {name: b"" if varies(name) else (self.results / name).read_bytes() for name in self.files()}

    def run(self, call, error, number):
        """The job, and the lines of the log: "call path", and "injected path" for the call that failed."""
        shutil.rmtree(self.results, ignore_errors=True)
        self.log.unlink(missing_ok=True)
        watched = f"{os.path.realpath(self.songs)}:{os.path.realpath(self.results)}"
        settings = {"UNDER": watched, "CALL": call, "ERROR": error, "NTH": number, "LOG": self.log}
        environment = {f"CHORUS_FAIL_{name}": str(value) for name, value in settings.items()}
        outcome = chorus(*self.command, env=environment | {"LD_PRELOAD": str(LIBRARY)}, limit=60)
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return outcome, [line.partition(" ")[::2] for line in lines]

    def problem_of(self, outcome):
        if outcome.status == 0:
            now = self.bytes()
            other = sorted(name for name in now.keys() | self.whole.keys() if now.get(name) != self.whole.get(name))
            return f"done, and other than without failure: {other}" if other else None
        problem = refused(outcome, 4, 2)
        if problem is None and (self.results / "manifest.json").exists():
            problem = "failed, and the results look finished"
        own = self.whole.keys()
        state = ("checkpoint/begun-by-chorus", "checkpoint/last-good")  # what --resume goes on with
        left = [name for name in self.files() - set(own) if name not in state and not name.endswith(".checkpoint")]
        return problem or (f"left behind: {left}" if left else None)


def main():
    if not LIBRARY.exists():
        print(f"system_calls: skipped: {LIBRARY} is not built")
        sys.exit(77)
    if "sanitizers" in chorus("--version").out:
        print("system_calls: skipped: nothing is preloaded before a sanitizer")
        sys.exit(77)
    job = Job(folder())
    made = collections.Counter(call for call, _ in job.run("none", 0, 0)[1])
    assert all(made[call] > 0 for call in CALLS), made
    cases = [(call, error, n) for call, errors in CALLS.items() for error in errors for n in range(1, made[call] + 1)]
    score = Score()
    done = missed = 0
    for call, error, number in spread(cases, count(24)):
        outcome, lines = job.run(call, getattr(errno, error), number)
        injected = [path for what, path in lines if what == "injected"]
        if not injected:
            missed += 1  # the clock decides how many checkpoints are written
            continue
        done += outcome.status == 0
        score.add(f"{call} {error} {number} ({injected[0]})", job.problem_of(outcome), outcome)
    score.report(f"{len(cases)} cases in all; {done} of them with a whole result" + (f"; {missed} did not come to it" if missed else ""))


main()
