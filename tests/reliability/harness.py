"""What the reliability scripts in Python share: the program under mpirun with a limit on its time, and the count of
what went right. CHORUS_BIN is the program, CHORUS_MPIRUN the launcher, CHORUS_SEED what random choices depend on."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHORUS = os.environ.get("CHORUS_BIN") or str(HERE.parent.parent / "build/release/chorus")
MPIRUN = os.environ.get("CHORUS_MPIRUN") or "mpirun"
SHARED = HERE.parent.parent.parent / "shared"  # other projects' files, where they are
ENVIRONMENT = os.environ | {
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "OMPI_MCA_hwloc_base_binding_policy": "none",
    "OMPI_MCA_mpi_yield_when_idle": "1",
}
HUNG = 124


class Outcome:
    def __init__(self, status, seconds, out, err):
        self.status, self.seconds, self.out, self.err = status, seconds, out, err

    def errors(self):
        """The lines on stderr that are no warnings: mpirun adds its own after a blank one, below a rule of dashes."""
        return [line for line in self.err.splitlines() if line.startswith("chorus: error: ")]

    def only_errors(self):
        """Whether stderr holds our lines alone."""
        return all(line.startswith("chorus: ") for line in self.err.splitlines() if line.strip())


def chorus(*arguments, ranks=1, limit=60, before=(), env=None):
    """Runs the program on that many ranks (1: without mpirun). `before` stands in front of the program. Whatever
    is left of it after `limit` seconds is killed, and its status is HUNG."""
    command = [*before, CHORUS, *map(str, arguments)]
    if ranks > 1:
        command = [MPIRUN, "-n", str(ranks), *command]
    start = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, env=ENVIRONMENT | (env or {}), start_new_session=True
        )
        try:
            status = process.wait(limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            status = HUNG
        seconds = time.monotonic() - start
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
    return Outcome(status, seconds, *texts)


def refused(outcome, *statuses):
    """Why this is not a refusal with one of the statuses and one line; nothing if it is."""
    if outcome.status == HUNG:
        return "it hangs"
    if outcome.status not in statuses:
        return f"status {outcome.status}, not {' or '.join(map(str, statuses))}"
    if len(outcome.errors()) != 1:
        return f"{len(outcome.errors())} lines of error"
    return None


class Score:
    """Counts cases; each that failed is told on stderr. `report` prints the line of the scoreboard."""

    def __init__(self, name=None):
        self.name = name or Path(sys.argv[0]).stem
        self.passed = self.total = 0
        self.longest = 0.0

    def add(self, what, problem, outcome=None):
        self.total += 1
        if outcome is not None:
            self.longest = max(self.longest, outcome.seconds)
        if problem is None:
            self.passed += 1
            return
        print(f"{self.name}: {what}: {problem}", file=sys.stderr)
        if outcome is not None:
            sys.stderr.writelines(f"    {line}\n" for line in outcome.err.splitlines()[:12])

    def report(self, note=""):
        print(f"{self.name}: {self.passed} of {self.total}{'  (' + note + ')' if note else ''}", flush=True)
        sys.exit(0 if self.passed == self.total > 0 else 1)


def count(default):
    """How many cases are asked for; 0: all."""
    return int(sys.argv[1]) if len(sys.argv) > 1 else default


def spread(cases, wanted):
    """So many of the cases, spread over them."""
    if wanted == 0 or wanted >= len(cases):
        return cases
    return [cases[i * len(cases) // wanted] for i in range(wanted)]


def randomness():
    return random.Random(int(os.environ.get("CHORUS_SEED") or 1))


def folder():
    """A new folder that is gone at the end."""
    import atexit

    made = Path(tempfile.mkdtemp(prefix=f"chorus-{Path(sys.argv[0]).stem}-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made
