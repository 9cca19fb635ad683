"""The documents and the answers that the browser tests are about."""

from __future__ import annotations

from fake_qa import Said, Script, document

FOUNDED = "The observatory was founded in 1893 by the brothers Ada and Tor Lind."
TELESCOPE = "Its first telescope had a mirror of 60 centimetres."
FIRE = "A fire destroyed the main dome in the winter of 1921."
REBUILT = "It was rebuilt within two years with money from 4,000 citizens."
TODAY = "Today the dome is open to visitors on clear Friday evenings."
EMOJI = "The guestbook says 🔭🌌 “👨‍👩‍👧 loved it” and 𝒢ood seeing."
AFTER_EMOJI = "It has been signed by 912 guests — most of them children."
HOSTILE = (
    'Note <img src=x onerror="alert(1)"> and <script>alert(2)</script> and ![x](http://evil.test/x.png) '
    "and [click](javascript:alert(3)) and <svg><a href='javascript:alert(4)'>go</a></svg> and ${alert(5)} "
    "and {{constructor}} and `code` and http://evil.test/auto and www.evil.test and a@evil.test."
)

_FILLER = "\n".join(
    f"The log of night {night} records wind, cloud and the temperature." for night in range(1, 160)
)

OBSERVATORY = document(
    "history/observatory.txt",
    "A short history of the observatory",
    f"{FOUNDED} {TELESCOPE}\n\n{_FILLER}\n\n{FIRE} {REBUILT}\n\n{_FILLER}\n\n{TODAY}\n",
)
GUESTBOOK = document(
    "guestbook 📖.md", "Guest <b>book</b>", f"🙂🙂🙂\r\n{EMOJI} {AFTER_EMOJI}\r\n{HOSTILE}\r\nThe end."
)

DOCUMENTS = (OBSERVATORY, GUESTBOOK)

_FIRE_ANSWER = (
    Said("A fire destroyed the main dome in 1921.", (FIRE,)),
    Said("It was rebuilt within two years.", (FIRE, REBUILT)),
    Said("The architect was famous.", supported=False),
)

SCRIPTS = {
    "What happened to the dome?": Script(_FIRE_ANSWER, evidence=(TELESCOPE, FIRE, REBUILT, TODAY)),
    "Who founded it?": Script((Said("Ada and Tor Lind founded it.", (FOUNDED,)),)),
    "Slow": Script(
        (Said("The dome burnt down and " + "then " * 300 + "it was rebuilt.", (FIRE,)),), delay=0.05
    ),
    "Who fuonded it?": Script(
        (Said("Ada and Tor Lind founded it.", (FOUNDED,)),), delay=0.1, understood="Who founded it?"
    ),
    "What destroyed the dome of Tor Lind's observatory?": Script(
        (Said("A fire.", (FIRE, FOUNDED)),), named="What destroyed the dome of the Brask observatory?"
    ),
    "Paced": Script(_FIRE_ANSWER, delay=0.08),
    "What does it cost?": Script(abstains="no_evidence", nearest=(TODAY, REBUILT)),
    "When was the fire?": Script(
        (Said("It was in 1921.", (FIRE,)), Said("It was rebuilt soon.", (REBUILT,))),
        reason="conflicting_sources",
    ),
    "How many citizens?": Script(abstains="conflicting_sources", nearest=(REBUILT, FIRE)),
    "Off topic?": Script((Said("The documents are about an observatory."),), abstains="off_topic"),
    "Fail": Script(
        evidence=(FIRE,), fails="The model gave no answer within 120 s. Set REQA_LLM_TIMEOUT higher."
    ),
    "What is in the guestbook?": Script(
        (Said("Guests 👍 loved it.", (EMOJI,)), Said("There are 912.", (AFTER_EMOJI,)))
    ),
    "Hostile": Script(
        (
            Said(HOSTILE, (HOSTILE,)),
            Said(
                "See [1](#cite-0000000000000000-0-5-0000000000000000) and [7] and <a href='#cite-x'>9</a>.",
                (FOUNDED,),
            ),
        )
    ),
    "List": Script(
        (
            Said("The history has **two** parts:", gap="\n\n"),
            Said("- the founding", (FOUNDED,), gap="\n"),
            Said("- the fire", (FIRE,), gap="\n\n"),
            Said("3. third", (REBUILT,)),
        )
    ),
}
SCRIPTS[HOSTILE] = SCRIPTS["Hostile"]
