"""Words that name one kind of something where other words name another kind of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reqa.text.terms import content_terms, stem

# A line has kinds that exclude each other, each with the words for it. What comes after the other in time is
# left out (old and new, former and current): who took the place of the former one is the current one.
_ALTERNATIVES = """
large larger largest big bigger biggest | small smaller smallest little
high higher highest | low lower lowest
long longer longest | short shorter shortest
strong stronger strongest | weak weaker weakest
heavy heavier heaviest | light lighter lightest
thick thicker | thin thinner
wide wider broad broader | narrow narrower
deep deeper deepest | shallow shallower
hard | soft
hot warm | cold cool
wet | dry
fast faster fastest quick rapid | slow slower slowest
cheap cheaper cheapest | expensive costly
rich richer richest wealthy | poor poorer poorest
clean cleaner cleanest | dirty
safe safer safest | dangerous
easy easier easiest simple | difficult complex
bright brighter | dark darker
near nearest closest | distant farthest furthest
oldest | youngest newest
earliest | latest
common commonest | rare rarest
best | worst
most | least fewest
minimum minimal | maximum maximal | average median
gross | net
fixed | variable floating
full | empty
full whole | half
similar | different
first | second | third | fourth | last final
single | double | triple
odd | even
heavily densely | sparsely thinly lightly

upper top | lower bottom | middle
inner | outer
interior | exterior
internal | external
indoor | outdoor open-air
inside | outside
left left-hand | right right-hand
front | back rear
upstream | downstream
vertical | horizontal
linear | quadratic | exponential
north northern | south southern | east eastern | west western
northernmost | southernmost | easternmost | westernmost
north-eastern northeastern | north-western northwestern | south-eastern southeastern | south-western

national nationwide federal | regional state provincial | local municipal | international global worldwide
domestic inland | foreign international overseas
urban | rural
public | private
civilian civil | military | criminal
residential | commercial | industrial | agricultural
freshwater | saltwater
terrestrial | aquatic marine
tropical | temperate | arctic polar

spring | summer | autumn | winter
morning | afternoon | evening
day daytime | night night-time
weekday | weekend
hourly | daily | weekly | monthly | quarterly | annual yearly
short-term | medium-term | long-term
temporary | permanent
one-way | return
ancient | medieval | modern
pre-war prewar | post-war postwar

man men male | woman women female
boy boys | girl girls
maternal maternity | paternal paternity
baby infant | child children kid | teenager teenage | adult | senior pensioner
junior | senior
single unmarried | married | divorced | widowed
undergraduate | graduate postgraduate
primary elementary | secondary | tertiary
beginner | intermediate | advanced
skilled | unskilled
employed | self-employed | unemployed
member | non-member
resident | non-resident
professional | amateur
winning victorious | losing defeated
friendly allied | hostile enemy
majority | minority
human | animal
catholic | protestant | orthodox
christian | muslim | jewish | hindu | buddhist

red | blue | green | yellow | black | white | orange | purple | grey gray | brown | pink
gold golden | silver | bronze
wooden | stone | brick | steel | concrete | glass | plastic
solid | liquid | gaseous
solar | wind | nuclear | hydroelectric | geothermal | tidal
coal | gas | oil
petrol gasoline | diesel | electric | hybrid
road | rail | air | sea
bus | train | tram | ferry | plane | car
raw | cooked
fresh | frozen | canned
organic | inorganic
natural | artificial synthetic
vegetarian | vegan
manual | automatic
paper printed | electronic digital
online | offline
oral spoken | written

economic | political | social | cultural | religious
physical | mental psychological
medical | dental | legal | travel
legal lawful | illegal unlawful
direct | indirect
formal | informal
regular | irregular
active | passive | inactive
positive | negative
absolute | relative
major | minor
partial | total complete
successful | unsuccessful failed
conventional | unconventional
voluntary | compulsory mandatory obligatory
offensive | defensive
liberal | conservative
left-wing | right-wing
acute | chronic
systolic | diastolic
arterial | venous
dominant | recessive
sexual | asexual
prenatal | postnatal
bubonic | pneumonic
quantitative | qualitative
theoretical | practical | experimental
vocal | instrumental

