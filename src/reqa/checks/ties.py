"""What may tie a statement's sources to its question, and whether they are about the same.

`Lisbon` answers where the author of a book was born only with the sentence that names the author, and only if
both are about that one.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set

from reqa.checks.apart.swapped import named_together
from reqa.checks.elsewhere import stands_elsewhere
from reqa.text.names import written_names
from reqa.text.terms import DAYS, MONTHS, content_terms, names, terms_at, terms_in_order
from reqa.types import ScoredSentence


def may_tie(
    asked: Set[str], evidence: Sequence[ScoredSentence], known: Sequence[set[str]], cited: Sequence[int]
) -> list[int]:
    """Positions of what is not cited and may tie that to its question.

    Another row of a cited table is about something else, and so is what is about another name and has no name
    in common with what is cited. The latter still counts where it has more of the question: beside `Salmon
    returned to the Lomma`, what is said of the Arva does not answer when salmon returned to that.

    Args:
        asked: the question's terms.
        evidence: the sentences that the model was given.
        known: their terms, and those of what they stand under.
        cited: positions of those that the statement was taken from.
    """
    told = len(asked & terms_at(known, cited))

    def columns(i: int) -> list[str]:
        return [cell.column for cell in evidence[i].row]

    def is_about_another(i: int) -> bool:
        one = evidence[i]
        return bool(one.not_about) and not any(_name_the_same(one, evidence[j]) for j in cited)

    tables = [columns(i) for i in cited if evidence[i].row]
    others = (i for i in range(len(evidence)) if i not in cited and columns(i) not in tables)
    return [i for i in others if not is_about_another(i) or len(asked & known[i]) > told]


def are_joined(
    question: str,
    evidence: Sequence[ScoredSentence],
    known: Sequence[set[str]],
    cited: Sequence[int],
    new: Set[str],
) -> bool:
    """Whether what ties a statement to its question, if it is from elsewhere, is about the same.

    `Present: Petra Voss (chair)` in the minutes of the dairy does not say who chairs the society of whose
    bylaws only the title is known. Both must name something that the question does not, or that it names;
    so must what stands under the heading of what is asked about, and what stands under another one, and what
    is about another name, and what has the question's.

    Args:
        question: what the statement answers.
        evidence: the sentences that the model was given.
        known: their terms, and those of what they stand under.
        cited: positions of those that the statement cites.
        new: the statement's terms that the question does not have.
    """
    telling = [i for i in cited if not new.isdisjoint(known[i])]
    documents = {evidence[i].sentence.document_id for i in telling}
    bridges = terms_at(known, telling) - (content_terms(question) - names(question)) - DAYS - MONTHS
    others = [i for i in cited if documents and evidence[i].sentence.document_id not in documents]
    if any(bridges.isdisjoint(known[i]) for i in others):
        return False
    away = {i for i in cited if stands_elsewhere(question, evidence[i], evidence)}
    rest = {i for i in cited if not (i in away or evidence[i].by_others)}

    def is_tied(i: int) -> bool:
        one = evidence[i]
        tied = any(_name_the_same(one, evidence[j]) and not _lists_them(one, evidence[j]) for j in rest)
        return tied and not one.by_others and one.not_about <= terms_at(known, [*rest])

    return all(map(is_tied, away))


def _lists_them(one: ScoredSentence, other: ScoredSentence) -> bool:
    """Whether a sentence names what another one is about together with what that is not about: `Oza and
    Pereiro` ties nothing that is told of those from Oza to those from Pereiro."""
    told = content_terms(one.text)
    pairs = itertools.chain.from_iterable(
        itertools.permutations(map(content_terms, group), 2) for group in named_together(other.text)
    )
    return any(name & told and too & one.not_about for name, too in pairs)


def _name_the_same(one: ScoredSentence, other: ScoredSentence) -> bool:
    """Whether two sentences have a name in common, or one has it and the other stands under it, not both.

    `Mount Selby` is not `Mount Ibsen`, but `Falk` may be `Ingrid Falk`.
    """
    return _has_a_name_of(one, other) or _has_a_name_of(other, one)


def _has_a_name_of(one: ScoredSentence, other: ScoredSentence) -> bool:
    named_too = _named(other)
    under = content_terms(other.heading) - content_terms(one.heading)

    def is_there(name: Sequence[str]) -> bool:
        return name[-1] in under or any(name[-1] == too[-1] or set(name) <= set(too) for too in named_too)

    return any(map(is_there, _named(one)))


def _named(one: ScoredSentence) -> list[list[str]]:
    """The terms of each name in a sentence; of a row, of those in its cells, as each column has a capital."""
    found = written_names("; ".join(cell.text for cell in one.row) or one.text)
    return [terms for name in found if (terms := terms_in_order(name.text))]
