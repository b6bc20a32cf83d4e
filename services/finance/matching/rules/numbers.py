"""Numbers in what a payer wrote: ours in any spelling, and what may be a number of his own (FIN-2)."""

from __future__ import annotations

import re
import unicodedata

OURS = re.compile(r"(?<![A-Z])(SO|INV)[\W_]{0,3}((?:\d[\W_]?){4})((?:\d[\W_]?){5}\d)(?!\d)")
"""Of an order or an invoice, its digits held apart or not; seven digits after the year are none of ours."""
WORD = re.compile(r"[^\s,;:/|()<>\u3000-\u9fff\uff00-\uffef]+")
WORDS_MAX, LENGTH_MIN, LENGTH_MAX = 4, 3, 60
"""A number of the customer's is up to so many words, such as ``PO 4711 / A``."""


def plain(text: str) -> str:
    """One way to write it: no full-width letters, no invisible characters."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in normal if unicodedata.category(letter) != "Cf")


def our_numbers(text: str) -> set[str]:
    """Numbers of orders and invoices as our papers bear them."""
    found = OURS.findall(plain(text).upper())
    return {f"{series}-{_digits(year)}-{_digits(number)}" for series, year, number in found}


def his_numbers(text: str) -> set[str]:
    """What may be the customer's own number: up to four words with a digit, as they stand."""
    said = plain(text)
    words = list(WORD.finditer(said))
    spans = (
        said[first.start() : last.end()]
        for n, first in enumerate(words)
        for last in words[n : n + WORDS_MAX]
        if LENGTH_MIN <= last.end() - first.start() <= LENGTH_MAX
    )
    return {spelt for span in spans if any(map(str.isdigit, span)) for spelt in (span, span.upper())}


def compact(text: str) -> str:
    """Letters and digits alone, to compare numbers whatever stands between."""
    return "".join(letter for letter in plain(text).upper() if letter.isalnum())


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
