"""Abbreviations whose full stop need not end a sentence, in lower case and without it.

nupunkt's own list was learned from court records and has thousands of ordinary words in it ("bank", "call",
"day", "works"): "She went to the bank. Anna stayed." would be one sentence. Of its words only these are
believed; abbreviations with a stop inside ("e.g.", "U.S.", "Ph.D.") are taken from it as they are. A word
that is also an ordinary one at the end of a sentence ("no", "art", "mass") is not listed.
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


TITLES = _words(
    "mr mrs ms mx dr drs prof hon rev fr st messrs mme mlle capt cmdr cpl col gen lt maj sgt adm gov sen rep "
    "pres supt insp asst atty sr sra srta dott ing"
)
"""They stand before a name, so they never end a sentence."""

RANKS = _words(
    "captain chancellor count countess doctor duke emperor general governor judge king lady lord mayor "
    "minister miss pope president prime prince princess professor queen saint senator sir"
)
"""So do these, which are written out."""

REFERENCES = _words(
    "no nos nr ps stat pub art arts sec secs sect fig figs vol vols ch chap para paras pp p pg cl reg regs "
    "ref refs eq eqs ext app bd abs abb núm pág ca approx jan feb mar apr jun jul aug sep sept oct nov dec "
    "ст стр гл рис"
)
"""They stand before a number."""

OTHERS = _words(
    "jr esq cir mt ft ave blvd rd ln hwy pkwy bldg apt dept univ govt "
    "ala ariz ark calif colo conn fla kan kans ky mich minn mont neb nev okla penn tenn tex va vt wis wyo "
    "mon tue tues wed thu thur thurs fri inc ltd co corp plc llc llp bros assn assoc intl mfg cie "
    "ed eds edn op cit ibid id al et cf viz vs v est etc incl excl min max avg temp misc cont tel "
    "hr hrs yr yrs lb lbs oz gal qt pt tbsp tsp sq bzw usw evtl ggf inkl vgl hrsg mio mrd str env "
    "ud uds sig г ул руб им т млн млрд тыс обл"
)

ABBREVIATIONS = TITLES | OTHERS | (REFERENCES - {"no", "art", "arts", "app", "p", "ps", "stat"})
