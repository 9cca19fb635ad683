"""An optional second opinion: a chat model says whether an answer is right. Off by default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reqa.evaluation.golden import GoldenQuestion
from reqa.evaluation.metrics import without_markers
from reqa.types import Answer

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PROMPT = """\
Question: {question}
Right answers, any of which will do:
{good}

Answer to be judged: {answer}

Does the answer to be judged say the same as a right answer, without contradicting it? Reply yes or no."""


class Judge:
    """Asks a LangChain chat model."""

    def __init__(self, chat: BaseChatModel) -> None:
        self._chat = chat

    def verdict(self, golden: GoldenQuestion, answer: Answer) -> dict[str, Any]:
        """`right`, with the `prompt` and the `reply` that it rests on."""
        good = golden.answers or tuple(span.text for span in golden.evidence)
        prompt = PROMPT.format(
            question=golden.question,
            good="\n".join(f"- {one}" for one in good),
            answer=without_markers(answer.text),
        )
        reply = self._chat.invoke(prompt).text.strip()
        return {"right": reply.casefold().lstrip("\"'*").startswith("yes"), "prompt": prompt, "reply": reply}
