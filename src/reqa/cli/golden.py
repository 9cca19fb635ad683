"""`reqa golden`: drafting a golden set from one's own documents."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.prompt import Prompt

from reqa.cli.console import StageProgress, count, one_line, printable, say

if TYPE_CHECKING:
    from reqa.evaluation.draft import Proposal
    from reqa.evaluation.golden import GoldenQuestion

golden_app = typer.Typer(
    help="Draft golden questions from your own documents.",
    epilog="Example: reqa golden draft --corpus notes/ --out golden.jsonl",
    rich_markup_mode=None,
    no_args_is_help=True,
)


@golden_app.callback()
def _golden() -> None:
    """Keeps `draft` a command of its own, although it is the only one."""


@golden_app.command(epilog="Example: reqa golden draft --corpus notes/ --out golden.jsonl --count 30")
def draft(
    out: Annotated[Path, typer.Option(metavar="FILE", help="Golden set; goes on with it if it exists.")],
    corpus: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="File or folder with the documents [REQA_CORPUS; corpus]."),
    ] = None,
    index: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the index [REQA_INDEX; index].")
    ] = None,
    llm: Annotated[
        str | None, typer.Option(metavar="NAME", help="Model that writes the questions [REQA_LLM; local].")
    ] = None,
    number: Annotated[
        int, typer.Option("--count", min=1, metavar="N", help="How many questions to propose.")
    ] = 20,
    seed: Annotated[int, typer.Option(metavar="N", help="Of the choice of sentences.")] = 1,
    yes: Annotated[
        bool, typer.Option("--yes", help="Accept what reqa itself confirms, tagged `unreviewed`.")
    ] = False,
) -> None:
    """Propose questions with their evidence; accept, edit or reject each.

    What is accepted is on disk at once. A later call goes on with sentences that have no question yet.
    """
    import reqa
    from reqa.evaluation.draft import GoldenFile, propose
    from reqa.settings import Settings

    settings = Settings.load(corpus=corpus, index=index, llm=llm)
    with StageProgress() as progress:
        qa = reqa.open(settings=settings, progress=progress)
    with qa:
        golden = GoldenFile(out, settings.corpus, qa.documents)
        before = len(golden.questions)
        try:
            for n, proposal in enumerate(propose(qa, golden, seed=seed), 1):
                accepted = _confirmed(proposal) if yes else _reviewed(proposal, n)
                if accepted == "quit":
                    break
                if accepted is not None:
                    golden.add(accepted)
                if n == number:
                    break
        finally:  # Ctrl-C, too: what was accepted is in the file.
            said = count(len(golden.questions) - before, "question")
            say(f"{said} accepted; {out} has {len(golden.questions)}.")


def _confirmed(proposal: Proposal) -> GoldenQuestion | None:
    """The question, if reqa agrees with it; it still says that nobody has read it."""
    question = proposal.question
    say(f"{'accepted' if proposal.confirmed else 'rejected'}: {question.question} ({proposal.finding})")
    if not proposal.confirmed:
        return None
    return dataclasses.replace(question, tags=(*question.tags, "unreviewed"))


def _reviewed(proposal: Proposal, n: int) -> GoldenQuestion | Literal["quit"] | None:
    """The question as a person wants it; None if not at all."""
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    question = proposal.question
    kind = "answerable" if question.answerable else "not answerable"
    console.print(f"\n{n}. {question.id}, {kind}; {one_line(proposal.finding)}", style="bold")
    console.print(f"   Question: {one_line(question.question)}")
    for answer in question.answers:
        console.print(f"   Answer:   {one_line(answer)}")
    for span in question.evidence:
        console.print(f"   Evidence: {one_line(span.text)}", style="dim")
    try:
        match _asked("Accept, edit, reject or quit?", console, choices=["a", "e", "r", "q"], default="a"):
            case "a":
                return question
            case "e":
                return _edited(question, console)
            case "r":
                return None
    except EOFError:
        if not sys.stdin.isatty():
            say("Standard input has ended. --yes accepts what reqa itself confirms.")
    return "quit"


def _edited(question: GoldenQuestion, console: Console) -> GoldenQuestion:
    words = _asked("Question", console, default=one_line(question.question))
    if not question.answerable:
        return dataclasses.replace(question, question=words)
    given = _asked("Answers, with | between them", console, default=" | ".join(question.answers))
    answers = tuple(answer.strip() for answer in given.split("|") if answer.strip())
    return dataclasses.replace(question, question=words, answers=answers)


def _asked(what: str, console: Console, *, default: str, choices: list[str] | None = None) -> str:
    return Prompt.ask(what, console=console, choices=choices, default=printable(default)).strip()
