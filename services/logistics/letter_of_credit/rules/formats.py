"""What stands in each field of MT 700, read one field at a time; each raises Expected for what cannot be (LOG-7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.currencies import EVER
from contracts.money import MINOR_DIGITS, Money
from contracts.texts import Expected
from services.logistics.documents.rules.document import Party
from services.logistics.letter_of_credit.rules.countries import country_in
from services.logistics.letter_of_credit.rules.message import Field, items_of

AMOUNT = re.compile(r"([A-Z]{3})\s*(\d{1,13}),(\d{0,4})")
DATE = re.compile(r"(\d{2})(\d{2})(\d{2})")
BY = re.compile(r"\bBY\s+(PAYMENT|SIGHT PAYMENT|DEF(?:ERRED)? PAYMENT|ACCEPTANCE|NEGOTIATION|MIXED (?:PYMT|PAYMENT))")
AVAILABLE = {"PAYMENT": "sight payment", "SIGHT PAYMENT": "sight payment", "ACCEPTANCE": "acceptance"}
AVAILABLE |= {"NEGOTIATION": "negotiation", "DEF PAYMENT": "deferred payment", "DEFERRED PAYMENT": "deferred payment"}
AVAILABLE |= {"MIXED PYMT": "mixed payment", "MIXED PAYMENT": "mixed payment"}
ALLOWED = {"ALLOWED": "allowed", "PERMITTED": "allowed", "CONDITIONAL": "conditional"}
ALLOWED |= dict.fromkeys(("NOT ALLOWED", "NOT PERMITTED", "PROHIBITED", "FORBIDDEN"), "not allowed")
CONFIRMATION = {"CONFIRM": "confirm", "MAY ADD": "may add", "WITHOUT": "without"}
CENTURY = 2000
"""Of a two-digit year: no credit of this company is older, and one until 46 ends in 2046, not in 1946."""


def day_of(text: str) -> date:
    """YYMMDD."""
    told = DATE.fullmatch(text)
    with suppress(ValueError):
        if told:
            return date(CENTURY + int(told[1]), int(told[2]), int(told[3]))
    raise Expected("a date as YYMMDD")


def _line(field: Field) -> str:
    if not field.line:
        raise Expected("some text")
    return field.line


def number_of(field: Field) -> str:
    number = field.line
    if not 1 <= len(number) <= 16 or number.startswith("/") or number.endswith("/") or "//" in number:
        raise Expected("1 to 16 characters, no slash at either end and no two together")
    return number


def _expiry(field: Field) -> dict[str, Any]:
    place = field.line[6:].strip()
    return {"expires_on": day_of(field.line[:6]), "expiry_place": place, "expiry_country": country_in(place)}


def party_of(field: Field) -> Party:
    """Name, then address; an account (``/123``) before them is left out."""
    lines = [line for line in field.lines if not line.startswith("/")]
    if not lines:
        raise Expected("a name and address")
    return Party(name=lines[0], address=", ".join(lines[1:]), country=country_in(" ".join(lines[1:])))


def money_of(field: Field) -> Money:
    """USD12345,67: the comma must be there, and no more digits after it than the currency has (ISO 4217)."""
    told = AMOUNT.fullmatch(field.line)
    if not told:
        raise Expected("a currency and an amount with a comma, such as USD12345,67")
    currency, whole, part = told.groups()
    if currency not in EVER:
        raise Expected("a currency of ISO 4217 by its three letters, such as CNY, EUR or USD")
    digits = MINOR_DIGITS.get(currency, 2)
    if len(part) > digits:
        raise Expected("an amount of at most {digits} decimals in {currency}", digits=digits, currency=currency)
    return Money(amount=Decimal(f"{whole}.{part or 0}").quantize(Decimal(1).scaleb(-digits)), currency=currency)


def _tolerance(field: Field) -> dict[str, int]:
    told = re.fullmatch(r"(\d{1,2})/(\d{1,2})", field.line)
    if not told:
        raise Expected("two percentages such as 05/05: how much above and how much below")
    return {"above": int(told[1]), "below": int(told[2])}


def _available(field: Field) -> dict[str, str]:
    by = list(BY.finditer(field.line))
    if not by:
        raise Expected("BY PAYMENT, DEF PAYMENT, ACCEPTANCE, NEGOTIATION or MIXED PYMT")
    bank = field.line[: by[-1].start()].strip()
    return {"available_with": bank, "available_by": AVAILABLE[by[-1][1]]}


def _presentation(field: Field) -> int:
    told = re.match(r"(\d{1,3})(?:/|\s|$)", field.line) or re.search(r"(\d{1,3})\s*(?:\([^)]*\))?\s*DAYS?", field.line)
    if not told:
        raise Expected("a number of days, such as 021/AFTER DATE OF SHIPMENT")
    return int(told[1])


def _one_of(words: Mapping[str, str]) -> Callable[[Field], str]:
    def read(field: Field) -> str:
        if field.line not in words:
            raise Expected("one of {words}", words=tuple(words))
        return words[field.line]

    return read


Read = Callable[[Field], Any]
FORMATS: Mapping[str, tuple[str, Read]] = {
    "20": ("number", number_of),
    "40A": ("form", _line),
    "40E": ("rules", _line),
    "31C": ("issued_on", lambda field: day_of(field.line)),
    "31D": ("", _expiry),
    "50": ("applicant", party_of),
    "59": ("beneficiary", party_of),
    "32B": ("amount", money_of),
    "39A": ("", _tolerance),
    "39B": ("maximum", lambda field: True),
    "39C": ("additional", _line),
    "42C": ("drafts_at", _line),
    "42M": ("payment_terms", _line),
    "42P": ("payment_terms", _line),
    "43P": ("partial", _one_of(ALLOWED)),
    "43T": ("transhipment", _one_of(ALLOWED)),
    "44A": ("receipt", _line),
    "44E": ("loading", _line),
    "44F": ("discharge", _line),
    "44B": ("delivery", _line),
    "44C": ("latest_shipment", lambda field: day_of(field.line)),
    "44D": ("shipment_period", _line),
    "45A": ("goods", lambda field: "\n".join(field.lines)),
    "46A": ("documents", lambda field: items_of(field.lines)),
    "47A": ("conditions", lambda field: items_of(field.lines)),
    "71D": ("charges", _line),
    "71B": ("charges", _line),
    "48": ("presentation_days", _presentation),
    "49": ("confirmation", _one_of(CONFIRMATION)),
}
"""By tag the term that it tells, and how it is read; without a name it tells several by theirs."""
LETTERED: Mapping[str, tuple[str, Read]] = {
    "41": ("", _available),
    "42": ("drawee", _line),
    "52": ("issuing_bank", _line),
}
"""Fields whose tag has the letter of one of several forms: 41A, 41D."""
