"""The `reqa` command line.

Results go to standard output, everything else to standard error. Exit status: 0 for an answer or an
abstention, 2 for bad usage, 130 after Ctrl-C, 1 for any other failure with one line on standard error.
`REQA_DEBUG=1` adds the traceback. What is heavy is imported inside the commands, so that help is quick.
"""

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
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from reqa.console import (
    StageProgress,
    count,
    follow,
    one_line,
    output,
    say,
    show_answer,
    show_index,
    show_models,
)
from reqa.errors import ModelStoreError, QuestionError, ReqaError, SettingsError

if TYPE_CHECKING:
    from rich.console import Console

    from reqa.models import ModelStore
    from reqa.qa import QA
    from reqa.settings import Settings

FAILURE, BAD_USAGE, INTERRUPTED = 1, 2, 130

# What the libraries underneath would otherwise write between reqa's own lines.
QUIET = {
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}


class _Commands(TyperGroup):
    """The commands, with every error turned into one line and an exit status."""

    def invoke(self, ctx: Any) -> Any:
        with _exit_statuses():
            _quieten()
            result = super().invoke(ctx)
            sys.stdout.flush()  # A reader that has gone away is noticed here, not at the very end.
            return result


app = typer.Typer(
    cls=_Commands,
    help="Ask questions about your documents; every answer cites the exact sentences.",
    epilog='Example: reqa ask --corpus notes/ "When was the harbour dug?"',
    rich_markup_mode=None,  # plain help is shorter, and reads the same in a file
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
models_app = typer.Typer(rich_markup_mode=None)
app.add_typer(
    models_app,
    name="models",
    help="List, fetch, verify or remove the local models.",
    epilog="Example: reqa models fetch",
)

CorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", metavar="PATH", help="File or folder with the documents [REQA_CORPUS; corpus]."),
]
IndexOption = Annotated[
    Path | None,
    typer.Option("--index", metavar="DIR", help="Folder of the index; made if missing [REQA_INDEX; index]."),
]
LLMOption = Annotated[
    str | None,
    typer.Option("--llm", metavar="NAME", help="local, local-small, none, provider:model [REQA_LLM; local]."),
]


def main() -> None:
    """Run the command line; ends the process with its exit status."""
    app(prog_name="reqa")


def _version(show: bool) -> None:
    if show:
        import reqa

        typer.echo(f"reqa {reqa.__version__}")
        raise typer.Exit


