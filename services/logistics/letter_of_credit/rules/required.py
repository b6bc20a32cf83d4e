"""What 46A asks of each document, as far as rules can read it; the rest is left for a person (LOG-7)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from contracts.value import Value

Kind = Literal[
    "invoice", "packing list", "bill of lading", "sea waybill", "charter party bill", "multimodal", "air waybill",
    "road", "rail", "courier", "origin", "insurance", "inspection", "certificate",
]  # fmt: skip
KINDS: tuple[tuple[Kind, str], ...] = (
    ("insurance", r"INSURANCE"),
    ("origin", r"CERTIFICATES? OF (?:\w+ )?ORIGIN|ORIGIN CERTIFICATE|FORM A\b|FORM E\b"),
    ("inspection", r"(?:PRE-?SHIPMENT )?INSPECTION|CERTIFICATE OF (?:QUALITY|INSPECTION)|QUALITY CERTIFICATE|SURVEY"),
    ("packing list", r"(?:DETAILED )?PACKING (?:AND WEIGHT |/ ?WEIGHT )?(?:LIST|NOTE|SLIP)|WEIGHT (?:LIST|NOTE)"),
    ("charter party bill", r"CHARTER ?PARTY B"),
    ("multimodal", r"MULTI-?MODAL|COMBINED TRANSPORT|INTERMODAL"),
    ("sea waybill", r"SEA ?WAY ?BILL"),
    ("air waybill", r"AIR ?WAY ?BILL|\bM?AWB\b|AIR TRANSPORT DOCUMENT|AIR CONSIGNMENT"),
    ("rail", r"RAIL"),
    ("road", r"\bCMR\b|ROAD (?:CONSIGNMENT )?(?:NOTE|WAYBILL)|ROAD|TRUCK"),
    ("courier", r"COURIER|POST(?:AL)? RECEIPT"),
    ("bill of lading", r"BILLS? OF LADING|\bB/LS?\b|\bBLS?\b"),
    ("invoice", r"(?<!PROFORMA )(?<!PRO FORMA )INVOICES?"),
    ("certificate", r"CERTIFICATE|STATEMENT|DECLARATION|LETTER|ADVICE|CONFIRMATION|REPORT|NOTE"),
)
"""A document is what its words name first."""
TRANSPORTS: frozenset[Kind] = frozenset(
    ("bill of lading", "sea waybill", "charter party bill", "multimodal", "air waybill", "road", "rail", "courier")
)
COUNTS = {
    "ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5, "SIX": 6, "SEVEN": 7, "EIGHT": 8, "SINGLE": 1,
    "DUPLICATE": 2, "TRIPLICATE": 3, "QUADRUPLICATE": 4, "QUINTUPLICATE": 5, "SEXTUPLICATE": 6,
}  # fmt: skip
COUNT = r"(\d{1,2}|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT)(?: ?\(\d{1,2}\))?"
RISKS: dict[str, str] = {
    "ICC (A)": r"(?:ICC|INSTITUTE CARGO CLAUSES?)(?: CLAUSES?)? ?\(?A\)?(?![A-Z])|I\.?C\.?C\.? ?\(A\)",
    "ICC (B)": r"(?:ICC|INSTITUTE CARGO CLAUSES?)(?: CLAUSES?)? ?\(?B\)?(?![A-Z])",
    "ICC (C)": r"(?:ICC|INSTITUTE CARGO CLAUSES?)(?: CLAUSES?)? ?\(?C\)?(?![A-Z])",
    "ICC (AIR)": r"(?:ICC|INSTITUTE CARGO CLAUSES?) ?\(?AIR\)?",
    "ALL RISKS": r"ALL RISKS?",
    "WAR": r"(?:INSTITUTE )?WAR(?: RISKS?| CLAUSES?)*(?: \(CARGO\))?(?!EH)",
    "STRIKES": r"(?:INSTITUTE )?STRIKES?(?: RISKS?| CLAUSES?)*(?: \(CARGO\))?|S\.?R\.?C\.?C\.?",
    "TPND": r"T\.?P\.?N\.?D\.?|THEFT,? PILFERAGE(?:,? (?:AND )?NON-?DELIVERY)?",
}
"""Risks by the names that credits and policies give them (UCP 600 art. 28 g, h)."""


class Required(Value):
    """One document that the credit asks for; ``rest`` is what no rule has read."""

    words: str
    kind: Kind | None
    """None where no rule knows what it is."""
    title: str = ""
    originals: int = 1
    count: int = 1
    """Originals and copies together."""
    full_set: bool = False
    signed: bool = False
    issuer: str = ""
    consignee: str = ""
    endorsed: str = ""
    notify: str = ""
    freight: str = ""
    on_board: bool = False
    quotes_credit: bool = False
    percent: Decimal | None = None
    risks: tuple[str, ...] = ()
    claims_at: str = ""
    origin: str = ""
    before_shipment: bool = False
    states: str = ""
    """What it must certify or show."""
    rest: str = ""


def kind_of(words: str) -> tuple[Kind | None, str]:
    """What kind of document the words name first, and by which of them."""
    found = [(m.start(), -len(m[0]), kind, m[0]) for kind, pattern in KINDS if (m := re.search(pattern, words))]
    specific = [one for one in found if one[2] != "certificate"] if _is_specific(found) else found
    best = min(specific, default=None)
    return (best[2], best[3]) if best else (None, "")


def _is_specific(found: list[tuple[int, int, Kind, str]]) -> bool:
    """A certificate of inspection is one of inspection: the word certificate stands just before or behind."""
    certificate = next((one for one in found if one[2] == "certificate"), None)
    if certificate is None:
        return True
    others = [one for one in found if one[2] in ("origin", "inspection", "insurance", "packing list")]
    return any(abs(one[0] - certificate[0]) < len("BENEFICIARY OF OF") for one in others)


def risks_in(text: str) -> tuple[str, ...]:
    """The risks that a text names."""
    return tuple(risk for risk, pattern in RISKS.items() if re.search(rf"(?<![A-Z]){pattern}", text.upper()))
