"""The page: its components, and what happens when somebody asks, stops, clears or opens a citation."""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
from collections.abc import AsyncIterator, Sequence
from importlib import resources
from typing import Any

import gradio as gr

from reqa.errors import ReqaError
from reqa.types import Answer, Citation, Evidence, TextDelta
from reqa_ui.answering import Answering, Job
from reqa_ui.cite import key_of
from reqa_ui.contract import QA
from reqa_ui.conversation import Conversation, Turn
from reqa_ui.opening import Opening
from reqa_ui.render import best
from reqa_ui.source import Shown, Source, source

log = logging.getLogger("reqa.ui")

EXAMPLES = 4
"""Example questions offered in an empty conversation."""
_DRAFT_INTERVAL = 0.06  # seconds between two drawings of a draft: faster than one can read, light to draw
_POLL_INTERVAL = 0.1  # seconds between two looks at whether the documents are open or a turn has come

Update = dict[Any, Any]
"""New values for some of the page's components."""


def build(
    opening: Opening,
    *,
    examples: Sequence[str] | None = None,
    max_question_chars: int = 4000,
) -> gr.Blocks:
    """The page over a QA that may still be opening.

    Args:
        opening: where the QA comes from; the page works, and says what is going on, before it is there.
        examples: questions to offer; by default, general ones about the documents' titles.
        max_question_chars: longest question that is accepted. Checked here, as the browser's limit is
            only a courtesy.

    Returns:
        The Gradio app. `HEAD` belongs to the call that mounts or launches it.
    """
    answering = Answering()
    shown = Shown()

    def show_source(key: object) -> Source:
        """Called from the browser with what stands behind a chip's `#cite-`."""
        return source(opening.qa, key, shown)

    page = gr.Blocks(title="reqa", analytics_enabled=False, fill_width=True, fill_height=True)
    with page:
        conversation = gr.State(Conversation())
        # A failed question travels back to the box through this, so that it can be mended and sent again.
        returned = gr.Textbox(visible=False)
        with gr.Row(elem_id="reqa-header"):
            gr.HTML(html_template=_HEADER, elem_id="reqa-name", js_on_load=None, apply_default_css=False)
            status = gr.HTML(
                _status(opening),
                elem_id="status",
                html_template=_STATUS,
                js_on_load=_asset("status.js"),
                apply_default_css=False,
            )
        with gr.Row(elem_id="reqa-panes"):
            with gr.Column(elem_id="reqa-conversation"):
                chat = chatbot()
                with gr.Row(elem_id="reqa-examples", visible=False) as welcome:
                    buttons = [gr.Button("", elem_classes="reqa-example") for _ in range(EXAMPLES)]
                question = gr.Textbox(
                    elem_id="question",
                    label="Your question",
                    show_label=False,
                    placeholder="Ask about the documents",
                    lines=1,
                    max_lines=8,
                    max_length=max_question_chars,
                    submit_btn="Ask",
                    autofocus=True,
                )
                with gr.Row(elem_id="reqa-foot"):
                    gr.HTML(
                        html_template=_HINT, elem_id="reqa-hint", js_on_load=None, apply_default_css=False
                    )
                    clear = gr.Button("Clear", elem_id="clear", size="sm")
            panel = gr.HTML(
                None,
                elem_id="source",
                html_template=_PANEL,
                js_on_load=_asset("source.js"),
                server_functions=[show_source],
                apply_default_css=False,
            )

        def view(talk: Conversation) -> Update:
            busy = talk.busy
            return {
                chat: talk.messages(),
                question: gr.update(submit_btn=False if busy else "Ask", stop_btn="Stop" if busy else False),
                welcome: gr.update(visible=not talk.turns and opening.qa is not None),
            }

        turns = itertools.count(1)

        async def ask(text: str, talk: Conversation) -> AsyncIterator[Update]:
            """Answer a question: waiting, evidence, draft, answer, each shown as soon as it is there."""
            text = (text or "").strip()
            if not text:
                yield {returned: ""}
                return
            if talk.busy:
                yield {returned: text}
                return
            number = next(turns)
            history = talk.history()
            turn = Turn(text)
            talk.turns.append(turn)
            job: Job | None = None
            try:
                yield {
                    **view(talk),
                    question: gr.update(value="", submit_btn=False, stop_btn="Stop"),
                    panel: {"turn": number},
                    returned: "",
                }
                if len(text) > max_question_chars:
                    turn.error = (
                        f"The question has {len(text)} characters; {max_question_chars} is the limit. "
                        "Shorten it."
                    )
                elif not opening.done:
                    turn.notice = "Waiting for the models to load. This question will be answered then"
                    yield {chat: talk.messages()}
                    while not opening.done:
                        await asyncio.sleep(_POLL_INTERVAL)
                if opening.error is not None and not turn.error:
                    turn.error = opening.error
                if answering.full and not turn.error:
                    turn.error = "Too many questions are waiting for the model. Try again in a minute."
                if opening.qa is not None and not turn.error:
                    job = answering.submit(opening.qa, text, history)
                    async for update in follow(job, turn, number):
                        yield {chat: talk.messages(), **update}
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
            ended: Update = {**view(talk), returned: turn.question if turn.error else ""}
            if turn.answer is not None:
                ended[status] = _said(_timing(turn.answer))
            elif turn.error:
                ended[status] = _status(opening)
            yield ended

        async def follow(job: Job, turn: Turn, number: int) -> AsyncIterator[Update]:
            """Take in a job's events and say what besides the conversation changes with them."""
            await asyncio.sleep(_POLL_INTERVAL / 10)
            if not job.started.is_set():
                turn.notice = "Waiting for another question to be answered"
                yield {status: _said(turn.notice, busy=True)}
                while not job.started.is_set():
                    await asyncio.sleep(_POLL_INTERVAL)
            turn.notice = "Searching the documents"
            yield {status: _said(turn.notice, busy=True)}
            async for batch in job.events():
                update: Update = {}
                for event in batch:
                    if isinstance(event, Evidence):
                        turn.evidence = event.citations
                        remember(event.citations)
                        update[status] = _said(_reading(len(event.citations)), busy=True)
                        update[panel] = opened(best(event.citations), number)
                    elif isinstance(event, TextDelta):
                        turn.draft += event
                    else:
                        turn.answer = event
                        remember((*event.citations, *event.nearest))
                        first = event.citations[:1] or best(event.nearest)[:1]
                        update[panel] = opened(first, number)
                yield {name: value for name, value in update.items() if value is not None}
                await asyncio.sleep(_DRAFT_INTERVAL)

        def remember(citations: Sequence[Citation]) -> None:
            for citation in citations:
                shown.add(citation)

        def opened(citations: Sequence[Citation], number: int) -> dict[str, Any] | None:
            """What opens the panel by itself; the browser leaves it if the reader has chosen another."""
            if not citations or opening.qa is None:
                return None
            return {"turn": number, "source": source(opening.qa, _key(citations[0]), shown)}

        def stop(talk: Conversation) -> Update:
            if talk.busy:
                talk.turns[-1].stopped = True
            return {**view(talk), status: _status(opening)}

        def start_over(talk: Conversation) -> Update:
            talk.clear()
            return {
                **view(talk),
                question: gr.update(value="", submit_btn="Ask", stop_btn=False),
                panel: {"turn": next(turns), "clear": True},
                status: _status(opening),
            }

        async def loading() -> AsyncIterator[Update]:
            """Keep the status line true until the documents are open, then offer examples."""
            stage = ""
            while not opening.done:
                if opening.stage != stage:
                    stage = opening.stage
                    yield {status: _status(opening)}
                await asyncio.sleep(_POLL_INTERVAL)
            offered = _examples(opening.qa, examples) if opening.qa is not None else []
            yield {
                status: _status(opening),
                welcome: gr.update(visible=bool(offered)),
                **{
                    button: gr.update(value=text, visible=bool(text))
                    for button, text in itertools.zip_longest(buttons, offered, fillvalue="")
                },
            }

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        changed = [chat, question, welcome, panel, status, returned]
        asking = [
            trigger(ask, [text, conversation], changed, concurrency_limit=None, **quiet)
            for trigger, text in [
                (question.submit, question),
                *((button.click, button) for button in buttons),
            ]
        ]
        for event in asking:
            # Runs in the browser, which alone knows what has been typed in the meantime.
            event.then(
                None, [question, returned], question, js="(typed, back) => typed || back || ''", **quiet
            )
        question.stop(stop, conversation, changed, cancels=list[Any](asking), queue=False, **quiet)
        clear.click(start_over, conversation, changed, cancels=list[Any](asking), queue=False, **quiet)
        page.load(loading, None, [status, welcome, *buttons], concurrency_limit=None, **quiet)
        page.queue(max_size=256)
    return page


