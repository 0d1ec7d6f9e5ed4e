#!/usr/bin/env python3
"""File systems of 1 to 16 MB that a job on 1 and 2 ranks fills: status 4 and one line not 10 seconds later
than it would have been done with room enough, earlier files as they were, no temporaries left. Needs the right to mount. COUNT of the 32 cases; 0: all."""

import hashlib
import shutil
import subprocess
import sys

from harness import Score, chorus, count, folder, refused, spread

SONGS = 150_000  # the labelled CSV alone is larger than any of the disks
EARLIER = ["songs_clustered.csv", "model.h5", "summary.json", "k_selection.csv", "cluster_profiles.csv", "options.toml"]
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
    few = scratch / "few/songs.csv"
    few.parent.mkdir()
    assert chorus("synth", "--songs", 200, "-o", few, "--quiet").status == 0
    earlier = scratch / "earlier"
    assert chorus("cluster", few, "-o", earlier, "-k", "2", "--restarts", "1", "--quiet").status == 0
    disk = scratch / "disk"
    disk.mkdir()
    job = ["cluster", songs, "--overwrite", "-k", "2", "--restarts", "1", "--max-iterations", "3", "--silhouette", "500"]
    job += ["--quiet", "-o"]
    unbroken = max(chorus(*job, scratch / "roomy", ranks=ranks).seconds for ranks in (1, 2))
    score = Score()
    cases = [(megabytes, ranks) for megabytes in range(1, 17) for ranks in (1, 2)]
    for megabytes, ranks in spread(cases, count(4)):
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", disk], check=False).returncode:
            print("disk_full: skipped: file systems cannot be mounted here")
            sys.exit(77)
        try:
            results = disk / "results"
            results.mkdir()
            for name in EARLIER:
                shutil.copy(earlier / name, results)
            (disk / "thesis.txt").write_text("mine\n" * 1000)
            before = hashes(disk)
            command = [*job, results] + (["--keep-catalogue"] if megabytes % 2 else [])
            outcome = chorus(*command, ranks=ranks, limit=40)
            problem = refused(outcome, 4)
            after = hashes(disk)
            if problem is None and outcome.seconds > unbroken + TOO_LONG:
                problem = f"took {outcome.seconds:.1f} s"
            if problem is None:
                lost = [name for name in before if after.get(name) != before[name]]
                new = [name for name in after if name not in before]
                kept = "results/songs.h5"  # was asked for, and may be done before the disk is full
                if kept in new and chorus("inspect", disk / kept, "--quiet").status == 0:
                    new.remove(kept)
                problem = f"changed {lost}, left {new}" if lost or new else None
            score.add(f"{megabytes} MB on {ranks} ranks", problem, outcome)
        finally:
            subprocess.run(["umount", "-l", disk], check=False)
    score.report(f"at most {score.longest:.1f} s; with room enough {unbroken:.1f} s")


main()
