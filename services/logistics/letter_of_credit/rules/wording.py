"""When two wordings say the same to who examines documents (UCP 600 art. 14 d; ISBP 745 A1, A2, A23) (LOG-7)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import pairwise

SHORT = {
    "LIMITED": "LTD", "INCORPORATED": "INC", "CORPORATION": "CORP", "COMPANY": "CO", "INTERNATIONAL": "INTL",
    "MANUFACTURING": "MFG", "MANUFACTURER": "MFR", "INDUSTRY": "IND", "INDUSTRIES": "IND", "INDUSTRIAL": "IND",
    "AND": "&", "STREET": "ST", "STR": "ST", "ROAD": "RD", "AVENUE": "AVE", "BUILDING": "BLDG",
    "NUMBER": "NO", "KILOGRAM": "KG", "KILOGRAMS": "KG", "KILOS": "KG", "KOS": "KG", "KGS": "KG", "MTS": "MT",
    "PIECE": "PC", "PIECES": "PC", "PCS": "PC", "SETS": "SET", "CARTONS": "CARTON", "CTNS": "CARTON", "CTN": "CARTON",
    "PERCENT": "%", "PCT": "%", "IMPORT": "IMP", "EXPORT": "EXP", "DEPARTMENT": "DEPT", "GOVERNMENT": "GOVT",
    "METRIC": "MT", "TONS": "MT", "TONNES": "MT", "UNITS": "UNIT", "PAIRS": "PAIR", "LC": "CREDIT", "TRADING": "TRDG",
}  # fmt: skip
"""Abbreviations that banks take for the word itself (ISBP 745 A1)."""
TOKEN = re.compile(r"[A-Z0-9]+(?:[.,/-][0-9]+)*|&|%")
EMPTY = frozenset(
    ("THE", "OF", "A", "AN", "IN", "ON", "TO", "FOR", "BY", "AT", "FROM", "WITH", "AS", "PER", "&", "OR", "NO",
     "ISSUED", "DATED", "DD")
)  # fmt: skip
"""Words that carry no fact."""
TYPED_WRONG_FROM = 5
"""Letters of a word from which one wrong letter makes no other word (ISBP 745 A23)."""


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, abbreviated alike, without signs."""
    plain = re.sub(r"(?<=[A-Z])[.'\u2019](?=[A-Z]\b)|['\u2019]", "", text.upper()).replace("L/C", "LC")
    return tuple(SHORT.get(word, word) for word in TOKEN.findall(re.sub(r"STRASSE\b", "STR", plain)))


def facts(text: str) -> tuple[str, ...]:
    """Its words that carry a fact."""
    return tuple(word for word in tokens(text) if word not in EMPTY)


def stock(text: str) -> frozenset[str]:
    """Its facts, and every two neighbours as one word: SAUCE PANS are SAUCEPANS."""
    words = facts(text)
    return frozenset((*words, *map("".join, pairwise(words))))


def same(one: str, other: str) -> bool:
    """Whether both say the same: word by word, but for abbreviations, signs, and a letter typed wrongly."""
    left, right = facts(one), facts(other)
    return len(left) == len(right) and all(map(alike, left, right))


def alike(one: str, other: str) -> bool:
    """The same word, in the plural, or with a letter typed wrongly; a number has no such letter."""
    if one == other or f"{one}S" == other or f"{other}S" == one:
        return True
    letters = one.isalpha() and other.isalpha() and min(len(one), len(other)) >= TYPED_WRONG_FROM
    return letters and _one_edit(one, other)


def lacking(asked: Iterable[str], said: Collection[str]) -> tuple[str, ...]:
    """The words that are asked and not said."""
    return tuple(word for word in asked if word not in said and not any(alike(word, other) for other in said))


def within(asked: str, said: str) -> bool:
    """Whether all facts of the one stand in the other."""
    return not lacking(facts(asked), stock(said))


def _one_edit(one: str, other: str) -> bool:
    """One letter more, less, otherwise, or two neighbours exchanged."""
    if len(one) > len(other):
        one, other = other, one
    first = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return len(other) - len(one) == 1 and one[first:] == other[first + 1 :]
    exchanged = one[first : first + 2] == other[first : first + 2][::-1] and one[first + 2 :] == other[first + 2 :]
    return one[first + 1 :] == other[first + 1 :] or exchanged
