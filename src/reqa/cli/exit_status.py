"""What happens when a command fails, and what libraries may say meanwhile."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from typer.exceptions import TyperException

from reqa.cli.console import say
from reqa.errors import QuestionError, ReqaError, SettingsError

FAILURE, BAD_USAGE, INTERRUPTED = 1, 2, 130

# What the libraries underneath would otherwise write between reqa's own lines.
QUIET = {
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}


@contextmanager
def exit_statuses() -> Iterator[None]:
    """Turn what is raised inside into one line on standard error and an exit status."""
    try:
        yield
    except (TyperException, typer.Exit, typer.Abort):
        raise  # Typer's own: help, --version, and bad usage, which it reports with status 2.
    except (QuestionError, SettingsError) as error:
        complain(str(error))
        raise typer.Exit(BAD_USAGE) from error
    except ReqaError as error:
        complain(str(error))
        raise typer.Exit(FAILURE) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(INTERRUPTED) from error
    except BrokenPipeError as error:
        # The reader has gone, as in `reqa ask ... | head -1`. Python would complain once more when it
        # flushes standard output at the end; see "Note on SIGPIPE" in the docs of `signal`.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(FAILURE) from error
    except Exception as error:
        complain(f"{type(error).__name__}: {error}. REQA_DEBUG=1 prints the traceback.")
        raise typer.Exit(FAILURE) from error


def complain(message: str) -> None:
    """The error that is being handled, on one line; its traceback before it if that was asked for."""
    if _debugging():
        traceback.print_exc()
    say(f"reqa: {message}")


def _debugging() -> bool:
    return os.environ.get("REQA_DEBUG", "0") not in ("", "0")


def quieten() -> None:
    """Keep libraries from writing to standard error, and standard output from failing on a character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if _debugging():
        return
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    if logging.lastResort:  # What prints the warnings of loggers that nobody has configured.
        logging.lastResort.setLevel(logging.ERROR)
