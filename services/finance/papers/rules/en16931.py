"""An invoice or credit note as EN 16931 has it: the terms (BT) that our paper does not say by itself (FIN-1).

Amounts are those that were booked. Tax is reckoned over all invoices of an order (FIN-1), so that of a later one
may be one minor unit beside its own base times its rate (BR-CO-17), which the official rules let pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from iso3166 import countries_by_alpha2

from contracts.money import rounded
from contracts.order import Address
from services.finance.account.rules.values import ZERO
from services.finance.papers.rules.charged import Charged
from services.finance.papers.rules.commercial_invoice import CommercialInvoice
from services.finance.papers.rules.credit_note import CreditPaper

EU = {
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
}  # fmt: skip
"""Member states, between which goods are sold without VAT (directive 2006/112/EC, art. 138)."""
REASONS = {"G": "VATEX-EU-G", "K": "VATEX-EU-IC", "AE": "VATEX-EU-AE", "O": "VATEX-EU-O"}
"""Why there is no tax, by the category of tax (BT-121); an exempt sale says it in words."""
SPECIFICATION = "urn:cen.eu:en16931:2017"
"""BT-24: the standard as it is, without any country's own rules."""
INVOICE, CREDIT_NOTE = "380", "381"
"""UNCL 1001 (BT-3)."""
CREDIT_TRANSFER, DISCOUNT, FREIGHT = "30", "95", "FC"
"""UNCL 4461, 5189, 7161."""
Paper = CommercialInvoice | CreditPaper


@dataclass(frozen=True)
class Trader:
    """Seller or buyer; ``vat`` is a VAT number with its country before it, ``registration`` any other."""

    name: str
    code: str
    vat: str
    registration: str
    address: Address | None
    country: str


def category(paper: Charged) -> str:
    """BT-118 of all that is charged, for an order has one rate of tax; empty where nobody said it."""
    home, to = paper.seller.country, paper.deliver_to.country if paper.deliver_to else ""
    if paper.tax_rate:
        return "S"
    if not home or home == to:
        return paper.seller.untaxed
    return "K" if {home, to} <= EU else "G"


def seller(paper: Charged) -> Trader:
    """Its address is one line (BT-35)."""
    known = paper.seller
    vat, registration = _numbers(known.tax_number, category(paper))
    address = Address(street=known.address, city="", country=known.country)
    return Trader(known.name, "", vat, registration, address, known.country)


def buyer(paper: Charged) -> Trader:
    """Of his address only the country is agreed; where goods go is told apart."""
    vat, registration = _numbers(paper.customer_tax_number, category(paper))
    return Trader(paper.customer_name, paper.customer, vat, registration, None, paper.customer_country)


def _numbers(number: str, tax_category: str) -> tuple[str, str]:
    """VAT number and any other; what is not taxable names nobody's VAT number (BR-O-02)."""
    number = number.replace(" ", "")
    return (number, "") if is_vat_number(number) and tax_category != "O" else ("", number)


def is_vat_number(number: str) -> bool:
    """It begins with its country (BR-CO-09); Greece is EL, Northern Ireland XI."""
    known = number[:2] in countries_by_alpha2 or number[:2] in {"EL", "XI"}
    return known and bool(re.fullmatch(r"[A-Z0-9+*.]{4,20}", number))


def percent(paper: Charged) -> str:
    """BT-119; what is not taxable has none."""
    return "" if category(paper) == "O" else plain(paper.tax_rate * 100)


def amount(value: Decimal, currency: str) -> str:
    """To its currency's minor unit."""
    return f"{rounded(value, currency):f}"


def plain(value: Decimal) -> str:
    """Without zeros that say nothing."""
    return f"{value.normalize():f}"


def note(paper: Charged) -> str:
    """BT-22."""
    return f"Incoterms 2020: {paper.incoterm}" if paper.incoterm else ""


def prepaid(paper: Paper) -> Decimal:
    """BT-113: what an advance has settled already."""
    return paper.advance_used if isinstance(paper, CommercialInvoice) else ZERO


def why_untaxed(paper: Charged) -> tuple[str, str]:
    """BT-121 and BT-120: its code, or its reason in words."""
    code = category(paper)
    return REASONS.get(code, ""), paper.seller.exempted_by if code == "E" else ""
