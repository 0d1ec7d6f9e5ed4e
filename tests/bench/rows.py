"""The rows of the table: which sizes, what either side does, what must agree. Each function yields finished rows."""
import json

from machine import read_rate
from measuring import agree, row, take_turns
from sides import Sklearn, run

FEATURES = ["danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness", "liveness",
            "valence", "tempo", "duration_ms"]


def passes_of(n, k):
    """Of the long and the short run: fewer where one of the other side takes seconds."""
    return (25, 5) if n * k <= 1_000_000_000 else (10, 3)


def count_text(n):
    return f"{n // 1_000_000}M" if n % 1_000_000 == 0 else f"{n:,}"


class Bench:
    """What all rows need: both sides, the limits, where data lies, how often to repeat."""

    def __init__(self, chorus, limits, scratch, pairs, cores, peers=None, python=None, sklearn=None, quick=False):
        self.chorus, self.limits, self.scratch, self.pairs, self.cores = chorus, limits, scratch, pairs, cores
        self.peers, self.python, self.sklearn, self.quick = peers, python, sklearn, quick

    def size(self, full, quick):
        return quick if self.quick else full

    def sklearn_side(self, rows=None):
        return Sklearn(self.python, rows)

    def scaled_rows(self, n):
        """n x 10 float32: the peers' own made data where their script is there, else synthetic songs. Rounded to our grid,
        so that both sides have the same points: where a song is as far from one centroid as from another, the rounding
        alone would decide, and a fit that has not converged can carry that into the fifth digit of its inertia."""
        path = self.scratch / f"rows-{n}.npy"
        if path.exists():
            return path
        script = self.peers / "sklearn_fit.py" if self.peers else None
        if script and script.exists() and self.sklearn:
            made = self.scratch / f"made-{n}.npy"
            run([self.python, script, "--n", n, "--k", 2, "--repeats", 1, "--save", made])
            self.chorus.stage(self.cores, "lloyd", "--load", made, "--k", 2, "--passes", 1, "--short", 1, "--save", path)
            made.unlink()
            return path
        return self.song_rows(n)

    def song_rows(self, n):
        path = self.scratch / f"songs-{n}.npy"
        if not path.exists():
            self.chorus.stage(self.cores, "lloyd", "--songs", n, "--k", 2, "--passes", 1, "--short", 1, "--save", path)
        return path

    def song_csv(self, n):
        path = self.scratch / f"songs-{n}.csv"
        if not path.exists():
            self.chorus.mpirun(self.cores, "chorus", "synth", "--songs", n, "-o", path, "--quiet")
        return path


def lloyd_rows(bench, wanted):
    """ms per pass from the same start: a whole fit, with the last labelling, divided by its passes."""
    goals = {2: (6, 8), 8: (7, 12), 20: (6, 10), 64: (6, 10), 256: (6, 10)}
    for label, n in (("1M", bench.size(1_000_000, 100_000)), ("10M", bench.size(10_000_000, 300_000))):
        ks = [k for k in goals if wanted(f"lloyd-{label}-k{k}")]
        converge = label == "1M" and wanted("converge-1M-k8")
        if not ks and not converge:
            continue
        data = bench.scaled_rows(n)
        if not bench.sklearn:
            for k in ks:
                yield lloyd_row(bench, f"lloyd-{label}-k{k}", n, k, goals[k], data, None, bench.scratch / f"start-{n}-{k}.csv")
            if converge:
                yield converge_row(bench, n, 8, data, None, bench.scratch / f"start-{n}-8.csv")
            continue
        with bench.sklearn_side(data) as side:
            for k in ks:
                start = bench.scratch / f"start-{n}-{k}.csv"
                side.ask("choose_start", k=k, save=str(start))
                yield lloyd_row(bench, f"lloyd-{label}-k{k}", n, k, goals[k], data, side, start)
            if converge:
                start = bench.scratch / f"start-{n}-8.csv"
                side.ask("choose_start", k=8, save=str(start))
                yield converge_row(bench, n, 8, data, side, start)


def start_arguments(start, k, side):
    """The same start for us: the file that the other side wrote; ours alone seeds for itself."""
    return ["--init", start] if side else ["--k", k]


