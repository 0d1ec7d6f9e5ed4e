#!/usr/bin/env python3
"""Malformed CSV files at 1 to 4 ranks: each ends with status 2 and one line, or is read where it should be, within
seconds. The files are other projects' test suites, where those are at hand, and our own. COUNT of all the cases (file
and ranks) are tried; 0: all."""

import csv
import io
import json
import sys

from harness import SHARED, Score, chorus, count, folder, refused, spread

TOO_LONG = 2  # seconds beyond the launch

HEAD = b"title,energy,tempo\n"
ROWS = b"".join(b"song %d,0.%d,%d\n" % (i, i % 10, 90 + i) for i in range(3000))
OWN = {  # name: (bytes, status)
    "empty": (b"", 2),
    "a line end alone": (b"\n", 2),
    "a byte order mark alone": (b"\xef\xbb\xbf", 2),
    "header without a line end": (b"title,energy,tempo", 2),
    "header alone": (HEAD, 2),
    "one row": (HEAD + b"a,1,2\n", 0),
    "no final line end": (HEAD + ROWS[:-1], 0),
    "byte order mark": (b"\xef\xbb\xbf" + HEAD + ROWS, 0),
    "carriage returns and line feeds": ((HEAD + ROWS).replace(b"\n", b"\r\n"), 0),
    "blank lines": (HEAD + ROWS.replace(b"song 7,", b"\n\nsong 7,"), 0),
    "empty cells": (HEAD + ROWS + b"x,,\n", 0),
    "quoted line ends": (HEAD + ROWS + b'"a\nb\r\nc",1,2\n', 0),
    "latin-1 text": (HEAD + ROWS + b"caf\xe9,1,2\n", 0),
    "a long field": (HEAD + ROWS + b"x" * 1_000_000 + b",1,2\n", 0),
    "a record of 3 MB": (HEAD + ROWS + b"x" * 3_000_000 + b",1,2\n", 2),
    "infinities": (HEAD + ROWS + b"a,inf,2\nb,1e999,3\n", 0),
    "a field less": (HEAD + ROWS + b"x,1\n", 2),
    "a field more": (HEAD + ROWS + b"x,1,2,3\n", 2),
    "a field less in the middle": (HEAD + ROWS + b"x,1\n" + ROWS, 2),
    "quote that does not end": (HEAD + ROWS + b'"x,1,2\n' + ROWS, 2),
    "quote at the end": (HEAD + ROWS + b'"', 2),
    "text after a quote": (HEAD + ROWS + b'"x"y,1,2\n', 2),
    "quote in the header that does not end": (b'title,"energy,tempo\n' + ROWS, 2),
    "NUL bytes": (HEAD + ROWS + b"x\0y,1,2\n", 2),
    "NUL bytes alone": (b"\0" * 100_000, 2),
    "returns alone": ((HEAD + ROWS).replace(b"\n", b"\r"), 2),
    "a return in the middle": (HEAD + ROWS + b"x\ry,1,2\n", 2),
    "text for a number": (HEAD + ROWS + b"x,loud,2\n", 2),
    "a number and text": (HEAD + ROWS + b"x,1.5dB,2\n", 2),
    "a comma for the decimal point": (HEAD + ROWS + b'x,"1,5",2\n', 2),
    "hexadecimal": (HEAD + ROWS + b"x,0x1p3,2\n", 2),
    "UTF-16": ((HEAD + ROWS).decode().encode("utf-16"), 2),
    "UTF-32": ((HEAD + ROWS).decode().encode("utf-32"), 2),
    "a column twice": (b"title,energy,energy,tempo\na,1,2,3\n", 2),
    "a column missing": (b"title,energy,tempos\na,1,2\n", 2),
    "no names": (b",,\n1,2,3\n", 2),
    "gzip": (b"\x1f\x8b\x08\0" + b"\x55" * 5000, 2),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 3000, 2),
    "HDF5 that is cut": (b"\x89HDF\r\n\x1a\n" + b"\0" * 300, 2),
    "HDF5 that is noise": (b"\x89HDF\r\n\x1a\n" + bytes(range(256)) * 400, 2),
    "quotes alone": (b'"' * 100_001, 2),
    "commas alone": (b"," * 100_000, 2),
    "line ends alone": (b"\n" * 100_000, 2),
}
TWO = ["--features", "energy,tempo"]

