"""The `reqa` command line.

Results go to standard output, everything else to standard error. Exit status: 0 for an answer or an
abstention, 2 for bad usage, 130 after Ctrl-C, 1 for any other failure with one line on standard error.
`REQA_DEBUG=1` adds the traceback. What is heavy is imported inside the commands, so that help is quick.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from reqa.cli.console import StageProgress, count, follow, output, say, show_answer, show_index
from reqa.cli.conversation import checked, converse
from reqa.cli.exit_status import FAILURE, exit_statuses, quieten
from reqa.cli.golden import golden_app
from reqa.cli.model_store import models_app
from reqa.errors import QuestionError, SettingsError

if TYPE_CHECKING:
    from reqa.qa import QA
    from reqa.settings import Settings


class _Commands(TyperGroup):
    """The commands, with every error turned into one line and an exit status."""

    def invoke(self, ctx: Any) -> Any:
        with exit_statuses():
            quieten()
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
app.add_typer(golden_app, name="golden")
app.add_typer(models_app, name="models")

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
    # The libraries make hundreds of thousands of objects that stay. Looking through them for garbage at
    # every 700th, as Python does, takes a quarter of the time to import them.
    gc.set_threshold(50_000)
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
    asked = checked(_read_all() if question == "-" else question)
    settings = _settings(corpus=corpus, index=index, llm=llm)
    console = output()
    if console.is_terminal and not json:
        with _open(settings) as qa:
            answer = follow(qa.stream(asked), console)
            _tell_unread(qa)
    else:
        # Nothing that a library prints may come between.
        with contextlib.redirect_stdout(sys.stderr), _open(settings) as qa:
            answer = qa.ask(asked)
            _tell_unread(qa)
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
        _tell_unread(qa)
        say(f"{count(len(qa.documents), 'document')}, model {qa.model}. /clear starts over, /quit leaves.")
        if sys.stdin.isatty():
            say("Loading the models ...")
        qa.warm_up()
        converse(qa, console)


@app.command(epilog="Example: reqa ui --corpus notes/ --port 8000")
def ui(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    llm: LLMOption = None,
    uploads: Annotated[
        bool,
        typer.Option("--uploads/--no-uploads", help="Let readers bring documents and choose which to ask."),
    ] = True,
    feedback: Annotated[
        Path, typer.Option(metavar="FILE", help="Golden set that grows by readers' judgements of answers.")
    ] = Path("feedback.jsonl"),
    no_feedback: Annotated[
        bool, typer.Option("--no-feedback", help="Ask for no judgements and write none.")
    ] = False,
    share: Annotated[bool, typer.Option("--share", help="Refused unless asked for twice.")] = False,
    share_anyway: Annotated[
        bool, typer.Option("--share-anyway", help="With --share: through a third party's servers.")
    ] = False,
) -> None:
    """Open the web chat. REQA_AUTH=user:password asks for a login. Ctrl-C ends it."""
    settings = _settings(corpus=corpus, index=index, llm=llm)
    import reqa_ui

    if share and not share_anyway:
        raise typer.BadParameter(f"{reqa_ui.SHARE_WARNING} If you want that, say --share --share-anyway.")
    reqa_ui.serve(
        settings,
        host=host,
        port=port,
        uploads=uploads,
        feedback=None if no_feedback else feedback,
        share=share,
    )


@app.command(epilog="Example: reqa serve --corpus notes/ --port 8000")
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    llm: LLMOption = None,
) -> None:
    """Answer over HTTP: POST /v1/ask, OpenAI's /v1/chat/completions.

    With REQA_API_KEY set, requests need it as their bearer token.
    """
    settings = _settings(corpus=corpus, index=index, llm=llm)
    from reqa import serve as server

    key = settings.api_key.get_secret_value() if settings.api_key else None
    with server.listen(host, port) as listener, _open(settings) as qa:
        _tell_unread(qa)
        qa.warm_up()
        server.serve(qa, listener, host=host, api_key=key)


@app.command("mcp", epilog="Example: reqa mcp --corpus notes/")
def speak_mcp(corpus: CorpusOption = None, index: IndexOption = None, llm: LLMOption = None) -> None:
    """Answer as the tool of another assistant, over MCP.

    Its settings name this command, which it talks to on standard input and
    output. The models are loaded with the first question.
    """
    try:
        from reqa.mcp_server import mcp_server
    except ImportError as error:
        raise SettingsError(
            f"`reqa mcp` needs a package that is not installed: {sys.executable} -m pip install 'reqa[mcp]'"
        ) from error

    settings = _settings(corpus=corpus, index=index, llm=llm)
    with contextlib.ExitStack() as stack:
        # Nothing that a library prints may come before the protocol, which guards its output itself.
        with contextlib.redirect_stdout(sys.stderr):
            qa = stack.enter_context(_open(settings))
            _tell_unread(qa)
        mcp_server(qa).run()


@app.command("eval", epilog="Example: reqa eval golden.jsonl --corpus notes/ --fail-under citation_f1=0.9")
def evaluate(
    golden: Annotated[Path, typer.Argument(metavar="GOLDEN", help="Questions with their evidence, JSONL.")],
    corpus: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Documents, if not those that the set names.")
    ] = None,
    index: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the index, to keep it.")
    ] = None,
    llm: Annotated[
        str | None, typer.Option(metavar="NAME", help="Model that answers [REQA_LLM; local].")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only check the set against its documents.")] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Ask N questions, drawn at random.")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Of the draw.")] = 1,
    results: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Append every record to this JSONL file.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Skip what RESULTS already has.")] = False,
    save: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Write the figures as a baseline.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Fail on a regression beyond noise.")
    ] = None,
    fail_under: Annotated[
        list[str] | None, typer.Option(metavar="M=V", help="Fail when metric M is under V.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Write an HTML report to be read in a browser.")
    ] = None,
    judge: Annotated[str | None, typer.Option(metavar="NAME", help="Chat model that judges answers.")] = None,
) -> None:
    """Measure the answers to a golden set."""
    from reqa.cli.evaluate import floors_of, run_check, run_eval

    floors = floors_of(fail_under or [])
    if resume and not results:
        raise typer.BadParameter("--resume needs --results, the file to go on with.")
    settings = _settings(llm=llm)
    if check:
        run_check(golden, corpus)
        return
    passed = run_eval(
        golden,
        settings,
        corpus=corpus,
        index=index,
        limit=limit,
        seed=seed,
        results=results,
        resume=resume,
        save=save,
        baseline=baseline,
        floors=floors,
        judge=judge,
        report=report,
    )
    if not passed:
        raise typer.Exit(FAILURE)


def _settings(**given: object) -> Settings:
    from reqa.settings import Settings

    return Settings.load(**given)


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


def _tell_unread(qa: QA) -> None:
    report = qa.index_report
    if skipped := len(report.skipped):
        say(f"{count(skipped, 'file')} could not be read and cannot be cited; `reqa index` says why.")
    if incomplete := len(report.incomplete):
        say(f"{count(incomplete, 'document')} could not be read as a whole; `reqa index` says why.")


def _read_all() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as error:
        raise QuestionError("The question on standard input is not UTF-8 text.") from error
