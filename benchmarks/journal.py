"""The rows of a long run, one JSON object a line: a run that was stopped goes on where it was."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, TextIO

Row = dict[str, Any]


def add_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """`--out`, the file, and `--resume`, to go on with it."""
    parser.add_argument("--out", type=Path, required=required, help="every row is appended here")
    parser.add_argument("--resume", action="store_true", help="go on with --out")


def refuse_misuse(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """End the program if it would write into another run's rows, or go on without any."""
    if options.resume and not options.out:
        parser.error("--resume needs --out, the file to go on with")
    if options.out and options.out.exists() and not options.resume:
        parser.error(f"{options.out} exists: name another file, or go on with it with --resume")


def read_rows(path: Path | None) -> list[Row]:
    """What an earlier run has written; a last line that was cut off is dropped, from the file as well."""
    if path is None or not path.exists():
        return []
    *whole, cut_off = path.read_text(encoding="utf-8").split("\n")
    if cut_off:
        path.write_text("".join(line + "\n" for line in whole), encoding="utf-8")
    return [json.loads(line) for line in whole]


def append_row(file: TextIO, row: Row) -> None:
    """Write one row so that it is kept if the run stops right after."""
    file.write(json.dumps(row) + "\n")  # in ASCII: a model may write half a character
    file.flush()