def chatbot(value: Any = None) -> gr.Chatbot:
    """The conversation's component, which draws what `render` writes and nothing else."""
    return gr.Chatbot(
        value,
        elem_id="chat",
        label="Conversation",
        show_label=False,
        container=False,
        height=None,
        layout="bubble",
        buttons=["copy"],
        feedback_options=None,
        group_consecutive_messages=False,
        placeholder=_WELCOME,
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        line_breaks=False,
    )


def _examples(qa: QA, given: Sequence[str] | None) -> list[str]:
    """Questions to offer: those given, else general ones about the first documents' titles and headings."""
    if given is not None:
        return list(given)[:EXAMPLES]
    titles = [_quoted(document.title) for document in qa.documents[:EXAMPLES]]
    if len(titles) > 1:
        return [f"What does “{title}” say?" for title in titles]
    headings = [
        _quoted(heading)
        for document in qa.documents
        for heading in re.findall(r"^#{2,3}[ \t]+(\S.*)$", document.text, re.MULTILINE)
    ]
    about = [f"What does it say about “{heading}”?" for heading in headings[: EXAMPLES - 2]]
    return [
        *(f"What is “{title}” about?" for title in titles),
        *(f"What are the main points of “{title}”?" for title in titles),
        *about,
    ]


def _quoted(title: str, limit: int = 80) -> str:
    title = " ".join(title.split()).strip("“”\"'")
    return title if len(title) <= limit else title[: limit - 1].rstrip() + "…"


