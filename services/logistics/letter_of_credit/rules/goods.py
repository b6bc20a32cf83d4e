"""What 45A asks: kinds of goods with their quantities and prices, and the trade term (LOG-7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from services.logistics.letter_of_credit.rules.terms import CreditTerms
from services.logistics.letter_of_credit.rules.wording import SHORT, facts

TERM = re.compile(
    r"\b(EXW|FCA|CPT|CIP|DAP|DPU|DDP|FAS|FOB|CFR|CIF|C&F|CNF)\b[ :]*([A-Z][A-Z .'-]*?)?"
    r"(?=,|;|\n|$| AS PER| INCOTERMS| \(|[0-9])"
)
EDITION = re.compile(r"INCOTERMS[^\d]{0,3}(\d{4})")
QUANTITY = re.compile(
    r"(?:\b(ABOUT|APPROX(?:IMATELY|\.)?)\s+)?(?<![\w./-])(\d[\d,]*(?:\.\d+)?)\s*(PCS?|PIECES?|SETS?|KGS?|KILOGRAMS?|MTS?|"
    r"METRIC TONS?|TONS?|TONNES?|UNITS?|PAIRS?|DOZENS?|CTNS?|CARTONS?|METERS?|METRES?|M2|M3|LITRES?|LITERS?|ROLLS?|"
    r"BAGS?|BOXES|DRUMS?|YARDS?|SQM)\b"
)
PRICE = re.compile(r"(?:@|AT)\s*([A-Z]{3})\s*(\d[\d,]*(?:\.\d+)?)\s*(?:/|PER)\s*\w+")
MORE_OR_LESS = re.compile(
    r"(?:\+\s*/\s*-|MORE OR LESS|PLUS OR MINUS)\s*(\d{1,2})|(\d{1,2})\s*(?:%|PERCENT|PCT) MORE OR LESS(?: IS)?"
    r"(?: (?:ALLOWED|ACCEPTABLE|PERMITTED))?"
)
BULK = frozenset(("KG", "MT", "M", "METER", "METRE", "LITRE", "LITER", "M2", "M3", "YARD", "SQM", "TON"))
"""Units that are neither packing units nor single pieces: 5 % more or less is no discrepancy (UCP 600 art. 30 b)."""
NOT_GOODS = frozenset(
    ("TOTAL", "QUANTITY", "UNIT", "PRICE", "AMOUNT", "ORIGIN", "GOODS", "PACKING", "PACKED", "INCOTERMS", "EACH", "USD",
     "EUR", "CNY")
)  # fmt: skip
"""Words of 45A that describe no goods."""


@dataclass(frozen=True)
class Asked:
    """What 45A asks of one kind of goods."""

    words: tuple[str, ...]
    quantity: Decimal | None
    unit: str
    share: Decimal
    """How much more or less may be shipped."""
    price: Decimal | None


def asked_goods(terms: CreditTerms) -> list[Asked]:
    """Each kind of goods of 45A."""
    text = terms.goods.upper()
    items = [part for part in re.split(r"(?:^|\n)\s*(?:\+|\d{1,2}[.)]\s)\s*", text) if part.strip()]
    goods = [item for item in items if QUANTITY.search(item)]
    return [_asked(item) for item in goods or items[:1]]


def _asked(item: str) -> Asked:
    quantity, price, term = QUANTITY.search(item), PRICE.search(item), TERM.search(item)
    left = item
    for one in (TERM, EDITION, PRICE, QUANTITY, MORE_OR_LESS):
        left = one.sub(" ", left)
    words = tuple(word for word in facts(left) if word not in NOT_GOODS and word not in (term[1] if term else ""))
    unit = unit_of(quantity[3]) if quantity else ""
    amount = Decimal(quantity[2].replace(",", "")) if quantity else None
    return Asked(words, amount, unit, _share(item, unit, bool(quantity and quantity[1])), _price(price))


def unit_of(name: str) -> str:
    short = SHORT.get(name.upper(), name.upper())
    return short[:-1] if len(short) > 3 and short.endswith("S") and short[:-1] in BULK else short


def _price(found_price: re.Match[str] | None) -> Decimal | None:
    return Decimal(found_price[2].replace(",", "")) if found_price else None


def _share(item: str, unit: str, about: bool) -> Decimal:
    """10 % where the credit says about (art. 30 a), as it tells, 5 % in bulk (art. 30 b), else none."""
    told = MORE_OR_LESS.search(item)
    if told:
        return Decimal(told[1] or told[2]) / 100
    if about:
        return Decimal("0.1")
    return Decimal("0.05") if unit in BULK else Decimal(0)
