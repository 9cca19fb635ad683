"""The command line: what goes to which stream, and the exit status."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer.main
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import reqa
from reqa import cli
from reqa.cli.console import printable
from reqa.storage.index import IndexReport
from reqa.types import Answer, Citation, Evidence, Statement, StreamEvent, TextDelta

CITED = Citation(
    1, "a/harbour.txt", "The harbour", "f" * 64, 4, 36, "It was dug in 1640\nby Margareta.", 3, 3, 0.9
)
NEAREST = Citation(None, "museum.md", "museum.md", "e" * 64, 0, 9, "A museum.")
ANSWER = Answer(
    question="Who dug it?",
    text="Margareta dug it. [1]",
    statements=(Statement("Margareta dug it.", 0, 17, (CITED,), 0.9, True),),
    citations=(CITED,),
    model="fake",
    timings={"total": 0.5},
)
ABSTENTION = Answer(
    question="Why?",
    text="The documents do not say.",
    abstained=True,
    abstention_reason="no_evidence",
    nearest=(NEAREST,),
)


class FakeQA:
    """A QA that gives `answer`, or raises it, and remembers what it was asked."""

    def __init__(self, answer: Answer | BaseException = ANSWER) -> None:
        self.answer = answer
        self.asked: list[tuple[str, list[Any]]] = []
        self.opened: dict[str, Any] = {}
        self.closed = False
        self.noise = ""
        self.model = "fake"
        self.documents = (object(),)
        self.index_report = IndexReport(
            documents=2,
            sentences=1234,
            chunks=56,
            added=1,
            changed=1,
            removed=0,
            unchanged=0,
            embedded=56,
            rebuilt_because=None,
            skipped=(("x.bin", "It is\nbinary."),),
            incomplete=(("y.pdf", "Page 2 is a picture."),),
        )

    def open(self, corpus: Any = None, **given: Any) -> FakeQA:
        self.opened = given
        given["progress"]("Embedding", 1, 2)
        given["progress"]("Waiting", 0, 0)
        return self

    def ask(self, question: str, history: Sequence[Any] = ()) -> Answer:
        *_, last = self.stream(question, history)
        assert isinstance(last, Answer)
        return last

    def stream(self, question: str, history: Sequence[Any] = ()) -> Generator[StreamEvent, None, None]:
        self.asked.append((question, list(history)))
        return self._events()

    def _events(self) -> Generator[StreamEvent, None, None]:
        if self.noise:
            print(self.noise)
        yield Evidence("q", (CITED,))
        yield TextDelta("A draft that")
        yield TextDelta(" is dropped")
        if isinstance(self.answer, BaseException):
            raise self.answer
        yield self.answer

    def warm_up(self) -> None:
        pass

    def __enter__(self) -> FakeQA:
        return self

    def __exit__(self, *error: object) -> None:
        self.closed = True


@pytest.fixture
def qa(monkeypatch: pytest.MonkeyPatch) -> FakeQA:
    fake = FakeQA()
    monkeypatch.setattr(reqa, "open", fake.open)
    return fake


def run(*arguments: str, stdin: str | bytes = "", **env: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments), input=stdin, env=env, prog_name="reqa")


def in_shell(
    *arguments: str | bytes, folder: Path, stdin: bytes = b"", **env: str
) -> subprocess.CompletedProcess[bytes]:
    """The real command, in a folder where there are neither documents nor models nor a network."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("REQA_")}
    clean |= {"REQA_LLM": "none", "REQA_OFFLINE": "1", "REQA_MODELS": str(folder / "models")} | env
    command = [sys.executable, "-c", "from reqa.cli import main; main()", *arguments]
    return subprocess.run(
        command, cwd=folder, env=clean, input=stdin, capture_output=True, timeout=120, check=False
    )


# --- ask -----------------------------------------------------------------------------------------------


def test_ask_prints_the_verified_answer_and_its_sources(qa: FakeQA) -> None:
    result = run("ask", "Who dug it?")
    assert result.exit_code == 0
    assert result.stdout == (
        "Margareta dug it. [1]\n"
        "\n"
        "Sources\n"
        "  [1] The harbour (a/harbour.txt), p. 3\n"
        "      It was dug in 1640 by Margareta.\n"
    )
    assert result.stderr == (
        "1 file could not be read and cannot be cited; `reqa index` says why.\n"
        "1 document could not be read as a whole; `reqa index` says why.\n"
    )
    assert qa.closed


