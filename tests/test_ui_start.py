"""How the web chat starts: nothing needless before the page is there, nothing heavy while it is fetched."""

from __future__ import annotations

import subprocess
import sys

from reqa_ui.lull import PATIENCE, QUIET, Lull

_IMPORT = """
import inspect, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
getfile = inspect.getfile
import reqa_ui
print([path for path in opened if path.endswith(".pyi")], inspect.getfile is getfile)
"""


def test_importing_the_page_writes_no_type_stubs() -> None:
    run = subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["[]", "True"]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_lull_comes_when_nobody_asks() -> None:
    clock = Clock()
    lull = Lull(clock)
    clock.now += QUIET / 2
    assert not lull.is_here(requests=0)
    clock.now += QUIET
    assert lull.is_here(requests=0)


def test_lull_waits_for_a_page_that_is_being_fetched_but_not_forever() -> None:
    clock = Clock()
    lull = Lull(clock)
    waited = 0.0
    for requests in range(1, 1000):
        clock.now += QUIET / 2
        waited += QUIET / 2
        if lull.is_here(requests):
            break
    assert PATIENCE <= waited < PATIENCE + QUIET


def test_lull_comes_after_the_last_request() -> None:
    clock = Clock()
    lull = Lull(clock)
    clock.now += QUIET / 2
    assert not lull.is_here(requests=40)
    clock.now += QUIET * 0.9
    assert not lull.is_here(requests=40)
    clock.now += QUIET * 0.2
    assert lull.is_here(requests=40)
