#!/usr/bin/env python3
"""No command harms a file of the user's: inputs under every name that an output may have (by name, hard link and symbolic
link), what is no regular file where an output goes, files that look like temporaries. Each on 1 and 2 ranks: the expected
status and one line, and every file as it was, by kind and hash. COUNT of the cases; 0: all."""

import hashlib
import os
import shutil
import socket
import stat

from harness import Score, chorus, count, folder, refused, spread

FIXED = ["summary.json", "report.html", "report_data.json", "model.h5", "options.toml", "k_selection.csv", "cluster_profiles.csv",
         "manifest.json", "rejected.csv", "plots/plots.gp", "plots/mine.dat", "tables/clusters.csv", "checkpoint/000001.checkpoint"]
OWN = [name for name in FIXED if "/" not in name] + ["plots", "tables", "checkpoint", ".chorus-lock", ".chorus-x", "Summary.JSON"]
QUICK = ["-k", "2", "--restarts", "1", "--quiet"]
CENTROIDS = "energy,valence\n0.2,0.3\n0.7,0.8\n"
FEATURES = ["--features", "energy,valence"]


class Case:
    """`make(room)` fills the folder and returns the command; `statuses` are those that it may end with."""

    def __init__(self, name, statuses, make, after=None):
        self.name, self.statuses, self.make, self.after = name, statuses, make, after


def state_of(path):
    """What must not change: the kind, where a link leads, a file's content, a device's number."""
    status = path.lstat()
    kind = stat.S_IFMT(status.st_mode)
    if stat.S_ISLNK(status.st_mode):
        return kind, os.readlink(path)
    if stat.S_ISREG(status.st_mode):
        return kind, hashlib.sha256(path.read_bytes()).hexdigest()
    return kind, status.st_rdev


def states(room):
    return {path: state_of(path) for path in sorted(room.rglob("*")) if not path.is_dir() or path.is_symlink()}


class Makers:
    def __init__(self, scratch):
        self.songs = scratch / "songs.csv"
        assert chorus("synth", "--songs", 60, "-o", self.songs, "--quiet").status == 0
        self.text = self.songs.read_text()

    def put(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text)
        return path

    def partial(self, command):
        """An input whose name is the one that temporaries used to have."""
        def make(room):
            given = self.put(room / "a.csv.partial")
            return {
                "ingest": ["ingest", given, "-o", room / "a.csv", "--quiet"],
                "cluster": ["cluster", given, "-o", room, "--overwrite", "--name", "a.csv", *QUICK],
                "inspect": ["inspect", given, "-o", room / "a.csv", "--quiet"],
            }[command]
        return make

    def fixed(self, name, linked):
        """The input stands where the run writes."""
        def make(room):
            target = room / "d" / name
            if linked == "itself":
                given = self.put(target)
            else:
                given = self.put(room / "mine.csv")
                target.parent.mkdir(parents=True, exist_ok=True)
                (os.link if linked == "hard link" else os.symlink)(given, target)
            return ["cluster", given, "-o", room / "d", "--overwrite", *QUICK]
        return make

    def labelled(self, role, linked):
        """The labelled CSV would take the place of an input."""
        def make(room):
            given = room / "mine.csv"
            songs = self.put(room / "songs.csv")
            if role in ("input", "source", "recorded"):
                self.put(given)
            given.write_text({"init": CENTROIDS, "config": "[cluster]\nseed=3\n"}.get(role, self.text))
            target = given
            if linked != "itself":
                target = room / "other.csv"
                (os.link if linked == "hard link" else os.symlink)(given, target)
            to = ["-o", room, "--overwrite", "--name", target.name, *QUICK]
            if role in ("source", "recorded"):
                made = room / "songs.h5"
                assert chorus("ingest", given, "-o", made, "--quiet").status == 0
                return ["cluster", made, *to, *(["--source", given] if role == "source" else [])]
            return {
                "input": ["cluster", given, *to],
                "init": ["cluster", songs, *to, *FEATURES, "--init", given, "--init-space", "original"],
                "config": ["--config", given, "cluster", songs, *to],
            }[role]
        return make

    def other(self, command, role):
        """The output of another command would take the place of an input."""
        def make(room):
            songs = self.put(room / "songs.csv")
            config = room / "c.toml"
            config.write_text(f"[{command}]\nquiet=true\n")
            if role == "recorded":
                made = room / "songs.h5"
                assert chorus("ingest", songs, "-o", made, "--quiet").status == 0
                return [command, made, "-o", songs, "--overwrite"]
            given = [] if command == "synth" else [songs]
            size = ["--songs", "10"] if command == "synth" else []
            to = {"input": songs, "config": config}[role]
            return ["--config", config, command, *given, *size, "-o", to, "--overwrite"]
        return make

    def special(self, command, kind):
        """What is no regular file stands where an output goes."""
        def make(room):
            songs = self.put(room / "songs.csv")
            results = room / "d"
            results.mkdir()
            target = results / {"cluster": "k_selection.csv", "labelled": "l.csv"}.get(command, "out.csv")
            if kind == "device":
                os.mknod(target, stat.S_IFCHR | 0o666, os.makedev(1, 3))
            elif kind == "link to device":
                os.symlink("/dev/null", target)
            elif kind == "pipe":
                os.mkfifo(target)
            elif kind == "socket":
                socket.socket(socket.AF_UNIX).bind(os.path.relpath(target))
            else:
                target.mkdir()
            return {
                "synth": ["synth", "--songs", "10", "-o", target, "--overwrite", "--quiet"],
                "ingest": ["ingest", songs, "-o", target, "--overwrite", "--quiet"],
                "inspect": ["inspect", songs, "-o", target, "--overwrite", "--quiet"],
                "cluster": ["cluster", songs, "-o", results, "--overwrite", *QUICK],
                "labelled": ["cluster", songs, "-o", results, "--overwrite", "--name", "l.csv", *QUICK],
            }[command]
        return make

    def named(self, name):
        return lambda room: ["cluster", self.put(room / "songs.csv"), "-o", room / "d", "--name", name, *QUICK]

    def exists(self, command):
        def make(room):
            (room / "precious.csv").write_text("mine")
            given = ["--songs", "10"] if command == "synth" else [self.put(room / "songs.csv")]
            return [command, *given, "-o", room / "precious.csv", "--quiet"]
        return make

    def kept_model(self, room):
        return ["cluster", self.put(room / "model.csv"), "-o", room / "d", "--keep-catalogue", *QUICK]

    def kept_twice(self, room):
        return ["cluster", self.put(room / "songs.csv"), "-o", room / "d", "--keep-catalogue", "--name", "songs.h5", *QUICK]

    def foreign_checkpoint(self, option):
        def make(room):
            (room / "d/checkpoint").mkdir(parents=True)
            (room / "d/checkpoint/weights.partial").write_text("mine")
            (room / "d/notes.txt").write_text("mine")
            if option == "--resume":
                (room / "d/report.html").write_text("mine")
                (room / "d/summary.json").write_text("{}")
            return ["cluster", self.put(room / "songs.csv"), "-o", room / "d", option, *QUICK]
        return make

    def planted_link(self, name):
        def make(room):
            (room / "victim.txt").write_text("mine")
            (room / "d").mkdir()
            os.symlink("../victim.txt", room / "d" / name)
            return ["cluster", self.put(room / "songs.csv"), "-o", room / "d", "--overwrite", *QUICK]
        return make

    def long_name(self, letters):
        return lambda room: ["cluster", self.put(room / ("x" * letters + ".csv")), "-o", room / "d", *QUICK]


