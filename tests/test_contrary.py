"""Statements whose source says the contrary with the same words."""

from __future__ import annotations

import pytest

from reqa.checks.otherwise.contrary import contrary

ASKED = "What is known?"


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        (
            "The board decided not to install a gate, as it was too dear.",
            "The board decided to install a gate.",
        ),
        ("It is not yet known whether the seal also swells in acid.", "The seal swells in acid."),
        ("The lamp wasn’t mended by the crew; it still hangs there.", "The crew mended the lamp."),
        ("Captain Rask refused to sign the treaty of 1712.", "Captain Rask signed the treaty of 1712."),
        ("I can mend it, but not before August.", "She can mend it by August."),
        ("The key is kept in the hall, not in the office.", "It is in the office."),
        ("It was written not by Holm but by Lind.", "Holm"),
        ("Dogs are allowed in the garden.", "Dogs are not allowed in the garden."),
        ("The cart carries at most 120 kg.", "It carries at least 120 kg."),
        ("The cart carries at most 120 kg.", "It carries more than 120 kg."),
        ("It must be sent before 3 May.", "It must be sent after 3 May."),
        ("It must not exceed 120 kg.", "It must exceed 120 kg."),
        ("It is not given more than three parcels.", "It is given more than 3 parcels."),
        ("Sales rose by 12%.", "Sales fell by 12%."),
        ("Prices dropped in May.", "Prices went up, an increase that nobody saw coming."),
        ("The rent changes from 400 to 450 euros.", "It changes from 450 to 400 euros."),
        ("The train goes from Lund to Oslo.", "The train goes from Oslo to Lund."),
        ("Lund beat Oslo.", "Oslo beat Lund."),
        ("In March, Holm & Sons sued the Moen Company.", "Moen sued Holm."),
        ("Holm was sued by Moen.", "Holm sued Moen."),
        ("Only founding members may vote.", "All members may vote."),
        ("It rejected none, but noted that the fourth is not for it.", "The fourth advice was rejected."),
        ("Two were taken to hospital; nobody was killed.", "Two were killed."),
        ("None of the grain wagons was damaged.", "The wagons were damaged."),
        ("Holm confirms that he wrote it, but says that nobody answered it.", "It was answered by Aune."),
        ("Rask leads the survey that Moen has paid for since 1712.", "Moen paid for the survey before 1712."),
        ("She reports to the chief officer of the north.", "The chief officer reports to the head."),
        ("The head reports to the chief officer.", "The chief officer reports to the head."),
        ("Lund made her a doctor in 1929; Oslo never did.", "Oslo made her a doctor in 1929."),
        ("Hens may be kept, up to five; cocks may not.", "Cocks may be kept."),
        ("Staying overnight is allowed in May; living there isn’t.", "Living there is allowed."),
        (
            "Training is on Mondays; juniors train on Fridays instead of Mondays.",
            "No training is on Fridays.",
        ),
        ("The landlord warned her in June.", "The landlord was warned in June."),
        ("It was in May that the firm cheated an inspector.", "The firm has been cheated."),
        ("Bicycles were again blocking the fire exit.", "Bicycles are blocked from the fire exit."),
        ("The landlord warns her each year.", "The landlord was warned."),
        ("Bicycles are removed after a week and kept by the caretaker.", "The porter removed the bicycles."),
        ("Bicycles are also removed by the porter.", "Bicycles are removed by the caretaker."),
        ("It has a chapter by Jon Lie on law; Eva Lie wrote the rest.", "Eva Lie wrote the chapter on law."),
        ("It was designed by Clara Voss and opened in May.", "Clara Voss opened it in May."),
        ("It was designed by Clara Voss and opened by Jon Lie.", "Clara Voss opened the bridge."),
        ("It was built by Voss, and soon sold to Lund.", "Voss sold it to Lund."),
        ("The book was written by Jon Aune.", "Eva Lie wrote the book."),
        ("The expedition cost 2 million.", "The drill cost 2 million."),
        ("It rained, and the first expedition has cost 2 million.", "The drill cost 2 million."),
        ("The expedition costs 2 million.", "The drill costs 2 million."),
        ("The expedition took a year.", "The great journey took a year."),
        ("Strand led after a corner taken by Moa Lie.", "Strand took the corner."),
        ("Bicycles will be removed after a week.", "The caretaker removes Mr Vold's bicycle."),
        ("Dubois discovered the painting.", "Dubois painted the portrait."),
        ("Brandl restored it; the frame has not been found.", "Brandl found the frame."),
        ("Ohm left, as the alarm had been switched off at his wish.", "Ohm switched off the alarm."),
        ("Bicycles will be removed after a week.", "The caretaker has also removed the bicycles."),
        ("Sorel denied this: fares would stay.", "Sorel denied that fares would stay."),
        ("Sorel rejects that – fares will stay.", "Sorel rejected that fares will stay."),
    ],
)
def test_a_statement_that_its_source_contradicts_is_found(source: str, statement: str) -> None:
    assert contrary(statement, ASKED, [source])
    assert not contrary(source, ASKED, [source])


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("Fitting it takes 40 minutes and needs no special tool.", "Fitting it takes 40 minutes."),
        ("They changed the compound in January 2023 without telling us.", "They changed it in January 2023."),
        ("Fitting it takes 40 minutes with no special tool.", "Fitting it takes 40 minutes."),
        ("It is repaired for no more than 400 pounds.", "It is repaired for at most 400 pounds."),
        (
            "The fair did not open until 1864, when Rask had built the hall.",
            "Rask had built the hall in 1864.",
        ),
        ("Not only did the crew mend the lamp, they also polished it.", "The crew mended the lamp."),
        ("The gate was painted, although nobody liked the colour.", "The gate was painted."),
        ("It did not rain.", "1912"),
        ("Ada Moen of Lund Says No acts in the film of 1994.", "Ada Moen acts in the film of 1994."),
        ("I can mend it, but not before August.", "She can mend it from August."),
        ("The key is kept in the hall, not in the office.", "It is in the hall."),
        ("It was written not by Holm but by Lind.", "Lind"),
        ("It is open in May, not only in June.", "It is open in June."),
        ("It sails in May, but not in May of a leap year.", "It sails in May."),
        ("The cart carries at most 120 kg.", "It carries up to 120 kg."),
        ("Its weight must not exceed 120 kg.", "Its weight is at most 120 kg."),
        ("Nobody is given more than three parcels.", "At most three parcels."),
        ("The hall is closed before 3 May.", "The hall opens after 3 May."),
        ("A letter from Holm says that it is old.", "According to Holm it is old."),
        ("Rose was there when prices went down.", "Prices fell."),
        ("Prices fell.", "Rose said that prices went down."),
        ("Sales did not fall.", "Sales rose."),
        ("It was begun after 1712 and ended before 1807.", "It was begun after 1712."),
        ("Moen has paid for it since 1712.", "Moen has paid for it from 1712."),
        ("The hall has been closed since 1712.", "The hall was open before 1712."),
        ("The bell has not been heard since 1712.", "The bell was heard before 1712."),
        ("Nobody answered it in May; Lind answered it in June.", "It was answered by Lind."),
        ("Nobody but Lind answered it.", "Lind answered it."),
        ("They saw nobody today.", "They came today."),
        ("It opens before 3 May and closes after 9 June.", "It closes after 9 June."),
        ("It must be sent before 3 May 2026.", "It is sent after 9 April 2026."),
        ("Sales rose by 12% and fell by 3%.", "Sales fell by 3%."),
        ("The train goes from Lund to Oslo, and from Oslo to Lund.", "It goes from Oslo to Lund."),
        ("Holm was sued by Moen.", "Moen sued Holm."),
        ("Lund beat Oslo, and Oslo beat Lund.", "Oslo beat Lund."),
        ("Only some members came; all members may vote.", "All members may vote."),
        ("Only the hall is open.", "All members may vote."),
        ("Smoking is prohibited.", "Smoking is not allowed."),
        ("It is younger than the mill.", "No, it is younger."),
        ("Lund beat Oslo.", "Was beaten Oslo by Lund"),
        ("It rejected none but the fourth.", "It rejected the fourth advice."),
        ("Nobody was killed, but two later were killed in the fire.", "Two were killed in the fire."),
        ("Nobody was hurt.", "Nobody was hurt."),
        ("The hall has nothing to do with the church.", "The hall has a church beside it."),
        ("The road leads to Lund.", "Lund is where the road leads to the sea."),
        ("The head reports to the chief officer.", "She reports to the chief officer."),
        ("Holm works with Lind and is married to her.", "Lind works with Holm."),
        ("Holm works with Lind and is married to her.", "Lind is married to Holm."),
        ("Lund made her a doctor in 1929; Oslo never did.", "Lund made her a doctor in 1929."),
        ("Hens may be kept, up to five; cocks may not.", "Up to five hens may be kept."),
        ("Oslo gave her a medal; Lund did not.", "Lund is a city."),
        ("She uses a pen instead of a brush.", "She does not use a brush."),
        ("The landlord warned her and was warned himself.", "The landlord was warned."),
        ("The vote was cancelled by a coup d'état.", "The coup d'état cancelled the vote."),
        ("Bicycles are removed by the porter.", "They are removed by a porter."),
        ("Bicycles were removed; the caretaker removes all of them.", "The caretaker removes the bicycles."),
        ("It was designed by Clara Voss and opened by Jon Lie.", "Jon Lie opened the bridge."),
        ("It was designed by Clara Voss and opened in May.", "Clara Voss designed it, and it opened in May."),
        ("It was led by Voss and opened by Jon Lie and Clara Voss.", "Clara Voss opened it."),
        ("It was designed by Voss and opened in May, when Voss opened the doors.", "Voss opened the doors."),
        ("It was designed by Clara Voss and opened in May by Jon Lie.", "Jon Lie opened it in May."),
        ("Bicycles are removed.", "Bicycles are removed by 2027."),
        ("Bicycles are removed.", "The caretaker keeps the bicycles."),
        ("Bicycles are removed.", "It removes the bicycles."),
        ("The painting of the sea is by Rae.", "Rae painted the sea."),
        ("It has a chapter by Jon Lie.", "Lie wrote the chapter."),
        ("It has a chapter by Lie.", "Jon Lie wrote the chapter."),
        ("The expedition cost 2 million, and a drill was lost.", "The drill cost 2 million."),
        ("The expedition cost a year.", "The journey took a year."),
        ("The expedition cost 2 million.", "The drill cost the expedition 2 million."),
        ("The expedition cost 2 million.", "The other cost 2 million."),
        ("The other cost 2 million.", "The drill cost 2 million."),
        ("The expedition can be seen.", "The drill should be mended."),
        ("Nord cost 2 million.", "The drill cost 2 million."),
        ("The expedition cost 2 million.", "The second expedition cost 2 million."),
        ("It has a chapter by Eva Lie and one by Jon Aune.", "Eva Lie wrote a chapter."),
        ("It has one chapter by Jon Aune and a chapter by Eva Lie.", "Eva Lie wrote a chapter."),
        ("The chapter by Jon Aune is on what Eva Lie says in a chapter.", "Eva Lie wrote a chapter."),
        ("It has a chapter by Jon Aune.", "Eva Lie praised the chapter by Aune."),
        ("It has a chapter by Jon Aune.", "The book was written by Eva Lie."),
        ("Dubois saw the painting and painted another.", "Dubois painted the portrait."),
        ("It was officially announced in May.", "It was officially announced the same day."),
        ("It will be launched in May.", "United Launch Alliance"),
        ("The bank gave the firm a loan.", "The bank loaned the firm some money."),
        ("Bicycles are removed by the porter.", "The porter has also removed the bicycles."),
        ("Bicycles blocking the exit were blocked.", "Bicycles are blocked."),
        ("Bicycles were standing in the blocked exit.", "Bicycles are blocked."),
        ("The bridge opened in May and then closed at night.", "The bridge was opened in May."),
        ("The dog that belonged to him chased our cat.", "The cat was chased."),
        ("The head writes to the chief, and the chief writes to the head.", "The chief writes to the head."),
        ("Sorel denied this: fares would stay.", "Sorel said that fares would stay."),
        (
            "Sorel denied this: it rains. She denied that fares would stay.",
            "Sorel denied that fares would stay.",
        ),
        ("Sorel denied that fares would stay.", "Sorel denies that fares would stay."),
    ],
)
def test_what_only_looks_like_the_contrary_is_left_alone(source: str, statement: str) -> None:
    assert not contrary(statement, ASKED, [source])