def lloyd_row(bench, name, n, k, goals, data, side, start):
    passes, short = passes_of(n, k)

    def ours():
        return bench.chorus.stage(bench.cores, "lloyd", "--load", data, *start_arguments(start, k, side),
                                  "--passes", passes, "--short", short)

    def theirs():
        brief = side.ask("fit", algorithm="lloyd", passes=short, tolerance=0)
        return brief, side.ask("fit", algorithm="lloyd", passes=passes, tolerance=0, exact_inertia=True)

    if side:
        side.ask("fit", algorithm="lloyd", passes=2, tolerance=0)
    mine, other = take_turns(bench.pairs, ours, theirs if side else None)
    floor, bound = bench.limits.lloyd_pass(n, k, 10, bench.cores)
    checks, detail = [], {"ours_pass_alone_ms": [m["ms_pass_alone"] for m in mine],
                          "ours_without_last_labels_ms": [m["ms_per_pass_without_last_labels"] for m in mine]}
    if other:
        inertia = (mine[-1]["inertia"], other[-1][1]["inertia"])
        checks = [(f"inertia {inertia[0]:.9g} and {inertia[1]:.9g} agree to 1e-5", agree(*inertia, 1e-5)),
                  (f"passes {mine[-1]['passes']} and {other[-1][1]['passes']} are equal",
                   mine[-1]["passes"] == other[-1][1]["passes"])]
        detail["theirs_pass_alone_ms"] = [1e3 * (long["seconds"] - brief["seconds"]) / (long["passes"] - brief["passes"])
                                          for brief, long in other if long["passes"] > brief["passes"]]
    return row(name, f"Lloyd pass, n={count_text(n)}, d=10, k={k}", "ms", [m["ms_per_pass"] for m in mine],
               [1e3 * long["seconds"] / long["passes"] for _, long in other],
               f"scikit-learn {bench.sklearn} lloyd, float32, {bench.cores} threads", *goals, floor=floor, floor_is=bound,
               checks=checks, **detail)


