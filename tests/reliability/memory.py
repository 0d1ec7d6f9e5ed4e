#!/usr/bin/env python3
"""A file of MEGABYTES (1024) whose first quote does not end is refused with status 2, in less than 200 MB a rank."""

import os
import subprocess
import sys
import tempfile

from harness import CHORUS, ENVIRONMENT, MPIRUN, Score, count, folder

MOST = 200_000  # kB


def main():
    megabytes = count(1024)
    songs = folder() / "quote.csv"
    with open(songs, "wb") as file:
        file.write(b'title,energy,tempo\na,1,2\n"b')
        for _ in range(megabytes):
            file.write(b",0.5,120\nsong of some length" * 29_127 + b"\n" * 20)
    score = Score()
    peaks = []
    for ranks in (1, 2, 4):
        command = [CHORUS, "inspect", str(songs), "--features", "energy,tempo", "--quiet"]
        if ranks > 1:
            command = [MPIRUN, "-n", str(ranks), *command]
        with tempfile.TemporaryFile() as err:
            process = subprocess.Popen(command, stderr=err, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
            _, status, usage = os.wait4(process.pid, 0)
            err.seek(0)
            lines = err.read().decode().splitlines()
        peaks.append(usage.ru_maxrss)
        status = os.waitstatus_to_exitcode(status)
        problem = None
        if status != 2 or sum(line.startswith("chorus: error: ") for line in lines) != 1:
            problem = f"status {status}: {lines}"
        elif usage.ru_maxrss > MOST:
            problem = f"{usage.ru_maxrss / 1000:.0f} MB"
        score.add(f"on {ranks} ranks", problem)
    score.report(f"{megabytes} MB; at most {max(peaks) / 1000:.0f} MB a process")


main()
