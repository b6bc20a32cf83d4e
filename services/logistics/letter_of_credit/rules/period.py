"""The period of shipment: 44C, or 44D read by what its words mean (UCP 600 art. 3; ISBP 745 A14-A15) (LOG-7)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from services.logistics.letter_of_credit.rules.terms import CreditTerms

ABOUT = timedelta(days=5)
"""On or about a day is from five days before it to five days after it, both ends included."""
MONTHS = {name.upper(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"SEPT": 9}
MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
DAY_FORMS = (
    rf"(?P<d>\d{{1,2}})(?:ST|ND|RD|TH)?[ -]*(?P<m>{MONTH})[ ,-]*(?P<y>\d{{4}})",
    rf"(?P<m>{MONTH}) *(?P<d>\d{{1,2}})(?:ST|ND|RD|TH)?[ ,]+(?P<y>\d{{4}})",
    r"(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})",
)
DAY = re.compile("|".join(re.sub(r"\?P<\w>", "?:", form) for form in DAY_FORMS))
OF_MONTH = rf"(?P<m>{MONTH})[ ,]*(?P<y>\d{{4}})"


class Period(NamedTuple):
    """The first and the last day of shipment, both included; None where that end is open."""

    first: date | None
    last: date | None


def period_of(terms: CreditTerms) -> Period | None:
    """When the goods must leave; None where 44D says what only a person reads, such as instalments."""
    if terms.latest_shipment or not terms.shipment_period:
        return Period(None, terms.latest_shipment)
    words = " ".join(terms.shipment_period.upper().rstrip(".").split())
    days = [_day(found[0]) for found in DAY.finditer(words)]
    plain = re.sub(SHIPMENT, "", DAY.sub("#", words))
    meant = next((mean for form, mean in FORMS if re.fullmatch(form, plain)), None)
    if meant and days and None not in days:
        return meant([day for day in days if day])
    return _in_month(words) if not days else None


def _day(words: str) -> date | None:
    """None for a day that no calendar has."""
    for form in DAY_FORMS:
        if told := re.fullmatch(form, words):
            month = MONTHS.get(told["m"]) or (int(told["m"]) if told["m"].isdigit() else 0)
            try:
                return date(int(told["y"]), month, int(told["d"]))
            except ValueError:
                return None
    return None


SHIPMENT = r"^(?:(?:THE )?(?:SHIPMENT|GOODS))?(?: (?:MUST|TO|SHALL|SHOULD) BE (?:MADE|EFFECTED|SHIPPED))? ?"
Mean = Callable[[list[date]], Period]
LATEST = r"(?:NOT LATER THAN|NO LATER THAN|LATEST(?: ON| BY)?|AT THE LATEST|UNTIL|TILL|BY|ON OR BEFORE|UP TO)"
EARLIEST = r"(?:NOT EARLIER THAN|NOT BEFORE|EARLIEST(?: ON)?|FROM|ON OR AFTER)"
ONE = timedelta(days=1)
WITHIN = rf"(?:(?:WITHIN|DURING)(?: THE PERIOD)? )?(?:BETWEEN|{EARLIEST})?"
BOTH = r"(?: INCLUSIVE|,? BOTH (?:DAYS|DATES) INCLUDED)?"
FORMS: tuple[tuple[str, Mean], ...] = (
    (rf"{WITHIN} ?# ?(?:AND|TO|-|{LATEST}|AND {LATEST}) ?#{BOTH}", lambda days: Period(days[0], days[1])),
    (rf"{LATEST} #", lambda days: Period(None, days[0])),
    (rf"{EARLIEST} #", lambda days: Period(days[0], None)),
    (r"BEFORE #", lambda days: Period(None, days[0] - ONE)),
    (r"AFTER #", lambda days: Period(days[0] + ONE, None)),
    (r"(?:ON OR )?ABOUT #", lambda days: Period(days[0] - ABOUT, days[0] + ABOUT)),
    (r"(?:ON )?#(?: ONLY)?", lambda days: Period(days[0], days[0])),
)  # fmt: skip
"""By the words around the days (#): from, to, until, till and between include the days that they name, before and
after do not (art. 3)."""
PARTS = {
    "FIRST HALF": (1, 15), "SECOND HALF": (16, 31), "BEGINNING": (1, 10), "MIDDLE": (11, 20), "END": (21, 31),
    "": (1, 31),
}  # fmt: skip
"""Days of a month, as art. 3 has them."""


def _in_month(words: str) -> Period | None:
    part = rf"(?:(?:IN|DURING|WITHIN|AT|BY)? ?(?:THE )?)?(?P<part>{'|'.join(filter(None, PARTS))})?(?: OF)? ?"
    told = re.fullmatch(rf"(?:SHIPMENT )?{part}{OF_MONTH}", words)
    if told is None:
        return None
    first, last = PARTS[told["part"] or ""]
    year, month = int(told["y"]), MONTHS[told["m"]]
    return Period(date(year, month, first), date(year, month, min(last, calendar.monthrange(year, month)[1])))