def converge_row(bench, n, k, data, side, start):
    def ours():
        return bench.chorus.stage(bench.cores, "lloyd", "--load", data, *start_arguments(start, k, side), "--passes", 2,
                                  "--short", 1, "--converge")["to_convergence"]

    def fit_with(algorithm):
        return lambda: side.ask("fit", algorithm=algorithm, passes=300, tolerance=1e-4, exact_inertia=True)

    if side:
        side.ask("fit", algorithm="lloyd", passes=2, tolerance=0)
    mine, lloyd, elkan = take_turns(bench.pairs, ours, *([fit_with("lloyd"), fit_with("elkan")] if side else [None, None]))
    checks, peer, best = [], "", None
    if side:
        name, best = min((("lloyd", lloyd), ("elkan", elkan)), key=lambda one: sorted(f["seconds"] for f in one[1])[len(one[1]) // 2])
        peer = f"scikit-learn {bench.sklearn} {name} (the faster), float32, {bench.cores} threads"
        inertia = (mine[-1]["inertia"], best[-1]["inertia"])
        checks = [(f"inertia {inertia[0]:.9g} after {mine[-1]['passes']} passes and {inertia[1]:.9g} after "
                   f"{best[-1]['passes']} agree to 1e-4", agree(*inertia, 1e-4))]
    floor, bound = bench.limits.lloyd_pass(n, k, 10, bench.cores)
    return row("converge-1M-k8", f"fit to convergence, n={count_text(n)}, k={k}, same start", "s",
               [m["seconds"] for m in mine], [b["seconds"] for b in best] if best else None, peer, 7, 15,
               floor=floor * mine[-1]["passes"] / 1e3, floor_is=f"{mine[-1]['passes']} passes of {bound}", checks=checks)


def scaling_rows(bench, wanted):
    n = bench.size(10_000_000, 300_000)
    for k in (8, 64):
        if not wanted(f"scaling-10M-k{k}") or bench.cores < 2:
            continue
        data = bench.scaled_rows(n)
        passes, short = passes_of(n, k)
        start = bench.scratch / f"start-ours-{n}-{k}.csv"
        bench.chorus.stage(bench.cores, "lloyd", "--load", data, "--k", k, "--passes", 1, "--short", 1, "--save-init", start)

        def with_ranks(ranks):
            return lambda: bench.chorus.stage(ranks, "lloyd", "--load", data, "--init", start, "--passes", passes, "--short", short)
        two, one = take_turns(bench.pairs, with_ranks(2), with_ranks(1))
        floor, bound = bench.limits.lloyd_pass(n, k, 10, 2)
        yield row(f"scaling-10M-k{k}", f"2 ranks against 1, n={count_text(n)}, k={k}", "ms", [t["ms_per_pass"] for t in two],
                  [o["ms_per_pass"] for o in one], "itself with 1 rank", 1.8, 1.95, floor=floor, floor_is=bound,
                  checks=[("the inertia is the same, bit for bit", two[-1]["inertia"] == one[-1]["inertia"])])


def silhouette_rows(bench, wanted):
    if not wanted("silhouette"):
        return
    n, k = bench.size(95_837, 10_000), 3
    data, labels = bench.song_rows(n), bench.scratch / f"labels-{n}.npy"
    side = bench.sklearn_side(data) if bench.sklearn else None
    jobs = None
    if side:
        side.ask("label", k=k, save=str(labels))
        # scikit-learn's threads come from BLAS by default, from joblib with n_jobs: the faster counts.
        probes = [(side.ask("silhouette", jobs=j, rows=min(n, 20_000))["seconds"], str(j), j) for j in (None, -1) for _ in range(2)]
        jobs = min(probes)[2]
    given = ["--labels", labels] if side else []
    mine, other = take_turns(bench.pairs,
                             lambda: bench.chorus.stage(bench.cores, "silhouette", "--load", data, "--k", k, *given),
                             (lambda: side.ask("silhouette", jobs=jobs)) if side else None)
    checks = []
    if side:
        side.__exit__()
        values = (mine[-1]["silhouette"], other[-1]["silhouette"])
        checks = [(f"silhouette {values[0]:.9f} and {values[1]:.9f} agree to 1e-5", abs(values[0] - values[1]) < 1e-5)]
    floor, bound = bench.limits.silhouette(n, 10, bench.cores)
    yield row("silhouette", f"exact silhouette, {n:,} songs, k={k}", "s", [m["seconds"] for m in mine],
              [o["seconds"] for o in other], f"scikit-learn {bench.sklearn}, n_jobs={jobs}, {bench.cores} cores", 20, 60,
              floor=floor, floor_is=bound, checks=checks, pairs_per_second=[m["pairs_per_second"] for m in mine])


def job_rows(bench, wanted):
    """The whole job by the clock on the wall, launch included; and its memory, all ranks together."""
    if not wanted("job") and not wanted("memory"):
        return
    n = bench.size(95_837, 10_000)
    csv, folder = bench.song_csv(n), bench.scratch / "python-results"
    folder.mkdir(exist_ok=True)
    script = bench.peers / "python_pipeline.py" if bench.peers else None

    def ours():
        return bench.chorus.cluster(bench.cores, csv, bench.scratch / "results", "-k", "2:10", "--restarts", 10)

    def theirs():
        seconds, said = run([bench.python, script, csv, folder])
        return seconds, json.loads(said)

    with_peer = bool(bench.sklearn and script and script.exists())
    ours()  # brings programs and data into the page cache
    mine, other = take_turns(bench.pairs, ours, theirs if with_peer else None)
    summary = mine[-1][1]
    checks = []
    if with_peer:
        table = {line["k"]: line for line in other[-1][1]["table"]}
        worst = max(line["inertia"] / table[line["k"]]["inertia"] for line in summary["k_selection"])
        checks = [(f"the same k is chosen ({summary['k']})", summary["k"] == other[-1][1]["best_k"]),
                  (f"no inertia of ours is above theirs by more than 1 % (at most {worst:.6f} times)", worst < 1.01)]
    launch = min(bench.chorus.launch_seconds(bench.cores) for _ in range(3))
    phases = {name: phase["mean"] for name, phase in summary["run"]["seconds"]["phases"].items()}
    peer = "the Python pipeline, all cores"
    if wanted("job"):
        yield row("job", f"whole job, {n:,} songs, k=2:10, 10 restarts, report", "s", [m[0] for m in mine], [o[0] for o in other],
                  peer, 20, 35, floor=launch, floor_is="launch of mpirun", checks=checks, phases=phases)
    if wanted("memory"):
        yield row("memory", f"peak memory of the whole job, {n:,} songs", "MB",
                  [sum(m[1]["run"]["peak_rss_bytes"]) / 1e6 for m in mine], [o[1]["peak_mb"] * 1.048576 for o in other], peer, 4, 8)


def ingest_rows(bench, wanted):
    """Ours reads, parses and writes the catalogue; theirs reads ten columns into a frame. Neither counts its launch."""
    ranks = [r for r in (1, 2) if wanted(f"ingest-{r}")]
    if not ranks:
        return
    n = bench.size(1_000_000, 50_000)
    csv = bench.song_csv(n)
    megabytes = csv.stat().st_size / 1e6
    side = bench.sklearn_side() if bench.sklearn else None
    floor = read_rate(csv)

    def theirs():
        return megabytes / side.ask("read_csv", path=str(csv), columns=FEATURES)["seconds"]

    if side:
        theirs()
    answers = take_turns(bench.pairs, *[lambda r=r: bench.chorus.ingest(r, csv, bench.scratch / "ingested.h5") for r in ranks],
                         theirs if side else None)
    if side:
        side.__exit__()
    for r, mine in zip(ranks, answers):
        yield row(f"ingest-{r}", f"CSV ingest, {count_text(n)} rows of 23 columns, {r} rank{'s' if r > 1 else ''}", "MB/s",
                  [m[0] for m in mine], answers[-1], "pandas.read_csv of the ten columns, C engine", *((4, 8) if r == 1 else (7, 15)),
                  floor=floor, floor_is="reading the file from the page cache, one core", larger_is_better=True,
                  with_launch_seconds=[m[1] for m in mine])


ALL = [lloyd_rows, scaling_rows, silhouette_rows, job_rows, ingest_rows]
NAMES = ([f"lloyd-{n}-k{k}" for n in ("1M", "10M") for k in (2, 8, 20, 64, 256)] + ["converge-1M-k8"] +
         [f"scaling-10M-k{k}" for k in (8, 64)] + ["silhouette", "job", "memory", "ingest-1", "ingest-2", "kernels"])
