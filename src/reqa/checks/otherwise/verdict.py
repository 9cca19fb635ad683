"""Whether the sources of a statement say otherwise, and what is then to be quoted in its place.

Each check is one way in which that shows; together they are asked here, in one place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reqa.checks.another import is_first_instead, is_of_another_number, is_on_other_days
from reqa.checks.apart.later import is_named_only_later
from reqa.checks.apart.parties import says_it_of_others
from reqa.checks.apart.times import is_of_a_longer_time, is_of_the_next_or_last
from reqa.checks.cells import rows_instead, says_nothing_of
from reqa.checks.completion import names_only_some
from reqa.checks.kinds import says_it_of_another_kind, says_it_of_what_is_not_so
from reqa.checks.otherwise.clauses import says_it_of_another_clause
from reqa.checks.otherwise.compared import is_a_difference, is_the_other_figure
from reqa.checks.otherwise.conditions import is_on_another_condition
from reqa.checks.otherwise.contrary import contrary
from reqa.checks.otherwise.corrected import corrections_instead
from reqa.checks.otherwise.entries import entries_instead
from reqa.checks.otherwise.exceptions import exceptions_instead
from reqa.checks.otherwise.limits import is_for_other_quantities
from reqa.checks.otherwise.misplaced import has_another_value, misplaced
from reqa.checks.otherwise.opposites import does_the_opposite
from reqa.checks.otherwise.owners import is_of_another_owner
from reqa.checks.otherwise.parts import is_of_another_item, is_of_another_part, is_of_another_year
from reqa.checks.otherwise.qualified import unqualified
from reqa.checks.otherwise.quantified import some_instead
from reqa.checks.otherwise.respective import is_of_another_place
from reqa.checks.otherwise.speakers import is_said_by_another
from reqa.checks.otherwise.subjects import told_of_others
from reqa.checks.otherwise.undone import is_not_done
from reqa.checks.otherwise.untimely import untimely
from reqa.checks.unmentioned import takes_over
from reqa.types import Quote, ScoredSentence


def saying_otherwise(
    statement: str,
    question: str,
    evidence: Sequence[ScoredSentence],
    cited: Sequence[int],
    core: Sequence[int],
) -> list[int]:
    """Positions of what is to be quoted in a statement's place; none if its sources do not say otherwise.

    Args:
        statement: without markers.
        question: what it answers.
        evidence: the sentences that the model was given.
        cited: positions of those that the statement cites.
        core: of these, the positions of those that it was taken from.
    """

    def deny(texts: Sequence[str]) -> bool:
        return (
            contrary(statement, question, texts)
            or is_on_another_condition(statement, question, texts)
            or is_the_other_figure(statement, question, texts)
            or is_a_difference(statement, question, texts)
            or misplaced(statement, texts)
            or is_of_another_part(statement, question, texts)
            or is_of_another_item(statement, question, texts)
            or is_of_another_year(statement, question, texts)
            or is_of_a_longer_time(statement, question, texts)
            or is_of_the_next_or_last(statement, question)
            or is_of_another_place(statement, question, texts)
            or says_it_of_others(statement, texts)
            or is_said_by_another(statement, texts)
            or says_it_of_another_clause(statement, texts)
            or says_it_of_another_kind(statement, question, texts)
            or says_it_of_what_is_not_so(statement, question, texts)
            or is_of_another_owner(statement, question, texts)
            or is_named_only_later(statement, question, texts)
            or is_of_another_number(statement, question, texts)
            or does_the_opposite(statement, question, texts)
            or takes_over(statement, question, texts)
            or unqualified(statement, texts)
            or is_for_other_quantities(statement, question, texts)
            or is_not_done(statement, question, texts)
            or untimely(statement, question, texts)
            or is_first_instead(statement, question, texts)
            or is_on_other_days(statement, question, texts)
            or names_only_some(statement, question, texts)
        )

    rows = [one.row for one in evidence if one.row]
    read = (evidence[i].row for i in cited if evidence[i].row)
    instead = [row for one in read for row in rows_instead(statement, question, one, rows)]
    if instead:
        return [i for i, one in enumerate(evidence) if one.row in instead]
    if told := (
        entries_instead(statement, question, evidence, cited)
        or corrections_instead(statement, question, evidence, core)
        or exceptions_instead(statement, question, evidence, core)
        or some_instead(statement, evidence, cited)
    ):
        return told
    answering = [i for i in cited if evidence[i].told]
    otherwise = [i for i in answering if says_nothing_of(statement, question, evidence[i].row)]
    if core and all(evidence[i].by_others for i in core):
        otherwise += core
    if has_another_value(statement, question, _texts(evidence, cited)):
        otherwise += cited
    in_prose = [i for i in cited if not evidence[i].row]
    quotes = [Quote(evidence[i].text, evidence[i].heading) for i in in_prose]
    of_others = told_of_others(statement, question, quotes, [one.text for one in evidence])
    otherwise += [in_prose[i] for i in of_others]
    if deny(_texts(evidence, cited)):
        otherwise += [i for i in cited if i in core or deny([evidence[i].text])]
    return list(dict.fromkeys(otherwise))


def _texts(evidence: Sequence[ScoredSentence], positions: Collection[int]) -> list[str]:
    return [evidence[i].text for i in positions]
