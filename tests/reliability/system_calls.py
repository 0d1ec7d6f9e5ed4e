#!/usr/bin/env python3
"""The N-th system call of a kind on the files of a job fails, with no space or a failed device: status 4 (or 2, where
what is read is refused) and one line, or a result that is whole; never a wrong one, never a hang. Needs strace. COUNT of all
the cases; 0: all."""

import shutil
import subprocess
import sys

from harness import CHORUS, ENVIRONMENT, Score, chorus, count, folder, refused, spread

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
LASTING = ["songs_clustered.csv", "model.h5", "k_selection.csv", "cluster_profiles.csv"]


class Job:
    """A short job that keeps its catalogue and writes checkpoints: it touches every kind of file."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.results = scratch / "results"
        self.songs = scratch / "songs.csv"
        assert chorus("synth", "--songs", 3000, "-o", self.songs, "--quiet").status == 0
        self.command = ["cluster", self.songs, "-o", self.results, "-k", "2:3", "--restarts", "1", "--quiet"]
        self.command += ["--keep-catalogue", "--checkpoint", "0.001s"]
        assert chorus(*self.command).status == 0
        self.whole = self.bytes()
        files = [path for path in self.results.rglob("*") if path.is_file()]
        self.paths = [self.songs, self.results, *files, *(str(path) + ".partial" for path in files)]
        self.paths += [self.results / "checkpoint"]
        for name in ["last-good", *(f"{n:06}.checkpoint" for n in range(1, 60))]:
            self.paths += [self.results / "checkpoint" / name, self.results / "checkpoint" / (name + ".partial")]

    def bytes(self):
        return {name: (self.results / name).read_bytes() for name in LASTING if (self.results / name).exists()}

    def calls(self):
        """How often the unbroken job makes each of the calls on its files."""
        shutil.rmtree(self.results)
        trace = self.scratch / "trace"
        command = ["strace", "-f", "-qq", "-o", trace, "-e", "trace=" + ",".join(CALLS), *self.filter(), CHORUS, *self.command]
        subprocess.run([str(part) for part in command], env=ENVIRONMENT, check=True, capture_output=True)
        lines = trace.read_text(errors="replace").splitlines()
        return {call: sum(f" {call}(" in line for line in lines) for call in CALLS}

    def filter(self):
        return [part for path in self.paths for part in ("-P", str(path))]

    def broken(self, call, error, number):
        shutil.rmtree(self.results, ignore_errors=True)
        inject = f"inject={call}:error={error}:when={number}"
        strace = ["strace", "-f", "-qq", "-o", self.scratch / "trace", "-e", f"trace={call}", "-e", inject]
        outcome = chorus(*self.command, before=[str(part) for part in strace + self.filter()], limit=60)
        hit = "(INJECTED)" in (self.scratch / "trace").read_text(errors="replace")
        return hit, outcome

    def problem_of(self, outcome):
        if outcome.status == 0:
            if self.bytes() != self.whole:
                return "done, and the result is another"
            return None
        problem = refused(outcome, 4, 2)
        if problem is None and (self.results / "summary.json").exists():
            problem = "failed, and the results look finished"
        left = [path.name for path in self.results.rglob("*.partial")] if self.results.exists() else []
        return problem or (f"left behind: {left}" if left else None)


def main():
    if shutil.which("strace") is None:
        print("system_calls: skipped: there is no strace")
        sys.exit(77)
    job = Job(folder())
    made = job.calls()
    cases = [(call, error, n) for call, errors in CALLS.items() for error in errors for n in range(1, made[call] + 1)]
    score = Score()
    done = missed = 0
    for call, error, number in spread(cases, count(16)):
        hit, outcome = job.broken(call, error, number)
        if not hit:
            missed += 1  # the clock decides how many checkpoints are written
            continue
        done += outcome.status == 0
        score.add(f"{call} {error} {number}", job.problem_of(outcome), outcome)
    score.report(f"{done} of them with a whole result" + (f"; {missed} did not come to it" if missed else ""))


main()
