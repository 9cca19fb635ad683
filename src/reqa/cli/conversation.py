"""`reqa chat`: questions and answers in a terminal, each with the conversation before it."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from reqa.cli.console import follow, say, show_answer
from reqa.cli.exit_status import complain
from reqa.errors import QuestionError, ReqaError

if TYPE_CHECKING:
    from rich.console import Console

    from reqa.qa import QA


def converse(qa: QA, console: Console) -> None:
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
        answer = follow(qa.stream(checked(question), list(history)), console)
    except KeyboardInterrupt:
        say("Stopped.")
        return []
    except ReqaError as error:  # The next question may do better.
        complain(str(error))
        return []
    show_answer(answer, console)
    console.print()
    return [{"role": "user", "content": question}, {"role": "assistant", "content": answer.text}]


def _read_line() -> str | None:
    """The next line of input; None at its end."""
    typed = sys.stdin.isatty() and sys.stdout.isatty()  # else there is nobody to prompt
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


def checked(question: str) -> str:
    """The question, refused before anything is opened for it if it cannot be one."""
    try:
        question.encode()
    except UnicodeEncodeError as error:  # Arguments that are not UTF-8 come as lone surrogates.
        raise QuestionError("The question is not UTF-8 text.") from error
    if not question.strip():
        raise QuestionError("The question is empty. Ask something in plain words.")
    return question.strip()
