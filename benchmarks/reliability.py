"""Is a score of 0.8 right in 8 of 10 cases? Scores in bins against what is true, as numbers and drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt

BINS = 10
SIDE, MARGIN = 220, 40  # of one diagram, in pixels
Z = 1.96  # of a 95% interval


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases whose score lies between `start` and `end`."""

    start: float
    end: float
    n: int
    score: float
    """Mean of the scores."""
    share: float
    """Part of the cases that are true, with its 95% interval (Wilson)."""
    low: float
    high: float


def bins(scores: npt.NDArray[np.float64], truth: npt.NDArray[np.bool_]) -> list[Bin]:
    """The bins of equal width that hold a case.

    Args:
        scores: 0 to 1.
        truth: of each case.
    """
    place = np.minimum((scores * BINS).astype(int), BINS - 1)
    found = []
    for i in sorted(set(place.tolist())):
        here = place == i
        n, true = int(here.sum()), int(truth[here].sum())
        low, high = wilson(true, n)
        found.append(Bin(i / BINS, (i + 1) / BINS, n, float(scores[here].mean()), true / n, low, high))
    return found


def wilson(true: int, n: int) -> tuple[float, float]:
    """95% interval of a share (Wilson, "Probable Inference", JASA 1927); right for small `n`, too."""
    share = true / n
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def diagram(sets: Mapping[str, Sequence[Bin]]) -> str:
    """An SVG with one reliability diagram a set; on the dashed line, a score means what it says."""
    width = (SIDE + 2 * MARGIN) * len(sets)
    panels = "".join(
        f'<g transform="translate({(SIDE + 2 * MARGIN) * i + MARGIN} {MARGIN})">{_panel(name, found)}</g>'
        for i, (name, found) in enumerate(sets.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{SIDE + 2 * MARGIN}" '
        'font-family="sans-serif" font-size="10"><rect width="100%" height="100%" fill="#fff"/>'
        f"{panels}</svg>\n"
    )


def _panel(name: str, found: Sequence[Bin]) -> str:
    cases = sum(b.n for b in found)
    middle = f'x="{SIDE / 2}" text-anchor="middle"'
    parts = [
        f'<rect width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>',
        f'<path d="M0 {SIDE}L{SIDE} 0" stroke="#888" stroke-dasharray="4"/>',
        f'<text {middle} y="-12" font-size="12">{escape(name)}, n {cases}</text>',
        f'<text {middle} y="{SIDE + 30}">support score</text>',
        f'<text {middle} y="-26" transform="rotate(-90) translate(-{SIDE} 0)">share supported</text>',
    ]
    for tick in (0, 0.5, 1):
        parts.append(f'<text x="{SIDE * tick}" y="{SIDE + 14}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="-5" y="{SIDE * (1 - tick) + 3}" text-anchor="end">{tick:g}</text>')
    for b in found:
        x, y = SIDE * b.score, SIDE * (1 - b.share)
        parts.append(
            f'<path d="M{x:.1f} {SIDE * (1 - b.low):.1f}V{SIDE * (1 - b.high):.1f}" stroke="#0b5c6b"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + 12 * math.sqrt(b.n / cases):.1f}" fill="#0b5c6b" '
            f'fill-opacity="0.6"/><text x="{x + 4:.1f}" y="{y - 6:.1f}">{b.n}</text>'
        )
    return "".join(parts)