def test_ask_says_that_the_documents_do_not_say(qa: FakeQA) -> None:
    qa.answer = ABSTENTION
    result = run("ask", "Why?")
    assert result.exit_code == 0
    assert result.stdout == "The documents do not say.\n\nNearest sentences\n  museum.md\n      A museum.\n"


def test_ask_says_how_the_question_was_read(qa: FakeQA) -> None:
    qa.answer = Answer("Who dgu it?", "Nobody.", understood="Who dug it?")
    assert run("ask", "Who dgu it?").stdout == "Understood as: Who dug it?\nNobody.\n"


def test_long_lines_stay_whole_in_a_pipe(qa: FakeQA) -> None:
    qa.answer = Answer("q", "word " * 60 + "end.")
    assert "word " * 60 + "end.\n" in run("ask", "q").stdout


def test_on_a_terminal_the_draft_gives_way_to_the_answer(qa: FakeQA) -> None:
    result = run("ask", "Who dug it?", FORCE_COLOR="1", TERM="xterm")
    assert result.exit_code == 0
    assert "\x1b[" in result.stdout
    final = result.stdout[result.stdout.rindex("Margareta dug it.") :]
    assert "draft" not in final
    assert "\x1b[1;36m" in final  # the marker
    assert result.stdout.index("\x1b[2K") < result.stdout.rindex("Margareta dug it.")


def test_what_a_document_says_cannot_control_the_terminal(qa: FakeQA) -> None:
    evil = "\x1b]0;owned\x07 [bold]not markup[/bold] \x9b2J \u202e"
    qa.answer = Answer("q", evil, nearest=(Citation(None, evil, evil, "", 0, 1, evil),), abstained=True)
    for env in ({}, {"FORCE_COLOR": "1", "TERM": "xterm"}):
        shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", run("ask", "q", **env).stdout)  # rich's own
        assert not re.search("[\x1b\x07\x9b\u202e]", shown)
        assert "[bold]not markup[/bold]" in " ".join(shown.split())
    assert printable("a\tb\nc é 漢 👍🏽") == "a\tb\nc é 漢 👍🏽"


def test_options_become_settings(qa: FakeQA) -> None:
    run("ask", "--corpus", "c", "--index", "i", "--llm", "none", "q", REQA_LLM="local-small")
    opened = qa.opened["settings"]
    assert (opened.corpus, opened.index, opened.llm) == (Path("c"), Path("i"), "none")
    run("ask", "q", REQA_LLM="local-small", REQA_CORPUS="d")
    opened = qa.opened["settings"]
    assert (opened.corpus, opened.llm) == (Path("d"), "local-small")


def test_a_dash_reads_the_question_from_standard_input(qa: FakeQA) -> None:
    assert run("ask", "-", stdin="Wer grub\nden Hafen? Überall\n").exit_code == 0
    assert qa.asked == [("Wer grub\nden Hafen? Überall", [])]


# --- JSON ----------------------------------------------------------------------------------------------


def test_json_is_all_of_standard_output(qa: FakeQA) -> None:
    qa.noise = "a library prints this"
    result = run("ask", "--json", "Who dug it?", FORCE_COLOR="1")
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert json.loads(result.stdout) == json.loads(json.dumps(ANSWER.to_dict()))
    assert qa.noise in result.stderr