@pytest.mark.parametrize(
    ("statement", "denied"), [("Captain Rask.", False), ("Captain Rask signed the treaty.", True)]
)
def test_who_did_not_is_answered_by_a_name(statement: str, denied: bool) -> None:
    assert contrary(statement, "Who did not sign the treaty?", ["Captain Rask did not sign it."]) == denied


def test_a_denial_may_come_from_the_question_or_from_another_source() -> None:
    assert not contrary("It was not bought.", "Why was the gate not bought?", ["The gate was dear."])
    assert not contrary("It was not bought.", ASKED, ["The gate was dear.", "So nobody bought it."])
    assert contrary("It was not bought.", ASKED, ["The gate was dear."])


def test_it_is_what_the_question_is_about() -> None:
    source = "The mill wheel was sold in 1963; the drying loft was not."
    assert contrary("It was sold in 1963.", "Was the drying loft sold?", [source])
    assert not contrary("It was sold in 1963.", "Was the mill wheel sold?", [source])


def test_a_span_begins_and_ends_in_one_source() -> None:
    sources = ["It is open from 6:30 to 21:00.", "A course begins on Monday at 19:00."]
    assert contrary("It is open from 19:00 to 21:00.", ASKED, sources)
    assert not contrary("It is open from 6:30 to 21:00.", ASKED, sources)