def kept_both(room):
    if not (room / "d/model_catalogue.h5").exists():
        return "no catalogue was kept"
    return None if chorus("inspect", room / "d/model_catalogue.h5", "--quiet").status == 0 else "the catalogue is none"


def all_cases(scratch):
    make = Makers(scratch)
    cases = [Case(f"{command} a.csv.partial", [0], make.partial(command)) for command in ("ingest", "cluster", "inspect")]
    cases += [Case(f"synth over a file", [2], make.exists("synth")), Case("ingest over a file", [2], make.exists("ingest")),
              Case("inspect over a file", [2], make.exists("inspect"))]
    cases += [Case(f"--name {name}", [2], make.named(name)) for name in OWN]
    cases += [Case(f"--name {name}", [0], make.named(name), lambda room, name=name: None if (room / "d" / name).exists() else "no labels")
              for name in ("summary.json.partial", "report")]
    cases += [Case("model.csv --keep-catalogue", [0], make.kept_model, kept_both), Case("one name for two", [2], make.kept_twice)]
    cases += [Case(f"{option} with a checkpoint/ of another", statuses, make.foreign_checkpoint(option))
              for option, statuses in (("--resume", [2]), ("--overwrite", [0, 2]))]
    cases += [Case(f"link {name}", [0], make.planted_link(name)) for name in ("options.toml.partial", "report.html.part", "model.h5.partial")]
    cases += [Case("name of 240 letters", [0], make.long_name(236)), Case("name of 255 letters", [2], make.long_name(251))]
    kinds = ["device", "link to device", "pipe", "socket", "folder"]
    cases += [Case(f"{command} -o {kind}", [2], make.special(command, kind))
              for command in ("synth", "ingest", "inspect", "cluster", "labelled") for kind in kinds]
    links = ["itself", "hard link", "link"]
    cases += [Case(f"input as {name} ({linked})", [2], make.fixed(name, linked)) for name in FIXED for linked in links]
    cases += [Case(f"labels over {role} ({linked})", [2], make.labelled(role, linked))
              for role in ("input", "source", "recorded", "init", "config") for linked in links]
    cases += [Case(f"{command} over {role}", [2], make.other(command, role))
              for command, roles in (("ingest", ["input", "config"]), ("inspect", ["input", "config", "recorded"]), ("synth", ["config"]))
              for role in roles]
    return cases


def main():
    scratch = folder()
    os.chdir(scratch)
    score = Score()
    wanted = [(case, ranks) for case in all_cases(scratch) for ranks in (1, 2)]
    for number, (case, ranks) in enumerate(spread(wanted, count(40))):
        room = scratch / f"room{number}"
        room.mkdir()
        command = case.make(room)
        before = states(room)
        outcome = chorus(*command, ranks=ranks, limit=60)
        after = states(room)
        problem = None
        if outcome.status not in case.statuses or outcome.status != 0:
            problem = refused(outcome, *case.statuses)
        harmed = [str(path.relative_to(room)) for path in before if after.get(path) != before[path]]
        if harmed:
            problem = f"changed: {harmed}"
        left = [path.name for path in room.rglob("*") if path.name.startswith(".chorus-") and path not in before]
        if problem is None and left:
            problem = f"left behind: {left}"
        if problem is None and case.after is not None:
            problem = case.after(room)
        score.add(f"{case.name} on {ranks}", problem, outcome)
        shutil.rmtree(room)
    score.report()


main()