texts = st.text(st.characters(exclude_categories=["Cs"]))
citations = st.builds(
    Citation,
    marker=st.none() | st.integers(1),
    document_id=texts,
    document_title=texts,
    content_hash=texts,
    start_char_index=st.integers(0),
    end_char_index=st.integers(0),
    cited_text=texts,
    start_page_number=st.none() | st.integers(1),
    support_score=st.floats(0, 1),
)
some_citations = st.lists(citations, max_size=3).map(tuple)
answers = st.builds(
    Answer,
    question=texts,
    text=texts,
    statements=st.lists(
        st.builds(
            Statement,
            text=texts,
            start_index=st.integers(0, 20),
            end_index=st.integers(0, 20),
            citations=some_citations,
            support_score=st.floats(0, 1),
            supported=st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    citations=some_citations,
    abstained=st.booleans(),
    nearest=some_citations,
    model=texts,
    timings=st.dictionaries(texts, st.floats(0, 100), max_size=2),
    usage=st.dictionaries(texts, st.integers(0), max_size=2),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=answers)
def test_json_is_the_answer_and_text_never_fails(qa: FakeQA, answer: Answer) -> None:
    qa.answer = answer
    result = run("ask", "--json", "q")
    assert result.exit_code == 0
    assert json.loads(result.stdout_bytes) == json.loads(json.dumps(answer.to_dict()))
    assert run("ask", "q").exit_code == 0


# --- exit status ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (reqa.QuestionError("Too\nlong."), 2),
        (reqa.SettingsError("No."), 2),
        (reqa.CorpusError("There is nothing\n  at x."), 1),
        (reqa.LLMError("It failed."), 1),
        (ZeroDivisionError("by\nzero"), 1),
        (OSError(28, "No space left on device"), 1),
    ],
)
def test_errors_are_one_line(qa: FakeQA, error: Exception, status: int) -> None:
    qa.answer = error
    for arguments in (["ask", "q"], ["ask", "--json", "q"]):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (status, "")
        assert result.stderr.startswith("reqa: ")
        assert result.stderr.count("\n") == 1
        assert " ".join(str(error).split()) in result.stderr
        assert ("REQA_DEBUG=1" in result.stderr) is not isinstance(error, reqa.ReqaError)
    assert "Traceback" in run("ask", "q", REQA_DEBUG="1").stderr


