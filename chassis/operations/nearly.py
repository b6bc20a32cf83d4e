"""Names that are almost the one that was typed: what a slip of the finger makes of a number. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

NAMES_MAX = 600
LENGTH_MAX = 40
SERIES = ("SO", "PO", "SS", "OS", "GR", "SH", "INV", "CN")
DIGITS = "0123456789"
LOOK_ALIKE = {"O": "0", "0": "O", "I": "1", "L": "1", "1": "I", "S": "5", "5": "S", "B": "8", "8": "B"}
OURS = re.compile(r"^(?P<series>[A-Z]{2,3})?\W*(?:(?P<year>\d{4})\W*)?(?P<number>\d{1,6})$")
YEARS_BACK = 1


def nearly(name: str, year: int) -> tuple[str, ...]:
    """At most ``NAMES_MAX`` names one slip away, the likeliest first: completed, in capitals, then sign by sign."""
    typed = name.strip()[:LENGTH_MAX]
    near = dict.fromkeys(one for form in (typed.upper(), typed) for one in (*_completed(form, year), *_slips(form)))
    return tuple(one for one in near if one and one != name)[:NAMES_MAX]


def _completed(typed: str, year: int) -> Iterator[str]:
    """`SO-2026-3`, `so 3`, `2026-3` and `3` are what people write of SO-2026-000003."""
    yield typed
    parts = OURS.match(typed)
    if parts:
        years = [int(parts["year"])] if parts["year"] else range(year, year - YEARS_BACK - 1, -1)
        for series in [parts["series"]] if parts["series"] else SERIES:
            yield from (f"{series}-{each}-{int(parts['number']):06d}" for each in years)


def _slips(typed: str) -> Iterator[str]:
    """Two signs changed over, one too many, one that looks alike, another digit, one left out."""
    cuts = [(typed[:at], typed[at:]) for at in range(len(typed) + 1)]
    yield from (f"{head}{tail[1]}{tail[0]}{tail[2:]}" for head, tail in cuts if len(tail) > 1)
    yield from (head + tail[1:] for head, tail in cuts if tail)
    yield from (head + LOOK_ALIKE[tail[0]] + tail[1:] for head, tail in cuts if tail and tail[0] in LOOK_ALIKE)
    yield from (head + sign + tail[1:] for head, tail in cuts if tail and tail[0].isdigit() for sign in DIGITS)
    yield from (head + sign + tail for head, tail in cuts for sign in f"{DIGITS}-")
