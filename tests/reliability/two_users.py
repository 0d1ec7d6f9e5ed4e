#!/usr/bin/env python3
"""Two people on one node: whatever the one left in /dev/shm under the names that a catalogue has had while it is written, the
other's runs end well. (MPI-IO names a semaphore there by the file's base name.) And no two runs share such a name. Needs root
(to be both), unshare and setpriv; /dev/shm is one of the test's own."""

import os
import shutil
import subprocess
import sys

from harness import Score, chorus, folder

NAMES = ["songs.h5", "songs.h5.partial", ".chorus-catalogue.h5", ".chorus-catalogue.h5.partial"]
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def apart():
    """Starts this script again with a /dev/shm of its own."""
    if os.environ.get("CHORUS_APART"):
        return
    tools = all(shutil.which(tool) for tool in ("unshare", "setpriv", "strace"))
    mine = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs tmpfs /dev/shm && exec "$@"', "sh"]
    if os.geteuid() != 0 or not tools or subprocess.run([*mine, "true"], check=False, capture_output=True).returncode:
        print("two_users: skipped: needs root, unshare, setpriv and strace")
        sys.exit(77)
    os.environ["CHORUS_APART"] = "1"
    os.execvp(mine[0], [*mine, sys.executable, *sys.argv])


def commands(songs, room):
    quick = ["-k", "2", "--restarts", "1", "--quiet"]
    return {
        "cluster": ["cluster", songs, "-o", room / "a", *quick],
        "cluster --keep-catalogue": ["cluster", songs, "-o", room / "b", "--keep-catalogue", *quick],
        "ingest": ["ingest", songs, "-o", room / "songs.h5", "--quiet"],
        "inspect": ["inspect", songs, "--scratch", room, "--quiet"],
    }


def semaphores(songs, room, trace):
    """The names in /dev/shm that a run of each command takes for its catalogue."""
    found = []
    for command in commands(songs, room).values():
        outcome = chorus(*command, before=["strace", "-f", "-qq", "-o", trace, "-e", "trace=openat,link,linkat,rename", "-s", "400"], limit=60)
        assert outcome.status == 0, outcome.err
        lines = [line for line in trace.read_text(errors="replace").splitlines() if "/dev/shm/sem.OMPIO_" in line]
        found.append({line.split("/dev/shm/sem.OMPIO_")[1].split('"')[0] for line in lines})
    return found


def main():
    apart()
    scratch = folder()
    scratch.chmod(0o755)
    songs = scratch / "songs.csv"
    assert chorus("synth", "--songs", 300, "-o", songs, "--quiet").status == 0
    score = Score()
    (scratch / "first").mkdir()
    (scratch / "second").mkdir()
    first, second = (semaphores(songs, scratch / name, scratch / "trace") for name in ("first", "second"))
    for name, a, b in zip(commands(songs, scratch), first, second):
        score.add(f"{name}: two runs", f"share {a & b}" if a & b else None)
    for name in NAMES:
        left = os.open(f"/dev/shm/sem.OMPIO_{name}", os.O_CREAT | os.O_WRONLY, 0o600)
        os.write(left, bytes(32))
        os.close(left)
    for ranks in (1, 2):
        room = scratch / f"nobody{ranks}"
        room.mkdir()
        os.chown(room, 65534, 65534)
        for name, command in commands(songs, room).items():
            environment = {"HOME": str(room), "TMPDIR": str(room)}
            before = NOBODY if ranks == 1 else ()
            if ranks == 1:
                outcome = chorus(*command, before=before, env=environment)
            else:
                outcome = chorus_as_nobody(command, environment)
            score.add(f"{name} on {ranks}", None if outcome.status == 0 else f"status {outcome.status}", outcome)
    score.report()


def chorus_as_nobody(command, environment):
    """mpirun itself is nobody's."""
    import harness

    launcher = [*NOBODY, harness.MPIRUN, "-n", "2"]
    return chorus(*command, before=launcher, env=environment)


main()