@app.callback()
def _reqa(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


@app.command(epilog="Example: reqa index --corpus notes/ --index notes-index/")
def index(corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Build the index of the documents, or refresh what changed."""
    settings = _settings(corpus=corpus, index=index)
    with _open(settings) as qa:
        show_index(qa, str(settings.index), output())


@app.command(epilog='Example: reqa ask --json "Who heads the RDIF?"')
def ask(
    question: Annotated[str, typer.Argument(help="In plain words; - reads it from standard input.")],
    json: Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object.")] = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    llm: LLMOption = None,
) -> None:
    """Answer one question with the sentences that support the answer.

    When the documents do not say, it says so and shows the nearest sentences.
    """
    asked = _checked(_read_all() if question == "-" else question)
    settings = _settings(corpus=corpus, index=index, llm=llm)
    console = output()
    if console.is_terminal and not json:
        with _open(settings) as qa:
            answer = follow(qa.stream(asked), console)
    else:
        # Nothing that a library prints may come between.
        with contextlib.redirect_stdout(sys.stderr), _open(settings) as qa:
            answer = qa.ask(asked)
    if json:
        sys.stdout.buffer.write(answer.to_json().encode() + b"\n")  # JSON is UTF-8 in every locale
    else:
        show_answer(answer, console)


@app.command(epilog="Example: reqa chat --corpus notes/")
def chat(corpus: CorpusOption = None, index: IndexOption = None, llm: LLMOption = None) -> None:
    """Talk about the documents; follow-up questions are understood.

    Ctrl-C stops an answer, /clear starts over, /quit or Ctrl-D leaves.
    """
    settings = _settings(corpus=corpus, index=index, llm=llm)
    console = output()
    with _open(settings) as qa:
        say(
            f"{count(len(qa.documents), 'document')}, model {qa.model}. /clear starts over, /quit or Ctrl-D leaves."
        )
        if sys.stdin.isatty():
            say("Loading the models ...")
        qa.warm_up()
        _converse(qa, console)


@app.command(epilog="Example: reqa ui --corpus notes/ --port 8000")
def ui(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    llm: LLMOption = None,
) -> None:
    """Open the web chat. Ctrl-C ends it."""
    settings = _settings(corpus=corpus, index=index, llm=llm)
    import reqa_ui

    reqa_ui.serve(settings, host=host, port=port)


# --- models --------------------------------------------------------------------------------------------

Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Models of the list.")]


@models_app.callback(invoke_without_command=True)
def _models(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        list_models()


@models_app.command("list", epilog="Example: reqa models list")
def list_models() -> None:
    """List the models and whether they are there."""
    settings = _settings()
    show_models(_store(settings).status(), str(settings.models), output())


@models_app.command(epilog="Example: reqa models fetch all-MiniLM-L6-v2")
def fetch(names: Names = None) -> None:
    """Fetch models, by default those that reqa needs."""
    settings = _settings()
    store = _store(settings)
    wanted = _known(names, store) or store.default_names()
    for name in wanted:
        store.fetch(name)
    _print_line(f"{wanted[0] + ' is' if len(wanted) == 1 else 'All models are'} in {settings.models}")


@models_app.command(epilog="Example: reqa models verify")
def verify(names: Names = None) -> None:
    """Check the SHA-256 of models, by default of all."""
    store = _store(_settings())
    wanted = _known(names, store) or [model.name for model in store.status() if model.state == "present"]
    problems = []
    for name in wanted:
        try:
            store.verify(name)
            _print_line(f"{name}: verified")
        except ModelStoreError as error:
            problems.append(error)
    if not wanted:
        _print_line("There are no models to verify. `reqa models fetch` gets them.")
    if problems:
        raise ModelStoreError(" ".join(str(error) for error in problems)) from problems[0]


@models_app.command(epilog="Example: reqa models remove all-MiniLM-L6-v2")
def remove(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Models of the list.")],
) -> None:
    """Delete models and unfinished downloads."""
    store = _store(_settings())
    for name in _known(names, store):
        store.remove(name)
        _print_line(f"{name}: removed")


def _known(names: list[str] | None, store: ModelStore) -> list[str]:
    """The names without repetition, checked before the first long download begins."""
    for name in names or ():
        if name not in store:
            raise typer.BadParameter(f"there is no model {name!r}. Known are {', '.join(store.names())}.")
    return list(dict.fromkeys(names or ()))


def _print_line(text: str) -> None:
    """A result, on standard output. Flushed, as the next may take a while."""
    print(one_line(text), flush=True)


# --- the conversation ----------------------------------------------------------------------------------


def _converse(qa: QA, console: Console) -> None:
    """Ask what is typed, with the conversation so far, until the input ends."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  (gives `input` line editing and a history, where it exists)
    history: list[dict[str, str]] = []
    while (line := _read_line()) is not None:
        match line.strip():
            case "":
                pass
            case "/quit":
                return
            case "/clear":
                history.clear()
                say("The conversation starts over.")
            case command if command.startswith("/") and " " not in command:
                say(f"There is no {command}; there are /clear and /quit.")
            case question:
                history += _turn(qa, question, history, console)


def _turn(qa: QA, question: str, history: list[dict[str, str]], console: Console) -> list[dict[str, str]]:
    """Ask one question and show its answer; what it adds to the history is nothing if there is no answer."""
    try:
        answer = follow(qa.stream(_checked(question), list(history)), console)
    except KeyboardInterrupt:
        say("Stopped.")
        return []
    except ReqaError as error:  # The next question may do better.
        _complain(str(error))
        return []
    show_answer(answer, console)
    console.print()
    return [{"role": "user", "content": question}, {"role": "assistant", "content": answer.text}]


def _read_line() -> str | None:
    """The next line of input; None at its end."""
    typed = sys.stdin.isatty()
    while True:
        try:
            return input("> " if typed else "")
        except EOFError:
            if typed:
                say("")
            return None
        except KeyboardInterrupt:
            if not typed:
                raise
            say("")  # Drops the line, as a shell does.


# --- shared --------------------------------------------------------------------------------------------


def _settings(**given: object) -> Settings:
    from reqa.settings import Settings

    return Settings.load(**given)


def _store(settings: Settings) -> ModelStore:
    from reqa.models import ModelStore

    return ModelStore(settings.models, offline=settings.offline)


@contextmanager
def _open(settings: Settings) -> Iterator[QA]:
    """The documents, opened with progress on standard error."""
    if sys.stderr.isatty():
        say(f"Opening {settings.corpus} ...")  # Importing the libraries takes seconds.
    import reqa

    with StageProgress() as progress:
        qa = reqa.open(settings=settings, progress=progress)
    with qa:
        yield qa


def _read_all() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as error:
        raise QuestionError("The question on standard input is not UTF-8 text.") from error


def _checked(question: str) -> str:
    """The question, refused before anything is opened for it if it cannot be one."""
    try:
        question.encode()
    except UnicodeEncodeError as error:  # Arguments that are not UTF-8 come as lone surrogates.
        raise QuestionError("The question is not UTF-8 text.") from error
    if not question.strip():
        raise QuestionError("The question is empty. Ask something in plain words.")
    return question.strip()


@contextmanager
def _exit_statuses() -> Iterator[None]:
    """Turn what is raised inside into one line on standard error and an exit status."""
    try:
        yield
    except (TyperException, typer.Exit, typer.Abort):
        raise  # Typer's own: help, --version, and bad usage, which it reports with status 2.
    except (QuestionError, SettingsError) as error:
        _complain(str(error))
        raise typer.Exit(BAD_USAGE) from error
    except ReqaError as error:
        _complain(str(error))
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
        _complain(f"{type(error).__name__}: {error}. REQA_DEBUG=1 prints the traceback.")
        raise typer.Exit(FAILURE) from error


def _complain(message: str) -> None:
    """The error that is being handled, on one line; its traceback before it if that was asked for."""
    if _debugging():
        traceback.print_exc()
    say(f"reqa: {message}")


def _debugging() -> bool:
    return os.environ.get("REQA_DEBUG", "0") not in ("", "0")


def _quieten() -> None:
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
