#!/usr/bin/env python3
"""A rank on another host never reads a file that has lost its name (NFS would answer: stale file handle): the scratch
catalogue stays until all have read, and is gone at the end. On one host it loses its name at once, so that nothing stays
however the run ends. The other host is a namespace with a name of its own. Needs root, unshare and strace."""

import shutil
import subprocess
import sys

from harness import CHORUS, ENVIRONMENT, MPIRUN, Score, chorus, folder


def main():
    tools = all(shutil.which(tool) for tool in ("unshare", "strace"))
    if not tools or subprocess.run(["unshare", "--uts", "hostname", "other"], check=False, capture_output=True).returncode:
        print("other_host: skipped: needs root, unshare and strace")
        sys.exit(77)
    scratch = folder()
    songs = scratch / "songs.csv"
    assert chorus("synth", "--songs", 3000, "-o", songs, "--quiet").status == 0
    score = Score()
    for command in ("cluster", "inspect"):
        for hosts in (1, 2):
            room = scratch / f"{command}{hosts}"
            room.mkdir()
            arguments = {
                "cluster": ["cluster", songs, "-o", room, "-k", "2", "--restarts", "1", "--keep-rows", "0", "--overwrite", "--quiet"],
                "inspect": ["inspect", songs, "--scratch", room, "--keep-rows", "0", "--quiet"],
            }[command]
            trace = room.parent / f"trace-{room.name}"
            program = ["strace", "-f", "-y", "-qq", "-o", f"{trace}", "-e", "trace=pread64,read", CHORUS, *map(str, arguments)]
            plain = [CHORUS, *map(str, arguments)]
            other = ["unshare", "--uts", "sh", "-c", 'hostname other; exec "$@"', "sh"] if hosts == 2 else []
            run = [MPIRUN, "-n", "1", *plain, ":", "-n", "1", *other, *program]
            done = subprocess.run(run, env=ENVIRONMENT, check=False, capture_output=True, text=True, timeout=100)
            reads = [line for line in trace.read_text(errors="replace").splitlines() if "catalogue.h5" in line]
            nameless = sum("(deleted)" in line for line in reads)
            problem = None
            if done.returncode != 0 or not reads:
                problem = f"status {done.returncode}, {len(reads)} reads: {done.stderr[:500]}"
            elif hosts == 2 and nameless:
                problem = f"{nameless} of {len(reads)} reads on the other host are of a file without a name"
            elif hosts == 1 and not nameless:
                problem = "the file kept its name on one host"
            left = [path.name for path in room.iterdir() if path.name.startswith((".chorus-", "chorus-scratch"))]
            score.add(f"{command} on {hosts} hosts", problem or (f"left behind: {left}" if left else None))
    score.report()


main()
