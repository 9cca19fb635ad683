"""What happens when somebody asks, stops, edits, judges, or opens a conversation."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from reqa.errors import ReqaError
from reqa.types import Citation, Evidence, TextDelta
from reqa_ui import examples as example
from reqa_ui import status
from reqa_ui.answering import Answering, Job
from reqa_ui.cite import key_of
from reqa_ui.conversation import Conversation, Turn
from reqa_ui.desk import Desk, given
from reqa_ui.gradio_import import gr
from reqa_ui.own_documents import Library
from reqa_ui.render import best
from reqa_ui.source import source
from reqa_ui.suggest import suggestions

log = logging.getLogger("reqa.ui")

_DRAFT_INTERVAL = 0.06  # seconds between two drawings of a draft: faster than one can read, light to draw
_POLL_INTERVAL = 0.1  # seconds between two looks at whether the documents are open or a turn has come
_LAST_WORD = 1.0  # seconds that a stopped answer gets to be drawn to its end
_ASK: dict[str, Any] = {"submit_btn": "Ask", "stop_btn": False}
_STOP: dict[str, Any] = {"submit_btn": False, "stop_btn": "Stop"}

Update = dict[Any, Any]
"""New values for some of the page's components."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The page's components that change."""

    conversation: gr.State
    sent: gr.Textbox
    session: gr.Textbox
    status: gr.HTML
    talks: gr.HTML
    documents: gr.HTML
    chat: gr.Chatbot
    welcome: gr.Row
    buttons: list[gr.Button]
    editing: gr.Row
    leave: gr.Button
    question: gr.Textbox
    new: gr.Button
    panel: gr.HTML

    @property
    def changed(self) -> list[Any]:
        """What an event may give new values, in the order in which the page takes them."""
        return [
            self.talks,  # first, so that what is shown is kept
            self.chat,
            self.welcome,
            self.editing,
            self.panel,
            self.status,
            self.sent,
            self.question,  # last, as it invites the next question
        ]


class Events:
    """One method an event: it takes the session's conversation and gives the page new values.

    The page applies what comes after a dict to that dict, and what it had not drawn by then is lost. So a
    value that is sent once is text, and what is a dict is sent again with every update.
    """

    def __init__(self, desk: Desk, parts: Parts) -> None:
        self._desk = desk
        self._parts = parts
        self._judging = desk.feedback is not None
        self._turns = itertools.count(1)

    @property
    def _answering(self) -> Answering:
        return self._desk.libraries.answering

    @property
    def _nothing(self) -> Update:
        """No change. An empty dict would not do: Gradio takes it for too few values, and blocks the chat."""
        return {self._parts.status: gr.skip()}

    def _library(self, talk: Conversation) -> Library:
        return self._desk.libraries.of(talk.session)

    # --- Asking -----------------------------------------------------------------------------------------

    async def ask_suggested(self, talk: Conversation, event: gr.EventData) -> AsyncIterator[Update]:
        """Ask what an abstention offered."""
        async for update in self.ask(str(given(event._data, "question") or ""), talk):
            yield update

    async def ask(self, text: str, talk: Conversation) -> AsyncIterator[Update]:
        """Answer a question: waiting, evidence, draft, answer, each shown as soon as it is there."""
        parts = self._parts
        text = (text or "").strip()
        if not text:
            yield {parts.sent: ""}
            return
        if talk.busy:
            yield {parts.sent: text}
            return
        number = next(self._turns)
        turn = talk.begin(text)
        history = talk.history(before=len(talk.turns) - 1)
        first: Update = {parts.panel: json.dumps({"turn": number}), parts.sent: ""}
        try:
            # The question is in line before it is drawn: nobody overtakes it meanwhile.
            async for update in self._answer(talk, turn, history, number):
                yield {**self._view(talk), **first, **update}
                first = {}
        except ReqaError as error:
            turn.error = str(error)
        except Exception as error:
            # A fault of ours or of a library: the reader learns that much, the log has the rest.
            log.exception("answering failed")
            turn.error = f"Something went wrong ({type(error).__name__}). The log of reqa says more."
        finally:
            # Also the way out when the reader leaves: then the model must stop, too.
            turn.stop()
        try:
            yield {**self._view(talk), **first, **self._ended(talk, turn, number)}
        finally:
            turn.drawn.set()

    async def _answer(
        self, talk: Conversation, turn: Turn, history: Sequence[dict[str, str]], number: int
    ) -> AsyncIterator[Update]:
        """Have the question answered; says what besides the conversation changes meanwhile."""
        limit = self._desk.max_question_chars
        if len(turn.question) > limit:
            turn.error = (
                f"The question has {len(turn.question)} characters; {limit} is the limit. Shorten it."
            )
            return
        library = self._library(talk)
        if not library.opening.done:
            turn.notice = "Waiting for the models to load. This question will be answered then"
            if library.opening is not self._desk.libraries.base:
                turn.notice = "Waiting for the documents to be indexed. This question will be answered then"
            yield {}
            while turn.open and not library.opening.done:
                await asyncio.sleep(_POLL_INTERVAL)
        if not turn.open:
            return
        if library.opening.error is not None:
            turn.error = library.opening.error
            return
        if self._answering.full:
            turn.error = "Too many questions are waiting for the model. Try again in a minute."
            return
        job = turn.job = library.submit(self._answering, turn.question, history)
        if job is None:
            turn.error = "The documents were just changed. Ask again."
            return
        yield {}
        async for update in self._follow(job, talk, turn, number):
            yield update

    async def _follow(self, job: Job, talk: Conversation, turn: Turn, number: int) -> AsyncIterator[Update]:
        """Take in a job's events and say what besides the conversation changes with them."""
        parts = self._parts
        await asyncio.sleep(_POLL_INTERVAL / 10)
        while turn.open and not job.started.is_set():
            notice = status.waiting(self._answering.before(job))
            if notice != turn.notice:
                turn.notice = notice
                yield {parts.status: status.said(notice, busy=True)}
            await asyncio.sleep(_POLL_INTERVAL)
        turn.notice = "Searching the documents"
        yield {parts.status: status.said(turn.notice, busy=True)}
        async for batch in job.events():
            update: Update = {}
            for event in batch:
                if isinstance(event, Evidence):
                    turn.evidence = event.citations
                    turn.understood = event.question if event.question != turn.question else ""
                    self._remember(event.citations)
                    update[parts.status] = status.said(status.reading(len(event.citations)), busy=True)
                    update |= self._opened(talk, best(event.citations), number)
                elif isinstance(event, TextDelta):
                    turn.draft += event
                else:
                    turn.answer = event
                    turn.understood = event.understood
            if turn.open:
                yield update
                await asyncio.sleep(_DRAFT_INTERVAL)

    def _ended(self, talk: Conversation, turn: Turn, number: int) -> Update:
        """What the page learns at a turn's end, unless the conversation has gone on to another."""
        if turn not in talk.turns:
            return {}
        parts = self._parts
        ended: Update = {parts.talks: _kept(talk, turn), parts.sent: turn.question if turn.error else ""}
        if turn.answer is None:
            return {**ended, parts.status: status.of(self._library(talk).opening)}
        citations, nearest = turn.answer.citations, turn.answer.nearest
        self._remember((*citations, *nearest))
        ended |= self._opened(talk, citations[:1] or best(nearest)[:1], number)
        return {**ended, parts.status: status.said(status.timing(turn.answer))}

    async def suggest(self, talk: Conversation) -> Update:
        """Look for questions to go on with after an abstention; the next question need not wait for them."""
        turn, qa = talk.unaided(), self._library(talk).opening.qa
        if qa is None or turn is None or turn.answer is None:
            return self._nothing
        turn.suggestions = ()
        try:
            found = await asyncio.to_thread(suggestions, qa, turn.answer)
        except ReqaError as error:
            log.warning("no questions to go on with: %s", error)  # The answer stands without them.
            return self._nothing
        if not found or not talk.offer(turn, found):
            return self._nothing
        return {self._parts.chat: talk.messages(judging=self._judging)}

    def _remember(self, citations: Sequence[Citation]) -> None:
        for citation in citations:
            self._desk.shown.add(citation)

    def _opened(self, talk: Conversation, citations: Sequence[Citation], number: int) -> Update:
        """What opens the panel by itself; the browser leaves it if the reader has chosen another."""
        shelf = self._library(talk).shelf()
        if not citations or not shelf:
            return {}
        opened = source(shelf, str(key_of(citations[0])), self._desk.shown)
        return {self._parts.panel: json.dumps({"turn": number, "source": opened})}

    # --- The conversation ---------------------------------------------------------------------------------

    def _view(self, talk: Conversation) -> Update:
        parts = self._parts
        ready = self._desk.libraries.base.qa is not None
        return {
            parts.chat: talk.messages(judging=self._judging),
            parts.question: gr.update(**(_STOP if talk.busy else _ASK)),
            parts.welcome: gr.update(visible=not talk.turns and ready),
            parts.editing: gr.update(visible=talk.editing is not None),
        }

    async def stop(self, talk: Conversation) -> Update:
        """End the answer that is on its way; `ask`, which nothing else may overtake, shows it."""
        talk.stop()
        return self._nothing

    async def start_over(self, talk: Conversation) -> Update:
        last = talk.turns[-1] if talk.busy else None
        talk.clear()
        if last is not None:  # What was on its way is not drawn over the new conversation.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(last.drawn.wait(), _LAST_WORD)
        return {**self._begun(talk), self._parts.talks: _kept(talk)}

    def restore(self, talk: Conversation, event: gr.EventData) -> Update:
        """Open a conversation that the browser kept."""
        try:
            talk.restore(event._data)
        except ValueError as error:
            log.warning("a kept conversation cannot be opened: %s", error)
            talk.clear()
        for turn in talk.turns:
            if turn.answer is not None:
                self._remember((*turn.answer.citations, *turn.answer.nearest))
        return {**self._begun(talk), self._parts.talks: _kept(talk)}

    def _begun(self, talk: Conversation) -> Update:
        return {
            **self._view(talk),
            self._parts.question: gr.update(value="", **_ASK),
            self._parts.panel: json.dumps({"turn": next(self._turns), "clear": True}),
            self._parts.status: status.of(self._library(talk).opening),
        }

    def edit(self, talk: Conversation, event: gr.EventData) -> Update:
        """Put an earlier question into the box; asked again, it takes its own place."""
        place = given(event._data, "turn")
        if talk.busy or not isinstance(place, int) or not 0 <= place < len(talk.turns):
            return self._nothing
        talk.editing = place
        return {**self._view(talk), self._parts.question: gr.update(value=talk.turns[place].question)}

    def stop_editing(self, talk: Conversation) -> Update:
        talk.editing = None
        return {**self._view(talk), self._parts.question: gr.update(value="")}

    def judge(self, talk: Conversation, event: gr.EventData) -> Update:
        """Write down what the reader thinks of an answer."""
        place, good, comment = (given(event._data, name) for name in ("turn", "good", "comment"))
        feedback, qa = self._desk.feedback, self._desk.libraries.base.qa
        if feedback is None or qa is None or not isinstance(place, int) or not 0 <= place < len(talk.turns):
            return self._nothing
        answer = talk.turns[place].answer
        if answer is None or talk.turns[place].judged_good is not None:
            return self._nothing
        try:
            feedback.add(qa, answer, talk.history(place), good=bool(good), comment=str(comment or ""))
        except OSError as error:
            log.warning("the judgement cannot be written to %s: %s", feedback.path, error)
            return {self._parts.status: status.said("Your judgement could not be written down.", failed=True)}
        talk.judge(place, good=bool(good))
        return {
            self._parts.chat: talk.messages(judging=self._judging),
            self._parts.status: status.said("Thank you. Your judgement was written down."),
        }

    # --- The page -------------------------------------------------------------------------------------------

    async def load(self, session: str, talk: Conversation, request: gr.Request) -> AsyncIterator[Update]:
        """Keep the status line true until the documents are open, then offer examples."""
        parts, base = self._parts, self._desk.libraries.base
        talk.session = session or ""
        if request.session_hash:
            self._desk.libraries.enter(talk.session, request.session_hash)
        stage = ""
        while not base.done:
            if base.stage != stage:
                stage = base.stage
                yield {parts.status: status.of(base)}
            await asyncio.sleep(_POLL_INTERVAL)
        offered = example.examples(base.qa, self._desk.examples) if base.qa is not None else []
        yield {
            parts.status: gr.skip() if talk.reported else status.of(self._library(talk).opening),
            parts.welcome: gr.update(visible=bool(offered) and not talk.turns),
            **{
                button: gr.update(value=text, visible=bool(text))
                for button, text in itertools.zip_longest(parts.buttons, offered, fillvalue="")
            },
        }

    def leave(self, request: gr.Request) -> None:
        """The page was closed."""
        if request.session_hash:
            self._desk.libraries.leave(request.session_hash)

    def chosen(self, talk: Conversation, event: gr.EventData) -> Update:
        """Other documents are asked from now on, or the page has just learnt which are."""
        if talk.busy or (talk.reported and not given(event._data, "anew")):
            return self._nothing
        return {self._parts.status: status.of(self._library(talk).opening)}


def _kept(talk: Conversation, only: Turn | None = None) -> str:
    """The conversation for the browser's memory, or only one of its turns."""
    place = talk.turns.index(only) if only else 0
    turns = [only] if only else talk.turns
    return json.dumps({"id": talk.id, "from": place, "turns": [turn.record() for turn in turns]})