def test_a_denial_in_one_source_turns_no_limit_of_another() -> None:
    sources = ["Nobody was hurt", "The cart carries at most 120 kg"]
    assert not contrary("The cart carries at most 120 kg.", ASKED, sources)
    assert contrary("The cart carries at least 120 kg.", ASKED, sources)


def test_what_another_source_tells_of_somebody_is_no_work_of_hers() -> None:
    chapter, book = "It has a chapter by Jon Lie.", "Eva Lie, who wrote the book"
    assert contrary("Eva Lie wrote the chapter.", ASKED, [chapter, book])
    assert contrary("Eva Lie wrote the chapter.", ASKED, [book, chapter])


LUNCH = "Lunch costs 2.80 euros in school."


@pytest.mark.parametrize(
    ("other", "question", "statement", "is_there"),
    [
        ("There is no lunch on Friday.", "How much does lunch cost on Friday?", "2.80 euros", False),
        ("School ends, and there will be no lunch on Friday.", "What is lunch on Friday?", "Soup", False),
        ("There is no lunch on Friday.", "How much does a dinner of two courses cost?", "2.80 euros", True),
        ("There is no lunch on Friday.", "Why is there no lunch on Friday?", "School ends.", True),
        ("There is no lunch on Friday.", "How much does lunch cost on Friday?", "There is no lunch.", True),
        ("There is no lunch on Friday.", "What is it?", "2.80 euros", True),
        ("There is lunch on Friday.", "How much does lunch cost on Friday?", "2.80 euros", True),
    ],
)
def test_what_is_not_there_has_nothing(other: str, question: str, statement: str, is_there: bool) -> None:
    assert contrary(statement, question, [LUNCH, other]) != is_there
