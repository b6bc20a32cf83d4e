"""An amount in English words, as drafts have it (ISBP 745 B14) (LOG-7)."""

from __future__ import annotations

import re
from decimal import Decimal

from contracts.money import Money
from services.logistics.letter_of_credit.rules.wording import alike, tokens

ONES = (
    "ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN", "TWELVE",
    "THIRTEEN", "FOURTEEN", "FIFTEEN", "SIXTEEN", "SEVENTEEN", "EIGHTEEN", "NINETEEN",
)  # fmt: skip
TENS = ("ZERO", "TEN", "TWENTY", "THIRTY", "FORTY", "FIFTY", "SIXTY", "SEVENTY", "EIGHTY", "NINETY")
SCALES = ((10**9, "BILLION"), (10**6, "MILLION"), (1000, "THOUSAND"), (100, "HUNDRED"))
WORDS = frozenset((*ONES, *TENS, *(name for _, name in SCALES)))


def amount_in_words(money: Money) -> str:
    """USD FORTY-EIGHT THOUSAND AND 50/100 ONLY."""
    part = f" AND {_part(money.amount):02}/100" if _part(money.amount) else ""
    return f"{money.currency} {number_in_words(int(money.amount))}{part} ONLY"


def number_in_words(number: int) -> str:
    """FORTY-EIGHT THOUSAND."""
    for size, name in SCALES:
        if number >= size:
            rest = f" {number_in_words(number % size)}" if number % size else ""
            return f"{number_in_words(number // size)} {name}{rest}"
    if number < len(ONES):
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


def says_another_number(words: str, amount: Decimal) -> bool:
    """Whether the words name another number; cents may stand there as words or as figures. Other languages say none."""
    said = _numbers(words)
    whole = _numbers(number_in_words(int(amount)))
    meant = (whole, [*whole, *_numbers(number_in_words(_part(amount)))])
    return bool(said) and not any(len(said) == len(one) and all(map(alike, said, one)) for one in meant)


def _numbers(words: str) -> list[str]:
    told = tokens(re.sub(r"\bA (?=HUNDRED|THOUSAND|MILLION)", "ONE ", words.upper()))
    return [word for word in told if word in WORDS or (len(word) > 4 and any(alike(word, one) for one in WORDS))]


def _part(amount: Decimal) -> int:
    """Its hundredths."""
    return int(amount * 100) % 100
