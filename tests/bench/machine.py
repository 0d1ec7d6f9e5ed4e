"""The machine: what it is, and the limits that bench_roofline measures on it."""
import json
import os
import pathlib
import platform
import time

from sides import run


def describe():
    model = next((line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    return {"cpu": model, "cores": len(os.sched_getaffinity(0)), "load": os.getloadavg()[0]}


class Limits:
    """Floors of the machine with all cores (`threads` = cores) or one."""

    def __init__(self, measured):
        self.simd = measured["simd"]
        self.by_threads = {limit["threads"]: limit for limit in measured["limits"]}
        self.measured = measured

    def of(self, threads):
        return self.by_threads[min(threads, max(self.by_threads))]

    def lloyd_pass(self, n, k, d, threads):
        """(ms, what bounds it): features read once, and n k d fused multiply-adds."""
        limit = self.of(threads)
        memory = 1e3 * n * d * 4 / (limit["read_GBs"] * 1e9)
        arithmetic = 1e3 * n * k * d / (limit["fma_G_per_s"] * 1e9)
        return max(memory, arithmetic), "memory" if memory > arithmetic else "multiply-adds"

    def silhouette(self, n, d, threads):
        """(seconds, what bounds it): half of all pairs, with d fused multiply-adds and a square root each."""
        limit = self.of(threads)
        pairs = n * (n - 1) / 2
        arithmetic = pairs * d / (limit["fma_G_per_s"] * 1e9)
        roots = pairs / (limit["sqrt_G_per_s"] * 1e9)
        return max(arithmetic, roots), "multiply-adds" if arithmetic > roots else "square roots"


def measure_limits(chorus, quick, earlier=None):
    """Measures the limits; together with an earlier measurement the better of each: a busy moment lowers them."""
    arguments = ["--rounds", 3, "--megabytes", 64] if quick else []
    measured = json.loads(run([chorus.build / "tests/bench/bench_roofline", *arguments])[1])
    if earlier:
        for limit in measured["limits"]:
            before = earlier.by_threads[limit["threads"]]
            limit.update({what: max(value, before[what]) for what, value in limit.items() if what.endswith(("s", "GHz"))})
    return Limits(measured)


def read_rate(path):
    """MB/s at which one core reads the file out of the page cache: the best of three."""
    best = 0.0
    block = bytearray(4 << 20)
    for _ in range(3):
        began = time.perf_counter()
        total = 0
        with open(path, "rb", buffering=0) as file:
            while count := file.readinto(block):
                total += count
        best = max(best, total / 1e6 / (time.perf_counter() - began))
    return best