import imported | export exported
input | output
upload | download
incoming inbound | outgoing outbound
credit | debit
purchase | sale sales
wholesale | retail
standard | deluxe premium
"""

# What is of the one kind is not of the other, whatever it is said of.
_APART = """
full-time full-timer | part-time part-timer
inpatient | outpatient
"""

# Who is on the one side of something, and who on the other.
_PARTIES = """
tenant lessee | landlord lessor
customer client buyer purchaser | supplier seller vendor
borrower | lender
employee worker | employer
policyholder insured | insurer
licensee | licensor
patient | doctor nurse
pupil | teacher
passenger | driver
guest | host
sender | recipient
plaintiff claimant | defendant
"""

# How something begins and how it ends. `Open from nine to five` says both.
_ENDS = """
arrive arrives arrived arrival arriving | depart departs departed departure departing leave leaves leaving
open opens opened opening | close closes closed closing
begin begins began begun beginning start starts started starting | end ends ended ending finish finished
"""
_SPAN = re.compile(r"\b(?:except|through|till|to|until)\b|\d\s?[-–—]\s?\d", re.IGNORECASE)

# What is unstable is not stable; nor is what is in no line above.
_NOT_SO = re.compile(r"(?:dis|il|ir|non-?|un)([^\W\d]{4,})")
# `Most members` are many of them, and `at least three` is no order.
_NO_ORDER = re.compile(r"(?<!\bthe )\b(?:best|fewest|least|most|worst)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:[-'’]\w+)*['’]?|[^\w\s]")
_BEFORE_ONE_ALONE = frozenset({"at", "by", "during", "for", "from", "in", "of", "on", "to", "with"})
_ARTICLES = frozenset({"a", "all", "an", "any", "its", "our", "the", "their", "your"})
_SAID_OF = 3  # so many words behind it: `private secondary schools`

Place = tuple[str, int]
"""A set of alternatives, and the place of one of them in it."""


def _places(lines: str) -> dict[str, frozenset[Place]]:
    """The words, with their places in the sets of alternatives that have them."""
    found: dict[str, set[Place]] = {}
    for line in lines.split("\n"):
        for place, words in enumerate(line.split("|")):
            for word in words.split():
                found.setdefault(word, set()).add((line, place))
    return {word: frozenset(places) for word, places in found.items()}


_KINDS, _SIDES, _BEGINNING_OR_END = map(_places, (f"{_ALTERNATIVES}\n{_APART}", _PARTIES, _ENDS))
_ALWAYS_APART = frozenset(_APART.split("\n"))


@dataclass(frozen=True, slots=True)
class Kind:
    """A word of a text that names a kind."""

    word: str
    places: frozenset[Place]
    said_of: frozenset[str]
    """The terms of what it is said of, or the preposition before it if it stands alone: `in winter`."""

    @property
    def sets(self) -> set[str]:
        """The sets of alternatives that it is in; none for a word that only has an `un-`, if anything."""
        return {line for line, _ in self.places if "|" in line}

    def excludes(self, other: Kind) -> bool:
        """Whether both are said of the same, and what is of the one kind is not of the other."""
        apart = {one for one, i in self.places for two, j in other.places if one == two and i != j}
        are_of_the_same = bool(apart & _ALWAYS_APART) or not self.said_of.isdisjoint(other.said_of)
        return bool(apart) and are_of_the_same and not self.is_like(other)

    def is_like(self, other: Kind) -> bool:
        """Whether both words may name the same kind."""
        return not self.places.isdisjoint(other.places)

    def is_that_of(self, other: Kind) -> bool:
        """Whether both may name the same kind of the same: not `the first half` and `the first ferry`."""
        may_be_of_it = not (self.said_of and other.said_of) or not self.said_of.isdisjoint(other.said_of)
        return self.is_like(other) and may_be_of_it


def opposed(words: Iterable[str]) -> set[str]:
    """Those of some words in lower case that name parties, with others of them on the other side."""
    places = {word: _of(word, _SIDES) for word in words}
    known = {place for own in places.values() for place in own}
    return {
        word
        for word, own in places.items()
        if any(one == line and i != j for one, i in own for line, j in known)
    }


def kinds(text: str) -> list[Kind]:
    """The words of a text that name a kind, with what they are said of."""
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(_NO_ORDER.sub(",", text))]
    ends = {} if _SPAN.search(text) else _BEGINNING_OR_END
    found = []
    for at, word in enumerate(words):
        if places := _of(word, _KINDS) or _so_or_not(word):
            found.append(Kind(word, places, _behind(words, at) or _alone(words, at)))
        if places := _of(word, ends):
            found.append(Kind(word, places, _behind(words, at) | _terms(words[max(at - 1, 0) : at])))
    return found


def _of(word: str, known: Mapping[str, frozenset[Place]]) -> frozenset[Place]:
    plain = word.rstrip("'").removesuffix("'s")
    return known.get(plain) or known.get(plain.removesuffix("s"), frozenset())


def without_negation(term: str) -> str:
    """The stem of what a term denies: that of `open` for `unopened`; empty if it denies nothing."""
    base = _NOT_SO.fullmatch(term)
    return stem(base[1]) if base else ""


def _so_or_not(word: str) -> frozenset[Place]:
    base = _NOT_SO.fullmatch(word)
    return frozenset({(base[1], 1)} if base else {(word, 0)} if word.isalpha() else ())


def _behind(words: Sequence[str], at: int) -> frozenset[str]:
    """The terms of what follows, up to a word that carries no meaning, without other kinds."""
    following = itertools.takewhile(content_terms, words[at + 1 : at + 1 + _SAID_OF])
    return _terms(word for word in following if not _of(word, _KINDS))


def _alone(words: Sequence[str], at: int) -> frozenset[str]:
    """The preposition before a word."""
    before = [word for word in words[:at] if word not in _ARTICLES]
    return _BEFORE_ONE_ALONE.intersection(before[-1:])


def _terms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(term for term in content_terms(" ".join(words)) if term.isalpha())
