"""What an invoice lacks to be valid by EN 16931, told at its fields, all at once; nothing is made up (FIN-1)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from contracts.money import MINOR_DIGITS
from contracts.texts import NOTHING, Text
from contracts.units import common_code
from services.finance.account.rules.values import ZERO
from services.finance.papers.rules import en16931
from services.finance.papers.rules.charged import Charged, ChargedLine

BUYERS_NUMBER_NEEDED = {"AE", "K"}
"""Where the buyer owes the tax (BR-AE-02, BR-IC-02)."""
DIGITS_MAX = 2
"""Of an amount, whatever its currency (BR-DEC)."""
HALF = Decimal("0.5")
"""The official rules round rate and tax to whole numbers: a rate below 0.5 % is none and has no tax (BR-CO-17)."""
Fault = tuple[str, Text, str]
"""Field, what is expected there, what stands there."""


def lacking(paper: Charged) -> list[dict[str, Any]]:
    """``field``, ``expected`` and ``came`` of each."""
    found = [*_of_seller(paper), *_of_buyer(paper), *_of_the_whole(paper)]
    found += [fault for at, line in enumerate(paper.lines) for fault in _of_line(at, line)]
    return [{"field": field, "expected": expected, "came": came or NOTHING} for field, expected, came in found]


def _of_seller(paper: Charged) -> Iterator[Fault]:
    seller, category = paper.seller, en16931.category(paper)
    if not seller.country:
        yield "seller.country", Text("the company's country, GENDAN_COMPANY_COUNTRY"), ""
    elif not category:
        yield "seller.untaxed", Text("why a sale at home has no tax, GENDAN_COMPANY_UNTAXED"), ""
    if not (seller.tax_number if category == "O" else en16931.seller(paper).vat):
        number = Text("the company's VAT number with its country before it, GENDAN_COMPANY_TAX_NUMBER")
        yield "seller.tax_number", number, seller.tax_number
    if category == "E" and not seller.exempted_by:
        yield "seller.exempted_by", Text("the law by which the sale is exempt, GENDAN_COMPANY_EXEMPTED_BY"), ""


def _of_buyer(paper: Charged) -> Iterator[Fault]:
    if not paper.customer_country:
        yield "customer_country", Text("the customer's country, of his master in sales"), ""
    if en16931.category(paper) in BUYERS_NUMBER_NEEDED and not en16931.buyer(paper).vat:
        number = Text("the customer's VAT number with its country before it, of his master in sales")
        yield "customer_tax_number", number, paper.customer_tax_number


def _of_the_whole(paper: Charged) -> Iterator[Fault]:
    if MINOR_DIGITS.get(paper.currency, DIGITS_MAX) > DIGITS_MAX:
        yield "currency", Text("a currency of at most {digits} decimals", digits=DIGITS_MAX), paper.currency
    if ZERO < paper.tax_rate * 100 < HALF <= paper.tax:
        expected = Text(
            "a rate of at least {half} %, or a tax below {half}: the rules of EN 16931 take a lower rate for none",
            half=HALF,
        )
        yield "tax_rate", expected, f"{en16931.percent(paper)} %"
    if paper.deliver_to is None:
        yield "deliver_to", Text("where the goods go"), ""
    if paper.left_on is None and en16931.category(paper) == "K":
        yield "left_on", Text("the day on which the goods left"), ""


def _of_line(at: int, line: ChargedLine) -> Iterator[Fault]:
    if not line.name:
        yield f"lines.{at}.name", Text("what {item} is called, of its master in sales", item=line.item), ""
    if not common_code(line.unit):
        yield f"lines.{at}.unit", Text("a unit of UN/ECE Recommendation 20"), line.unit
