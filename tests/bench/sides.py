"""The two sides of a comparison: Chorus' programs under mpirun, and a Python process with scikit-learn."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class SideError(Exception):
    """A side could not do what it was asked to."""


def mpi_environment(ranks):
    """As the caller has it, but able to run as root, and not bound to a core that another job has."""
    env = dict(os.environ)
    if os.geteuid() == 0:
        env.update(OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
    env.setdefault("OMPI_MCA_hwloc_base_binding_policy", "none")
    if ranks > len(os.sched_getaffinity(0)):
        env["OMPI_MCA_rmaps_base_oversubscribe"] = "1"
        env["OMPI_MCA_mpi_yield_when_idle"] = "1"
    return env


def run(command, env=None):
    """Runs a command to its end; returns (seconds, standard output)."""
    began = time.perf_counter()
    done = subprocess.run([str(word) for word in command], env=env, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode != 0:
        raise SideError(f"{' '.join(str(word) for word in command)} ended with {done.returncode}: "
                        f"{(done.stderr or done.stdout).strip()[-400:]}")
    return seconds, done.stdout


class Chorus:
    """Our side. Builds nothing; `build` is a folder of the release preset with CHORUS_BENCHMARKS on."""

    def __init__(self, build):
        self.build = build
        for program in ("chorus", "tests/bench/bench_lloyd"):
            if not (build / program).exists():
                raise SideError(f"{build / program} is missing: cmake --preset release -DCHORUS_BENCHMARKS=ON && "
                                "cmake --build --preset release")

    def mpirun(self, ranks, program, *arguments):
        return run(["mpirun", "-n", ranks, self.build / program, *arguments], mpi_environment(ranks))

    def stage(self, ranks, name, *arguments):
        """The JSON line that bench_NAME prints."""
        return json.loads(self.mpirun(ranks, f"tests/bench/bench_{name}", *arguments)[1])

    def launch_seconds(self, ranks):
        return self.mpirun(ranks, "chorus", "--version")[0]

    def cluster(self, ranks, csv, folder, *arguments):
        """The whole job: (seconds with launch, its summary)."""
        shutil.rmtree(folder, ignore_errors=True)
        seconds, _ = self.mpirun(ranks, "chorus", "cluster", csv, "-o", folder, *arguments)
        return seconds, json.loads((folder / "summary.json").read_text())

    def ingest(self, ranks, csv, catalogue):
        """(MB/s as the program says, seconds with launch)."""
        catalogue.unlink(missing_ok=True)
        seconds, said = self.mpirun(ranks, "chorus", "ingest", csv, "-o", catalogue)
        return float(re.search(r"\((\d+) MB/s", said)[1]), seconds

    def kernels(self, room, pattern):
        """What Google Benchmark measured, benchmark by benchmark."""
        _, text = run([self.build / f"tests/bench/bench_{room}", "--benchmark_format=json",
                       f"--benchmark_filter={pattern}"])
        return json.loads(text)["benchmarks"]


class Sklearn:
    """The other side: sklearn_side.py in a process of its own. None of its commands runs while ours do."""

    def __init__(self, python, rows=None):
        self.process = subprocess.Popen([python, str(HERE / "sklearn_side.py")], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        if rows is not None:
            self.ask("load", path=str(rows))

    def ask(self, what, **arguments):
        self.process.stdin.write(json.dumps({"do": what, **arguments}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        answer = json.loads(line) if line else {"error": "it ended"}
        if "error" in answer:
            raise SideError(f"sklearn_side.py: {what}: {answer['error']}")
        return answer

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def sklearn_version(python):
    """The version, or None where scikit-learn or pandas is missing."""
    try:
        return run([python, "-c", "import pandas, sklearn; print(sklearn.__version__)"])[1].strip()
    except (SideError, OSError):
        return None