REFUSED_KINDS = {"text_after_quote", "unterminated_quote", "bare_cr"}


def expected_of(facts, first_column):
    """The statuses that a file of the suites may end with: the reader's own tests hold it to the very messages."""
    error = (facts.get("rfc4180_error") or {}).get("kind")
    if facts["verdict"] == "empty" or facts.get("nul") or error in REFUSED_KINDS:
        return {2}
    if str(facts.get("bom") or "").startswith(("utf16", "utf32")):
        return {2}
    if facts["verdict"] == "quote_in_unquoted" or not first_column:
        return {0, 2}
    if facts.get("ragged") or facts["verdict"] == "header_only":
        return {2}
    return {0, 2} if facts["verdict"] != "ok" else {0}


def first_name(data):
    """The name of the first column, as a spreadsheet would read it."""
    try:
        text = data.decode("utf-8-sig").replace("\0", "")
        return (next(csv.reader(io.StringIO(text)), []) or [""])[0].strip()
    except (UnicodeDecodeError, csv.Error):
        return ""


def cases(scratch):
    found = []
    for name, (data, status) in OWN.items():
        path = scratch / (name.replace(" ", "-") + ".csv")
        path.write_bytes(data)
        found.append((name, path, TWO, {status}))
    facts_file = SHARED / "csv-suites/facts.json"
    if not facts_file.exists():
        print("  (other projects' suites are not at hand)", file=sys.stderr)
        return found
    for name, facts in json.loads(facts_file.read_text()).items():
        path = facts_file.parent / name
        column = first_name(path.read_bytes())
        options = ["--features", column or "energy", "--delimiter", ",", "--non-numeric", "missing"]
        found.append((name, path, options, expected_of(facts, column)))
    return found


def main():
    scratch = folder()
    made = scratch / "made.h5"
    all_cases = [(*case, ranks) for case in cases(scratch) for ranks in (1, 2, 3, 4)]
    score = Score()
    launch = {}
    for ranks in (1, 2, 3, 4):
        launch[ranks] = max(chorus("--version", ranks=ranks).seconds for _ in range(3))
    longest = 0.0
    for name, path, options, statuses, ranks in spread(all_cases, count(24)):
        made.unlink(missing_ok=True)
        command = ["ingest", path, "-o", made, "--quiet", *options]
        if path.read_bytes()[:8] == b"\x89HDF\r\n\x1a\n":
            command = ["inspect", path]
        outcome = chorus(*command, ranks=ranks, limit=30)
        problem = None
        if 0 not in statuses or outcome.status != 0:
            problem = refused(outcome, *statuses)
        elif made.exists() is False:
            problem = "no catalogue was made"
        left = sorted(p.name for p in scratch.iterdir() if p.name.startswith(".chorus-"))
        if problem is None and left:
            problem = f"left behind: {left}"
        beyond = outcome.seconds - launch[ranks]
        for _ in range(3):  # a machine that is at something else too may take its time
            if problem is not None or beyond <= TOO_LONG:
                break
            launch[ranks] = max(launch[ranks], chorus("--version", ranks=ranks).seconds)
            beyond = min(beyond, chorus(*command, "--overwrite", ranks=ranks, limit=30).seconds - launch[ranks])
        if problem is None and beyond > TOO_LONG:
            problem = f"took {beyond:.1f} s"
        longest = max(longest, beyond)
        score.add(f"{name} on {ranks}", problem, outcome)
    score.report(f"at most {longest:.2f} s beyond the launch")


main()
