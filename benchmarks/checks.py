"""What each check of an answer brings: the model's same replies, kept with all checks and with all but one.

    python benchmarks/checks.py --limit 40 --seed 1 --out run.jsonl SET.jsonl ...

The model is asked once for each question, so all of this takes little longer than answering once. The
figures are those of `reqa eval`; `docs/golden.md` describes the sets. A check without which nothing changes
on a set has no line.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from ablations import Ablated, Changed
from compare import Key, add_sets, drawn_sets, keep, read_results
from journal import refuse_misuse
from langchain_core.messages import BaseMessage
from paired import Run, difference, shown_difference, table

from reqa import attribute, compose, generate, pipeline
from reqa.checks import completion, ties
from reqa.checks.apart import marking
from reqa.checks.otherwise import verdict
from reqa.engine import Engine
from reqa.evaluation.golden import GoldenSet
from reqa.evaluation.run import answer_question, opened
from reqa.evaluation.summary import Record
from reqa.qa import QA
from reqa.rerank import remembering
from reqa.settings import Settings

FIGURES = {
    "citation_f1": "citation F1",
    "balanced_accuracy": "balanced accuracy",
    "rouge_l": "ROUGE-L",
    "contains": "contains the answer",
    "cited_chars": "cited characters",
}
WHOLE = "all checks"


def _always(said: Any) -> Callable[..., Any]:
    return lambda *args, **kwargs: said


_Replaced = tuple[Any, str, Any]
"""Where a check is called, by which name, and what stands in its place."""


def _everywhere(name: str, *modules: Any, said: Any = False) -> list[_Replaced]:
    return [(module, name, _always(said)) for module in modules]


CHECKS: dict[str, list[_Replaced]] = {
    "support by words and scores": [(attribute, "SUPPORTED", 0.0)],
    "what ties an answer to its question": _everywhere("may_tie", attribute, said=[]),
    "names and numbers of what it stands under": [
        (attribute, "_with_heads", lambda claim, statement, question, cited, sources, score: sources),
        *_everywhere("_heads_that_say_it", attribute, said=[]),
    ],
    "sources about the same": _everywhere("are_joined", attribute, said=True),
    "another number, day or kind": _everywhere("of_another", attribute, compose, completion),
    "another heading": _everywhere("stands_elsewhere", ties, compose, completion),
    "another name": [
        *_everywhere("names_swapped", marking, said=()),
        *_everywhere("of_namesakes", marking, said={}),
    ],
    "another year or month": _everywhere("times_swapped", marking, said=()),
    "another party": [
        *_everywhere("done_by_others", marking, said={}),
        *_everywhere("owned_by_others", marking, said={}),
    ],
    "another version": _everywhere("of_other_versions", marking, pipeline, said={}),
    "another group": _everywhere("of_other_groups", marking, said={}),
    "another one named before": _everywhere("of_others_before", marking, said={}),
    "another row or column": [
        *_everywhere("rows_instead", verdict, said=()),
        *_everywhere("says_nothing_of", verdict),
        *_everywhere("ranks_unseen", attribute, compose),
    ],
    "the contrary": [*_everywhere("contrary", verdict), *_everywhere("does_the_opposite", verdict)],
    "a figure of something else": [
        *_everywhere("misplaced", verdict),
        *_everywhere("has_another_value", verdict),
        *_everywhere("is_of_another_part", verdict),
        *_everywhere("is_the_other_figure", verdict),
        *_everywhere("is_of_another_item", verdict),
        *_everywhere("entries_instead", verdict, said=[]),
        *_everywhere("measures_instead", attribute, compose),
        *_everywhere("is_of_another_year", verdict),
        *_everywhere("is_of_a_longer_time", verdict),
        *_everywhere("is_of_another_place", verdict),
        *_everywhere("takes_over", verdict),
    ],
    "what is told of others": [
        *_everywhere("told_of_others", verdict, said=()),
        *_everywhere("is_of_another_owner", verdict),
        *_everywhere("is_of_another_number", verdict),
        *_everywhere("says_it_of_another_kind", verdict),
        *_everywhere("says_it_of_what_is_not_so", verdict),
        *_everywhere("is_named_only_later", verdict),
    ],
    "exceptions and possibilities": [
        *_everywhere("is_on_another_condition", verdict),
        *_everywhere("exceptions_instead", verdict, said=[]),
        *_everywhere("corrections_instead", verdict, said=[]),
        *_everywhere("unqualified", verdict),
        *_everywhere("is_for_other_quantities", verdict),
        *_everywhere("is_not_done", verdict),
        *_everywhere("untimely", verdict),
    ],
    "statements that only say yes": [
        *_everywhere("says_too_little", compose),
        *_everywhere("is_one_of_several", compose),
        *_everywhere("is_of_somebody_else", compose),
    ],
    "what the model does not trust": _everywhere("trust", generate.Writer, said=9.0),
    "statements that tell nothing": _everywhere("tells_nothing", compose),
    "what the answer leaves out": _everywhere("left_out", compose, said=()),
    "contradictions": _everywhere("other_figure", compose, said=None),
    "denials": _everywhere("denial", compose, said=None),
    "numbers that the documents lack": _everywhere("_unmentioned", pipeline, said=None),
    "the best sentence in place of nothing": [(compose, "QUOTABLE", 2.0)],
    "names of what is described": [(pipeline, "MAX_RESOLVED", 0)],
}


class Remembering(Changed):
    """A chat model that says again what it has said to the same messages."""

    def __init__(self, chat: Any) -> None:
        super().__init__(chat)
        self.forget()

    def forget(self) -> None:
        self._said: dict[str, tuple[list[Any], bool]] = {}

    def stream(self, messages: Sequence[BaseMessage], config: Any = None, **options: Any) -> Iterator[Any]:
        key = repr(([(one.type, one.text) for one in messages], sorted(options.items())))
        known, is_whole = self._said.get(key, ([], False))
        yield from known
        if is_whole:
            return
        # It was stopped there the last time: it is asked again, and what is known is not repeated.
        said: list[Any] = []
        for piece in self._chat.stream(messages, config=config, **options):
            said.append(piece)
            if len(said) > len(known):
                self._said[key] = said, False
                yield piece
        self._said[key] = said, True


class Replayed(Ablated):
    """A QA whose models say again what they have said about a question."""

    def __init__(self, qa: QA) -> None:
        self._chat = Remembering(qa.engine.language_model().chat)
        super().__init__(qa, self._remember)
        self._plain = self._tools

    def forget(self) -> None:
        self._chat.forget()
        self._tools = dataclasses.replace(self._plain, score=remembering(self._plain.score))

    def _remember(self, tools: pipeline.Collaborators, qa: QA) -> pipeline.Collaborators:
        return dataclasses.replace(tools, model=dataclasses.replace(tools.model, chat=self._chat))


def ask_all(
    golden: GoldenSet, settings: Settings, engine: Engine, done: Mapping[Key, Record]
) -> Iterator[tuple[str, Record]]:
    """Answer the questions that are not in `done`, with all checks and without each."""
    for group in golden.groups:
        missing = [
            q
            for q in group.questions
            if any((golden.name, one, q.id) not in done for one in (WHOLE, *CHECKS))
        ]
        if not missing:
            continue
        with opened(group, settings, engine, None) as qa:
            replayed = Replayed(qa)
            for question in missing:
                replayed.forget()
                for left_out in (WHOLE, *CHECKS):
                    with ExitStack() as stack:
                        for where, name, instead in CHECKS.get(left_out, ()):
                            stack.enter_context(patch.object(where, name, instead))
                        yield left_out, answer_question(group, question, replayed, None)


def report(sets: Sequence[GoldenSet], done: Mapping[Key, Record]) -> str:
    """A table for each set: how many answers change without a check, and what that does to the figures."""
    parts = [
        "Without each check, less what all checks give on the same questions, with 95% intervals; those that "
        "leave out no difference are bold."
    ]
    for golden in sets:
        ids = [q.id for group in golden.groups for q in group.questions]
        asked = [i for i in ids if all((golden.name, one, i) in done for one in (WHOLE, *CHECKS))]
        run = {one: [done[golden.name, one, i] for i in asked] for one in (WHOLE, *CHECKS)}
        if asked:
            parts.append(f"### {golden.name} ({len(asked)} questions)\n\n{_table(run)}")
    return "\n\n".join(parts) + "\n"


def _table(run: Run) -> str:
    rows = []
    for check in CHECKS:
        pairs = zip(run[check], run[WHOLE], strict=True)
        changed = sum(_said(one) != _said(other) for one, other in pairs)
        if changed:
            found = (difference(metric, run[check], run[WHOLE]) for metric in FIGURES)
            rows.append([check, str(changed), *map(shown_difference, found)])
    return table(["without", "other answers", *FIGURES.values()], rows)


def _said(record: Record) -> tuple[str, list[int]]:
    answer = record["answer"] or {}
    return answer.get("text", ""), [one["start_char_index"] for one in answer.get("citations", ())]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_sets(parser)
    options = parser.parse_args()
    refuse_misuse(parser, options)
    sets = drawn_sets(options)
    settings = Settings.load()
    engine = Engine(settings)
    if engine.model == "none":
        parser.error("what is checked is written by a language model, and REQA_LLM is none")
    done = read_results(options.out, sets, engine.model)
    keep(
        options.out,
        sets,
        (WHOLE, *CHECKS),
        done,
        engine.model,
        lambda golden: ask_all(golden, settings, engine, done),
    )
    engine.close()
    print(report(sets, done))


if __name__ == "__main__":
    main()