def test_ctrl_c_is_quiet(qa: FakeQA) -> None:
    qa.answer = KeyboardInterrupt()
    result = run("ask", "q")
    assert (result.exit_code, result.output) == (130, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", ""],
        ["ask", " \n"],
        ["ask", "-"],
        ["ask", "\udcff"],
        ["ask", "--nothing", "q"],
        ["ask", "q", "another"],
        ["nothing"],
        ["ui", "--port", "70000"],
        ["models", "fetch", "nothing"],
        ["models", "remove"],
    ],
)
def test_bad_usage(qa: FakeQA, arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr
    assert not qa.opened  # said before anything slow


def test_an_impossible_setting_is_bad_usage(qa: FakeQA) -> None:
    result = run("ask", "q", REQA_THREADS="0")
    assert result.exit_code == 2
    assert "REQA_THREADS" in result.stderr


def test_a_question_that_is_not_utf8(qa: FakeQA) -> None:
    assert run("ask", "-", stdin=b"\xff\xfe").exit_code == 2


# --- the other commands --------------------------------------------------------------------------------


def test_index_says_what_changed_and_what_could_not_be_read(qa: FakeQA) -> None:
    result = run("index", "--index", "there")
    assert result.exit_code == 0
    assert result.stdout == (
        "there: 2 documents, 1,234 sentences, 56 chunks (1 added, 1 changed, 1 skipped)\n"
        "  skipped x.bin: It is binary.\n"
        "  incomplete y.pdf: Page 2 is a picture.\n"
    )


def test_progress_on_a_terminal_stays_off_standard_output(qa: FakeQA) -> None:
    result = run("index", FORCE_COLOR="1", TERM="xterm")
    assert "Embedding" in result.stderr
    assert "Embedding" not in result.stdout


def test_chat_remembers_until_it_is_cleared(qa: FakeQA) -> None:
    result = run("chat", stdin="One?\n\nTwo?\n/nothing\n/clear\nThree?\n/quit\nFour?\n")
    assert result.exit_code == 0
    assert [question for question, _ in qa.asked] == ["One?", "Two?", "Three?"]
    turn = [{"role": "user", "content": "One?"}, {"role": "assistant", "content": ANSWER.text}]
    assert [history for _, history in qa.asked] == [[], turn, []]
    assert "/nothing" in result.stderr
    assert result.stdout.count("Margareta dug it. [1]") == 3


@pytest.mark.parametrize(
    ("error", "said"), [(KeyboardInterrupt(), "Stopped."), (reqa.LLMError("It\nfailed."), "reqa: It failed.")]
)
def test_chat_goes_on_after_a_question_without_an_answer(qa: FakeQA, error: BaseException, said: str) -> None:
    qa.answer = error
    result = run("chat", stdin="One?\nTwo?\n")  # the end of the input is Ctrl-D
    assert result.exit_code == 0
    assert result.stderr.splitlines().count(said) == 2
    assert qa.asked == [("One?", []), ("Two?", [])]
    assert qa.closed


def test_ui_serves_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    import reqa_ui

    served: list[Any] = []
    monkeypatch.setattr(reqa_ui, "serve", lambda settings, **where: served.append((settings, where)))
    assert run("ui", "--port", "8000", "--corpus", "c", "--llm", "none").exit_code == 0
    ((given, where),) = served
    assert (given.corpus, given.llm) == (Path("c"), "none")
    assert where == {
        "host": "127.0.0.1",
        "port": 8000,
        "uploads": True,
        "feedback": Path("feedback.jsonl"),
        "share": False,
    }
    assert run("ui", "--no-uploads", "--no-feedback").exit_code == 0
    assert (served[1][1]["uploads"], served[1][1]["feedback"]) == (False, None)


def test_sharing_has_to_be_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    import reqa_ui

    served: list[Any] = []
    monkeypatch.setattr(reqa_ui, "serve", lambda settings, **where: served.append(where["share"]))
    refused = run("ui", "--share")
    assert refused.exit_code == 2
    assert "a third party" in " ".join(refused.stderr.split())
    assert served == []
    assert run("ui", "--share", "--share-anyway").exit_code == 0
    assert run("ui", "--share-anyway").exit_code == 0, "alone it says nothing"
    assert served == [True, False]


def test_models(tmp_path: Path) -> None:
    env = {"REQA_MODELS": str(tmp_path / "store"), "REQA_OFFLINE": "1"}
    listed = run("models", **env)
    assert listed.exit_code == 0
    assert listed.stdout == run("models", "list", **env).stdout
    table = listed.stdout.split("\n\n")[0].splitlines()
    assert max(map(len, table)) <= 80
    assert len(table) == 1 + len(reqa_models())
    assert str(tmp_path / "store") in listed.stdout

    assert run("models", "verify", **env).exit_code == 0
    (name, *_) = reqa_models()
    for command in ("fetch", "verify"):
        result = run("models", command, name, **env)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.count("\n") == 1
    assert run("models", "remove", name, **env).stdout == f"{name}: removed\n"


def reqa_models() -> list[str]:
    from reqa.model_store.store import ModelStore

    return ModelStore(Path("nowhere")).names()


def test_models_that_are_there_take_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from reqa.model_store.store import ModelStore

    fetched: list[str] = []
    monkeypatch.setattr(ModelStore, "fetch", lambda self, name: fetched.append(name))
    assert run("models", "fetch", REQA_MODELS=str(tmp_path)).stdout == f"All models are in {tmp_path}\n"
    assert fetched == ModelStore(tmp_path).default_names()
    name = fetched[0]
    assert (
        run("models", "fetch", name, name, REQA_MODELS=str(tmp_path)).stdout == f"{name} is in {tmp_path}\n"
    )


# --- help ----------------------------------------------------------------------------------------------

COMMANDS = [
    [],
    ["index"],
    ["ask"],
    ["chat"],
    ["ui"],
    ["serve"],
    ["mcp"],
    ["eval"],
    ["models"],
    *(["models", name] for name in ("list", "fetch", "verify", "remove")),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_fits_a_terminal_and_has_an_example_that_works(command: list[str]) -> None:
    result = run(*command, "--help", COLUMNS="80")
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert not [line for line in lines if line.endswith("...") and "Usage" not in line]  # cut short
    (example,) = re.findall(r"^  Example: reqa (.+)$", result.stdout, re.MULTILINE)
    words = shlex.split(example)
    assert words[: len(command)] == command

    group: Any = typer.main.get_command(cli.app)
    while hasattr(group, "commands"):
        group = group.commands[words.pop(0)]
    group.make_context("reqa", words)  # raises if an option or an argument is wrong


# --- the real process ----------------------------------------------------------------------------------


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom reqa.cli import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'chromadb', 'gradio', 'langchain_core', 'pydantic', 'numpy', 'reqa.qa'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_missing_corpus_in_a_real_process(tmp_path: Path) -> None:
    result = in_shell("ask", "--json", "--corpus", "nowhere", "Who?", folder=tmp_path)
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.startswith(b"reqa: ")
    assert b"nowhere" in result.stderr
    assert result.stderr.count(b"\n") == 1


def test_bytes_that_are_not_text_in_a_real_process(tmp_path: Path) -> None:
    result = in_shell("ask", b"\xff", folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.count(b"\n") == 1


def test_a_reader_that_has_gone_is_no_news(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        result = subprocess.run(
            [sys.executable, "-c", "from reqa.cli import main; main()", "models"],
            stdout=closed,
            stderr=subprocess.PIPE,
            env=os.environ | {"REQA_MODELS": str(tmp_path)},
            check=False,
        )
    assert result.stderr == b""
