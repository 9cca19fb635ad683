"""Finding out that a statement says of somebody the opposite of what its source says that they did.

`Norrland sold Kartona` has nearly all of its words in `Norrland bought Kartona`, and the question that it
answers brings the missing one along.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reqa.checks.otherwise.roles import PASSIVE
from reqa.text.denial import CLAUSE_END, denies
from reqa.text.terms import content_terms, stem

# A line has verbs on two sides. Those that deny are left to `contrary`.
_OPPOSITES = """
allow permit | ban prohibit
appoint hire recruit | dismiss fire sack
arrive | depart leave
attack | defend
begin open start | cease close end finish halt shut stop
build construct | demolish destroy dismantle
enter join | leave quit
gain win | forfeit lose
like love | dislike hate
marry | divorce
praise | criticise criticize
raise | cut lower reduce
remember | forget
support | oppose
"""
# Here the one side does it where the other has it done: what was sold to her was bought by her.
_CONVERSES = """
acquire buy purchase | sell
borrow | lend
export | import
give grant send | get receive
learn | teach
precede | follow succeed
"""
_WORD = re.compile(r"\w+(?:['’]\w+)?")


def _sides(lines: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    pairs = (line.split("|") for line in lines.strip().split("\n"))
    sides = ([frozenset(map(stem, side.split())) for side in pair] for pair in pairs)
    return [pair for one, other in sides for pair in ((one, other), (other, one))]


_OPPOSED, _CONVERSE = _sides(_OPPOSITES), _sides(_CONVERSES)


@dataclass(frozen=True, slots=True)
class _Deed:
    """A verb in a clause that does not deny it."""

    verb: str
    who: frozenset[str]
    """The terms before it."""
    whom: frozenset[str]
    is_passive: bool


def does_the_opposite(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement says that somebody did what is the opposite of what its sources say.

    Args:
        statement: without markers.
        question: what it answers; it tells who a pronoun is.
        sources: the sentences that it cites.
    """
    told = content_terms(" ".join(sources))
    asked = frozenset(content_terms(question))
    deeds = [deed for source in sources for deed in _deeds(source)]

    def is_opposite(said: _Deed, sides: Sequence[tuple[frozenset[str], frozenset[str]]]) -> bool:
        opposed = set().union(*(other for own, other in sides if said.verb in own and told.isdisjoint(own)))
        who = said.who or asked
        return any(
            deed.verb in opposed
            and deed.is_passive == said.is_passive
            and not who.isdisjoint(deed.who)
            and (not said.whom or not said.whom.isdisjoint(deed.whom))
            for deed in deeds
        )

    return any(
        is_opposite(said, _OPPOSED) or (not said.is_passive and is_opposite(said, _CONVERSE))
        for said in _deeds(statement)
    )


def _deeds(text: str) -> Iterator[_Deed]:
    for clause in itertools.filterfalse(denies, CLAUSE_END.split(text)):
        words = _WORD.findall(clause.casefold())
        for at, word in enumerate(words):
            yield _Deed(
                stem(word),
                frozenset(content_terms(" ".join(words[:at]))),
                frozenset(content_terms(" ".join(words[at + 1 :]))),
                any(one in PASSIVE for one in words[max(at - 2, 0) : at]),
            )
