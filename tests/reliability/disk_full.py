#!/usr/bin/env python3
"""File systems of 1 to 16 MB that a job on 1 and 2 ranks fills: status 4 and one line within 10 seconds of the first
word, earlier files as they were, no temporaries left. Needs the right to mount. COUNT of the 32 cases; 0: all."""

import hashlib
import subprocess
import sys

from harness import Score, chorus, count, folder, refused, spread

SONGS = 150_000  # the labelled CSV alone is larger than any of the disks
TOO_LONG = 10  # seconds


def hashes(root):
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def main():
    scratch = folder()
    songs = scratch / "songs.csv"
    assert chorus("synth", "--songs", SONGS, "-o", songs, "--quiet").status == 0
    few = scratch / "few.csv"
    assert chorus("synth", "--songs", 200, "-o", few, "--quiet").status == 0
    earlier = scratch / "earlier"
    assert chorus("cluster", few, "-o", earlier, "-k", "2", "--restarts", "1", "--quiet").status == 0
    disk = scratch / "disk"
    disk.mkdir()
    score = Score()
    cases = [(megabytes, ranks) for megabytes in range(1, 17) for ranks in (1, 2)]
    for megabytes, ranks in spread(cases, count(4)):
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", disk], check=False).returncode:
            print("disk_full: skipped: file systems cannot be mounted here")
            sys.exit(77)
        try:
            results = disk / "results"
            subprocess.run(["cp", "-r", earlier, results], check=True)
            (disk / "thesis.txt").write_text("mine\n" * 1000)
            before = hashes(disk)
            command = ["cluster", songs, "-o", results, "--overwrite", "-k", "2", "--restarts", "1", "--max-iterations", "3"]
            command += ["--silhouette", "500", "--quiet"] + (["--keep-catalogue"] if megabytes % 2 else [])
            outcome = chorus(*command, ranks=ranks, limit=40)
            problem = refused(outcome, 4)
            after = hashes(disk)
            if problem is None and outcome.seconds > TOO_LONG:
                problem = f"took {outcome.seconds:.1f} s"
            if problem is None:
                lost = [name for name in before if after.get(name) != before[name]]
                new = [name for name in after if name not in before]
                problem = f"changed {lost}, left {new}" if lost or new else None
            score.add(f"{megabytes} MB on {ranks} ranks", problem, outcome)
        finally:
            subprocess.run(["umount", "-l", disk], check=False)
    score.report(f"at most {score.longest:.1f} s")


main()
