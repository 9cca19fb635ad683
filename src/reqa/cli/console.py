"""What the command line shows: progress on standard error; answers, the index and the models as output.

On a terminal in colours and wrapped to its width; else plain lines, whole, for pipes and files.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from reqa.types import Answer, Citation, Evidence, StreamEvent

if TYPE_CHECKING:
    from reqa.model_store.store import ModelStatus
    from reqa.qa import QA

LINE_EVERY = 5.0  # seconds, so that a log file gets a few lines and not thousands
FRAMES_PER_SECOND = 12

# Escape sequences and direction marks in a document or an answer could rewrite what the terminal shows.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def output() -> Console:
    """The console of standard output. Text is never read as markup, as it may come from a document."""
    return Console(markup=False, emoji=False, highlight=False)


def printable(text: str) -> str:
    """The text with characters that could control a terminal replaced."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    return printable(" ".join(text.split()))


def say(text: str) -> None:
    """One line on standard error."""
    print(one_line(text), file=sys.stderr, flush=True)


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 document`, `2,000 documents`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class StageProgress:
    """The `progress` of `reqa.open`: a bar on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, markup=False, emoji=False, highlight=False)
        self._bar: Progress | None = None
        self._spoke = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` steps of a stage are done; a total of 0 is not known."""
        if self._console.is_terminal:
            self._draw(stage, done, total)
        elif time.monotonic() - self._spoke > LINE_EVERY:
            self._spoke = time.monotonic()
            say(f"{stage}: {done} of {total}" if total else f"{stage} ...")

    def _draw(self, stage: str, done: int, total: int) -> None:
        if self._bar is None:
            steps = [BarColumn(bar_width=24), MofNCompleteColumn()] if total else []
            self._bar = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                *steps,
                console=self._console,
                transient=True,
            )
            self._stage = stage
            self._task = self._bar.add_task(stage, total=total or None)
            self._bar.start()
        elif self._stage != stage:
            self._stop()
            self._draw(stage, done, total)
            return
        self._bar.update(self._task, completed=done, total=total or None)
        if 0 < total <= done:
            self._stop()  # The terminal is free for what comes next, such as the bar of a model's download.

    def _stop(self) -> None:
        if self._bar:
            self._bar.stop()
            self._bar = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()


# --- answers -------------------------------------------------------------------------------------------


def follow(events: Generator[StreamEvent, None, None], console: Console) -> Answer:
    """The verified answer that ends the stream. On a terminal its draft is shown until then."""
    draft = Text()
    live = Live(console=console, transient=True, refresh_per_second=FRAMES_PER_SECOND)
    try:
        with closing(events):
            for event in events:
                if isinstance(event, Answer):
                    return event
                if not console.is_terminal:
                    continue
                if isinstance(event, Evidence):
                    # Not before the evidence: until then a model may be downloaded, with a bar of its own.
                    live.start()
                    live.update(Spinner("dots", Text(_reading(event), "dim")))
                else:
                    draft.append(printable(event))
                    live.update(draft)
    finally:
        live.stop()
    raise RuntimeError("the stream of events ended without an answer")


def show_answer(answer: Answer, console: Console) -> None:
    """The answer's text, then every source sentence that it cites, or the nearest ones if it abstains."""
    if answer.understood:
        _print(Text(f"Understood as: {one_line(answer.understood)}", "dim"), console)
    _print(_marked_text(answer), console)
    citations = answer.nearest if answer.abstained else answer.citations
    if citations:
        console.print()
        console.print(Text("Nearest sentences" if answer.abstained else "Sources", "bold"))
    for citation in citations:  # indented rather than in quotation marks, which many sentences have
        _print(_source_line(citation), console, indent=2)
        _print(
            Text(one_line(citation.cited_text)), console, indent=6
        )  # a block, as many sentences have quotes


def _reading(evidence: Evidence) -> str:
    return f"Reading {count(len(evidence.citations), 'sentence')} ..."


def _marked_text(answer: Answer) -> Text:
    """The answer with its markers in colour: they are what stands between and after the statements."""
    text = Text(printable(answer.text))
    ends = [statement.end_index for statement in answer.statements]
    starts = [statement.start_index for statement in answer.statements[1:]]
    for end, start in zip(ends, [*starts, len(answer.text)], strict=False):
        text.stylize("bold cyan", end, start)
    return text


def _source_line(citation: Citation) -> Text:
    line = Text()
    if citation.marker is not None:
        line.append(f"[{citation.marker}] ", "bold cyan")
    line.append(one_line(citation.document_title), "bold")
    if citation.document_title != citation.document_id:
        line.append(f" ({one_line(citation.document_id)})", "dim")
    if citation.start_page_number is not None:
        line.append(f", p. {citation.start_page_number}")
    return line


def _print(text: Text, console: Console, indent: int = 0) -> None:
    if console.is_terminal:
        shown: RenderableType = Padding(text, (0, 0, 0, indent), expand=False)
        console.print(shown)
    else:
        console.print(Text(" " * indent) + text, soft_wrap=True)


# --- the index and the models --------------------------------------------------------------------------


def show_index(qa: QA, place: str, console: Console) -> None:
    """One line of what is in the index and what changed, then what could not be read."""
    report = qa.index_report
    changes = [
        f"{number:,} {word}"
        for number, word in (
            (report.added, "added"),
            (report.changed, "changed"),
            (report.removed, "removed"),
            (report.unchanged, "unchanged"),
            (len(report.skipped), "skipped"),
        )
        if number
    ]
    line = (
        f"{place}: {count(report.documents, 'document')}, {count(report.sentences, 'sentence')}, "
        f"{count(report.chunks, 'chunk')} ({', '.join(changes)})"
    )
    if report.rebuilt_because:
        line += f"; rebuilt: {report.rebuilt_because}"
    _print(Text(one_line(line)), console)
    for word, unread in (("skipped", report.skipped), ("incomplete", report.incomplete)):
        for document_id, reason in unread:
            _print(Text(one_line(f"{word} {document_id}: {reason}")), console, indent=2)


def show_models(models: Sequence[ModelStatus], root: str, console: Console) -> None:
    """A table of the store's models; those of the default settings have a star."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("MODEL", "ROLE", "SIZE", "STATE", "LICENCE"):
        table.add_column(heading, justify="right" if heading == "SIZE" else "left")
    for model in models:
        name = model.name + (" *" if model.default else "")
        table.add_row(name, model.role, f"{model.size / 1e6:,.0f} MB", model.state, model.licence)
    console.print(table)
    console.print()
    _print(Text(printable(f"* default. The model store is {root}")), console)
