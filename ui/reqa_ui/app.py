"""The page: its components, and what each event on it starts."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from reqa_ui import examples as example
from reqa_ui import page as static
from reqa_ui.conversation import Conversation
from reqa_ui.desk import Desk
from reqa_ui.events import Events, Parts
from reqa_ui.feedback import Feedback
from reqa_ui.gradio_import import gr
from reqa_ui.libraries import Libraries

# What page.js has to say.
_SESSION = "(session, talk) => [reqa.session, talk]"
_TAKE = "(typed) => reqa.take(typed)"
_GIVE_BACK = "(typed, sent) => reqa.giveBack(typed, sent)"
_UNANSWERED = "(typed) => reqa.giveBack(typed, reqa.unanswered())"


def build(
    libraries: Libraries,
    *,
    examples: Sequence[str] | None = None,
    max_question_chars: int = 4000,
    feedback: Feedback | None = None,
) -> gr.Blocks:
    """The page over documents that may still be opening.

    Args:
        libraries: the documents; the page works, and says what is going on, before they are there.
        examples: questions to offer; by default, general ones about the documents' titles.
        max_question_chars: longest question that is accepted. Checked here, as the browser's limit is
            only a courtesy.
        feedback: where readers' judgements go; without it, none are asked for.

    Returns:
        The Gradio app. `HEAD` belongs to the call that mounts or launches it.
    """
    desk = Desk(libraries, examples=examples, max_question_chars=max_question_chars, feedback=feedback)
    blocks = gr.Blocks(title="reqa", analytics_enabled=False, fill_width=True, fill_height=True)
    with blocks:
        parts = _parts(desk, max_question_chars)
        _wire(blocks, parts, Events(desk, parts))
        blocks.queue(max_size=256)
    return blocks


def _parts(desk: Desk, max_question_chars: int) -> Parts:
    with gr.Row(elem_id="reqa-header"):
        _html("reqa-name", static.HEADER)
        status = _html("status", static.STATUS, "status.js", desk.status())
        with gr.Row(elem_id="reqa-menu"):
            talks = _html("reqa-talks", static.TALKS, "talks.js", calls=[desk.to_markdown])
            documents = _html("reqa-library", static.LIBRARY, "documents.js")
    with gr.Row(elem_id="reqa-panes"):
        with gr.Column(elem_id="reqa-conversation"):
            chat = _chatbot()
            with gr.Row(elem_id="reqa-examples", visible=False) as welcome:
                buttons = [gr.Button("", elem_classes="reqa-example") for _ in range(example.OFFERED)]
            with gr.Row(elem_id="reqa-editing", visible=False) as editing:
                _html("reqa-editing-note", static.EDITING)
                leave = gr.Button("Cancel", elem_id="leave-editing", elem_classes="reqa-quiet", size="sm")
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
                _html("reqa-scope", '<button type="button" class="reqa-scope"></button>')
                new = gr.Button("New chat", elem_id="new-chat", elem_classes="reqa-quiet", size="sm")
        panel = _html("source", static.PANEL, "source.js", calls=[desk.show_source, desk.show_more])
    return Parts(
        conversation=gr.State(Conversation()),
        # What was typed is kept here until it is in line, and comes back to the box if it fails.
        sent=gr.Textbox(visible=False),
        session=gr.Textbox(visible=False),
        status=status,
        talks=talks,
        documents=documents,
        chat=chat,
        welcome=welcome,
        buttons=buttons,
        editing=editing,
        leave=leave,
        question=question,
        new=new,
        panel=panel,
    )


def _wire(blocks: gr.Blocks, parts: Parts, events: Events) -> None:
    quiet: dict[str, Any] = {
        "show_progress": "hidden",
        "api_visibility": "private",
        # In the line for which Gradio keeps the order of what it sends; nothing waits there for a place.
        "concurrency_limit": None,
        "trigger_mode": "multiple",
    }
    changed = parts.changed
    talk, talks, question, sent = parts.conversation, parts.talks, parts.question, parts.sent

    # What has a script runs in the browser, which alone knows what is in the box at that moment.
    taken = question.submit(None, question, [question, sent], js=_TAKE, **quiet)
    asking = [
        taken.then(events.ask, [sent, talk], changed, **quiet),
        *(button.click(events.ask, [button, talk], changed, **quiet) for button in parts.buttons),
        talks.asked(events.ask_suggested, talk, changed, **quiet),
    ]
    for event in asking:
        event.then(None, [question, sent], question, js=_GIVE_BACK, **quiet)
        event.failure(None, [question, sent], question, js=_GIVE_BACK, **quiet)
        event.then(events.suggest, talk, changed, **quiet)
    question.stop(events.stop, talk, changed, **quiet)
    parts.new.click(events.start_over, talk, changed, **quiet)
    talks.begun(events.start_over, talk, changed, **quiet)
    talks.opened(events.restore, talk, changed, **quiet)
    talks.edited(events.edit, talk, changed, **quiet)
    parts.leave.click(events.stop_editing, talk, changed, **quiet)
    talks.judged(events.judge, talk, changed, **quiet)
    parts.documents.chosen(events.chosen, talk, changed, **quiet)
    blocks.load(None, question, question, js=_UNANSWERED, **quiet)
    blocks.load(
        events.load,
        [parts.session, talk],
        [*changed, *parts.buttons],
        js=_SESSION,
        **quiet,
    )
    blocks.unload(events.leave)


def _chatbot() -> gr.Chatbot:
    """The conversation's component, which draws what `render` writes and nothing else."""
    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        container=False,
        height=None,
        autoscroll=False,  # follow.js does it
        layout="bubble",
        buttons=[],
        feedback_options=None,
        group_consecutive_messages=False,
        placeholder=static.WELCOME,
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        line_breaks=False,
    )


def _html(
    name: str,
    template: str,
    script: str | None = None,
    value: Any = None,
    calls: list[Callable[[object], Any]] | None = None,
) -> gr.HTML:
    """A part of our own: a static template, its script, and what the script calls here."""
    return gr.HTML(
        value,
        server_functions=[_function(call) for call in calls or ()],
        elem_id=name,
        html_template=template,
        js_on_load=static.asset(script) if script else None,
        apply_default_css=False,
    )


def _function(method: Callable[[object], Any]) -> Callable[[object], Any]:
    """The method as a function, which Gradio can put its mark on."""

    @functools.wraps(method)
    def function(asked: object) -> Any:
        return method(asked)

    return function
