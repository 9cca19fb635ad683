"""What happens when somebody asks, stops, edits, judges, or opens a conversation."""

from __future__ import annotations

import asyncio
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
_ASK: dict[str, Any] = {"submit_btn": "Ask", "stop_btn": False}
_STOP: dict[str, Any] = {"submit_btn": False, "stop_btn": "Stop"}

Update = dict[Any, Any]
"""New values for some of the page's components."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The page's components that change."""

    conversation: gr.State
    returned: gr.Textbox
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
        """What an event may give new values."""
        return [
            self.chat,
            self.question,
            self.welcome,
            self.editing,
            self.panel,
            self.status,
            self.talks,
            self.returned,
        ]


def _for_panel(**value: Any) -> str:
    """A value of the panel, as text: Gradio changes a dict in place, and one not drawn by then is lost."""
    return json.dumps(value)


class Events:
    """One method an event: it takes the session's conversation and gives the page new values."""

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
            yield {parts.returned: ""}
            return
        if talk.busy:
            yield {parts.returned: text}
            return
        number = next(self._turns)
        turn = talk.begin(text)
        history = talk.history(before=len(talk.turns) - 1)
        job: Job | None = None
        also: Update = {
            **self._view(talk),
            parts.question: gr.update(value="", **_STOP),
            parts.panel: _for_panel(turn=number),
            parts.returned: "",
        }
        try:
            # The question is in line before it is drawn: nobody overtakes it meanwhile.
            async for update in self._answer(talk, turn, history, number):
                if isinstance(update, Job):
                    job, update = update, {}
                yield {**also, parts.chat: talk.messages(judging=self._judging), **update}
                # Each time: `settle` of the question before may come late.
                also = {parts.question: gr.update(**_STOP)}
        except ReqaError as error:
            turn.error = str(error)
        except Exception as error:
            # A fault of ours or of a library: the reader learns that much, the log has the rest.
            log.exception("answering failed")
            turn.error = f"Something went wrong ({type(error).__name__}). The log of reqa says more."
        finally:
            # Also the way out when the reader stops, clears or leaves: then the model must stop, too.
            if turn.open:
                turn.stopped = True
            if job is not None:
                job.stop()
        ended: Update = {
            **also,
            **self._view(talk),
            **self._kept(talk, turn),
            parts.question: gr.skip(),  # `settle` says when the next one may be asked.
            parts.returned: turn.question if turn.error else "",
        }
        if turn.answer is not None:
            ended[parts.status] = status.said(status.timing(turn.answer))
        elif turn.error:
            ended[parts.status] = status.of(self._library(talk).opening)
        yield ended

    async def _answer(
        self, talk: Conversation, turn: Turn, history: Sequence[dict[str, str]], number: int
    ) -> AsyncIterator[Update | Job]:
        """Have the question answered; gives the job once, so that it can be stopped."""
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
            while not library.opening.done:  # looked up each time: the reader may choose other documents
                await asyncio.sleep(_POLL_INTERVAL)
        if library.opening.error is not None:
            turn.error = library.opening.error
            return
        if self._answering.full:
            turn.error = "Too many questions are waiting for the model. Try again in a minute."
            return
        job = library.submit(self._answering, turn.question, history)
        if job is None:
            turn.error = "The documents were just changed. Ask again."
            return
        yield job
        async for update in self._follow(job, talk, turn, number):
            yield update

    async def _follow(self, job: Job, talk: Conversation, turn: Turn, number: int) -> AsyncIterator[Update]:
        """Take in a job's events and say what besides the conversation changes with them."""
        parts = self._parts
        await asyncio.sleep(_POLL_INTERVAL / 10)
        while not job.started.is_set():
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
                    update[parts.panel] = self._opened(talk, best(event.citations), number)
                elif isinstance(event, TextDelta):
                    turn.draft += event
                else:
                    turn.answer = event
                    self._remember((*event.citations, *event.nearest))
                    first = event.citations[:1] or best(event.nearest)[:1]
                    update[parts.panel] = self._opened(talk, first, number)
            yield {name: value for name, value in update.items() if value is not None}
            await asyncio.sleep(_DRAFT_INTERVAL)

    def settle(self, talk: Conversation) -> Update:
        """Let the reader ask on once a question is done with: while `ask` runs, the page drops another."""
        return {self._parts.question: self._buttons(talk)}

    async def suggest(self, talk: Conversation) -> Update:
        """Look for questions to go on with after an abstention; the next question need not wait for them."""
        turn = talk.turns[-1] if talk.turns else None
        qa = self._library(talk).opening.qa
        if qa is None or turn is None or turn.answer is None or not turn.answer.abstained:
            return self._nothing
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

    def _opened(self, talk: Conversation, citations: Sequence[Citation], number: int) -> str | None:
        """What opens the panel by itself; the browser leaves it if the reader has chosen another."""
        shelf = self._library(talk).shelf()
        if not citations or not shelf:
            return None
        return _for_panel(turn=number, source=source(shelf, str(key_of(citations[0])), self._desk.shown))

    # --- The conversation ---------------------------------------------------------------------------------

    def _view(self, talk: Conversation) -> Update:
        parts = self._parts
        ready = self._desk.libraries.base.qa is not None
        return {
            parts.chat: talk.messages(judging=self._judging),
            parts.question: self._buttons(talk),
            parts.welcome: gr.update(visible=not talk.turns and ready),
            parts.editing: gr.update(visible=talk.editing is not None),
        }

    def _buttons(self, talk: Conversation) -> Any:
        """Ask, or Stop while an answer is on its way."""
        return gr.update(**(_STOP if talk.busy else _ASK))

    def _kept(self, talk: Conversation, turn: Turn) -> Update:
        """The turn for the browser's memory, unless the conversation has gone on to another."""
        if turn not in talk.turns:
            return {}
        place = talk.turns.index(turn)
        return {self._parts.talks: {"id": talk.id, "from": place, "turns": [turn.record()]}}

    def stop(self, talk: Conversation) -> Update:
        kept: Update = {}
        if talk.busy:
            talk.turns[-1].stopped = True
            kept = self._kept(talk, talk.turns[-1])
        return {**self._view(talk), **kept, self._parts.status: status.of(self._library(talk).opening)}

    def start_over(self, talk: Conversation) -> Update:
        talk.clear()
        return {**self._begun(talk), self._parts.talks: {"id": "", "from": 0, "turns": []}}

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
        turns = [turn.record() for turn in talk.turns]
        return {**self._begun(talk), self._parts.talks: {"id": talk.id, "from": 0, "turns": turns}}

    def _begun(self, talk: Conversation) -> Update:
        return {
            **self._view(talk),
            self._parts.question: gr.update(value="", **_ASK),
            self._parts.panel: _for_panel(turn=next(self._turns), clear=True),
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
            return {self._parts.status: status.failed("Your judgement could not be written down.")}
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
            parts.status: status.of(self._library(talk).opening),
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

    def chosen(self, talk: Conversation) -> Update:
        """Other documents are asked from now on."""
        if talk.busy:
            return self._nothing
        return {self._parts.status: status.of(self._library(talk).opening)}
