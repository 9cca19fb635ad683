"""The forms of English words that no stemmer finds."""

from __future__ import annotations

from collections.abc import Mapping

# The form that the others count as, and the others. Of forms that are two words' the more frequent one is
# taken (`found` is what one finds, while what one founds is told by `founded`); what the forms of words that
# are told of as often say is left out: `ground`, `wound`, `lives`, `leaves`, `axes`.
_VERBS = """
arise arose arisen, awake awoke awoken, beat beaten, become became, befall befell befallen, begin began
begun, bend bent, bind bound, bite bit bitten, bleed bled, blow blew blown, break broke broken, breed bred,
bring brought, build built, burn burnt, buy bought, catch caught, choose chose chosen, cling clung, come
came, creep crept, deal dealt, dig dug, draw drew drawn, dream dreamt, drink drank drunk, drive drove
driven, dwell dwelt, eat ate eaten, fall fell fallen, feed fed, feel felt, fight fought, find found, flee
fled, fling flung, fly flew flown, forbid forbade forbidden, foresee foresaw foreseen, forget forgot
forgotten, forgive forgave forgiven, freeze froze frozen, get got gotten, give gave given, go went gone,
grow grew grown, hang hung, hear heard, hide hid hidden, hold held, keep kept, kneel knelt, know knew known,
lay laid, lead led, lean leant, leap leapt, learn learnt, leave left, lend lent, light lit, lose lost, make
made, mean meant, meet met, mislead misled, mistake mistook mistaken, misunderstand misunderstood, mow mown,
overcome overcame, overhear overheard, override overrode overridden, overrun overran, oversee oversaw
overseen, overtake overtook overtaken, overthrow overthrew overthrown, pay paid, prepay prepaid, prove
proven, rebuild rebuilt, repay repaid, resell resold, retell retold, rewrite rewrote rewritten, ride rode
ridden, ring rang rung, rise rose risen, run ran, say said, see saw seen, seek sought, sell sold, send sent,
sew sewn, shake shook shaken, shine shone, shoot shot, show shown, shrink shrank shrunk, sing sang sung,
sink sank sunk, sit sat, sleep slept, slide slid, sow sown, speak spoke spoken, speed sped, spell spelt,
spend spent, spill spilt, spin spun, spoil spoilt, spring sprang sprung, stand stood, steal stole stolen,
stick stuck, sting stung, stride strode stridden, strike struck stricken, string strung, strive strove
striven, swear swore sworn, sweep swept, swell swollen, swim swam swum, swing swung, take took taken, teach
taught, tear tore torn, tell told, think thought, throw threw thrown, undergo underwent undergone,
understand understood, undertake undertook undertaken, uphold upheld, wake woke woken, wear wore worn, weave
wove woven, weep wept, win won, withdraw withdrew withdrawn, withhold withheld, withstand withstood, write
wrote written
"""
_NOUNS = """
child children, foot feet, goose geese, half halves, knife knives, loaf loaves, man men, mouse mice, person
people, shelf shelves, thief thieves, tooth teeth, wife wives, wolf wolves, woman women,
addendum addenda, alumnus alumni, analysis analyses, appendix appendices, bacterium bacteria, crisis crises,
criterion criteria, curriculum curricula, diagnosis diagnoses, fungus fungi, hypothesis hypotheses, index
indices, memorandum memoranda, nucleus nuclei, phenomenon phenomena, referendum referenda, synopsis
synopses, synthesis syntheses, thesis theses
"""


def _bases(words: str) -> Mapping[str, str]:
    return {form: base for base, *others in map(str.split, words.split(",")) for form in others}


BASE_FORM = {**_bases(_VERBS), **_bases(_NOUNS)}
"""The base form of each irregular one, in lower case: `began` is a form of `begin`."""
_PAST_FORMS = frozenset(_bases(_VERBS))


def is_past_form(word: str) -> bool:
    """Whether a lower-case word is a verb as it says that something was done."""
    return word.endswith("ed") or word in _PAST_FORMS
