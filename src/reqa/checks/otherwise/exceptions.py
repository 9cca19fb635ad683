"""Finding out that a statement gives the rule, where those who are asked about have one of their own.

`From the fourth day` is not from when an intern needs a doctor's note, if that is `a note is needed from the
fourth day of absence`, and `Interns need one from the second day`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reqa.text.layout import item_text
from reqa.text.terms import claimed_numbers, content_terms, figures, numbers, terms_in_order
from reqa.types import ScoredSentence

REACH = 2  # sentences


def exceptions_instead(
    statement: str, question: str, evidence: Sequence[ScoredSentence], core: Sequence[int]
) -> list[int]:
    """Positions of the rule that a statement gives and of what differs for those whom the question is about.

    Args:
        statement: without markers.
        question: what it answers.
        evidence: the sentences that the model was given.
        core: positions of those that the statement was taken from.
    """
    asked = content_terms(question)
    stated = claimed_numbers(statement) - numbers(question)

    def differs(rule: ScoredSentence, other: ScoredSentence) -> bool:
        behind = other.sentence.index - rule.sentence.index
        if rule.sentence.document_id != other.sentence.document_id or not 0 < behind <= REACH:
            return False
        counted = {what for value, what in _counted(rule.text) if value in stated}
        opens_with = terms_in_order(item_text(other.text) or other.text)[:1]
        is_asked_for = asked.issuperset(opens_with) and content_terms(
            f"{rule.heading} {rule.text} {statement}"
        ).isdisjoint(opens_with)
        is_of_the_same = any(what in counted for _, what in _counted(other.text))
        return is_asked_for and is_of_the_same and stated.isdisjoint(numbers(other.text))

    pairs = ((i, j) for i in core for j, one in enumerate(evidence) if differs(evidence[i], one))
    return list(dict.fromkeys(position for pair in pairs for position in pair))


def _counted(text: str) -> Iterator[tuple[str, str]]:
    """The numbers in a text, also those of `the fourth day`, each with what it counts."""
    for one in figures(text):
        if what := one.unit or "".join(terms_in_order(one.behind)[:1]):
            yield one.value, what