def _key(citation: Citation) -> str:
    return str(key_of(citation))


# --- The status line --------------------------------------------------------------------------------


def _said(text: str, *, busy: bool = False, seconds: float = 0.0) -> dict[str, Any]:
    """The status line's content; while `busy`, the browser counts on from `seconds`."""
    return {"text": text, "busy": busy, "seconds": round(seconds, 1), "failed": False}


def _status(opening: Opening) -> dict[str, Any]:
    if opening.error is not None:
        return {**_said(opening.error), "failed": True}
    if opening.qa is None:
        return _said(opening.stage, busy=True, seconds=opening.seconds)
    count = len(opening.qa.documents)
    return _said(f"Ready: {count} {'document' if count == 1 else 'documents'}, {opening.qa.model}")


def _reading(count: int) -> str:
    return "Reading the sentence found" if count == 1 else f"Reading the {count} sentences found"


def _timing(answer: Answer) -> str:
    verb = "Searched" if answer.abstained else "Answered"
    total, first = answer.timings.get("total"), answer.timings.get("first_evidence")
    parts = [f"{verb} in {total:.1f} s" if total is not None else verb]
    if first is not None:
        parts.append(f"first evidence after {first:.1f} s")
    return ", ".join([*parts, answer.model] if answer.model else parts)


# --- Static parts: nothing of a document, a model or a user ever goes into these ----------------------


def _asset(name: str) -> str:
    return resources.files("reqa_ui").joinpath(name).read_text("utf-8")


HEAD = f"<style>{_asset('style.css')}</style><script>{_asset('page.js')}</script>"
"""For the page's `<head>`. As `css`, Gradio would parse the style sheet, rewrite it and lose parts of it."""

_LOGO = (
    '<svg class="reqa-logo" viewBox="0 0 32 32" aria-hidden="true">'
    '<rect width="32" height="32" rx="8" fill="#0b5c6b"/>'
    '<path d="M12.5 8.5H8.5v15h4M19.5 8.5h4v15h-4" fill="none" stroke="#fff" stroke-width="2.6"/>'
    '<path d="M13 16h6" stroke="#ffd666" stroke-width="2.8"/></svg>'
)
_HEADER = (
    f'<div class="reqa-brand">{_LOGO}<h1>reqa</h1>'
    '<p>Answers <span class="reqa-wide">from your documents, </span>with the exact sentences.</p></div>'
)
_HINT = "<p>Enter asks. Shift+Enter starts a new line.</p>"
_WELCOME = (
    '<div class="reqa-welcome"><p class="reqa-headline">Ask about the documents</p>'
    "<p>Every statement links to the sentences that support it. "
    "When the documents do not say, you are told so.</p></div>"
)
_STATUS = (
    '<p role="status"><span class="reqa-dot" aria-hidden="true"></span><span class="reqa-text"></span></p>'
    '<span class="reqa-clock" aria-hidden="true"></span>'
)
_PANEL = """
<section class="reqa-panel" aria-labelledby="reqa-source-title">
  <header>
    <p class="reqa-kicker">Source</p>
    <h2 id="reqa-source-title">No sentence opened yet</h2>
    <p class="reqa-path"></p>
    <button type="button" class="reqa-back">Back to the answer</button>
  </header>
  <p class="reqa-panel-note"></p>
  <div class="reqa-document" tabindex="0" role="region" aria-label="Text of the document"></div>
  <p class="reqa-announcer" role="status"></p>
</section>
"""
