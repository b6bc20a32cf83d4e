"""47A read into the kinds of conditions that credits often have; what is of no kind is for a person (LOG-7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from contracts.value import Value

ConditionKind = Literal[
    "number on every document", "in English", "third parties", "third parties disregarded", "fee for discrepancies",
    "reimbursement by telegram", "insured by the buyer", "not on deck", "stale accepted", "charter party accepted",
    "forwarder accepted", "not shipped before the credit", "how documents are sent", "charges of banks",
]  # fmt: skip
EACH = r"\b(?:ALL|EACH|EVERY) (?:(?!TRANSPORT|INSURANCE)\w+ )*DOCUMENTS?\b|^(?:THE )?DOCUMENTS\b"
BILLS = r"(?:BILLS?(?: OF LADING)?|B/?LS?|AWBS?|DOCUMENTS?)"
ACCEPTED = r"(?: (?:IS|ARE|TO BE))? (?:ACCEPTABLE|ACCEPTED|ALLOWED|PERMITTED)"
REFUSED = r"(?: (?:IS|ARE|TO BE))? (?:NOT (?:ACCEPTABLE|ACCEPTED|ALLOWED|PERMITTED)|UNACCEPTABLE|PROHIBITED)"
KINDS: Mapping[ConditionKind, str] = {
    "fee for discrepancies": r"(?:\bFEE|CHARGE|USD|EUR)S?\b.*DISCREPAN|DISCREPAN.*(?:\bFEE|CHARGE|DEDUCT)",
    "number on every document": rf"(?:{EACH}).*(?:BEAR|QUOT|INDICAT|SHOW|MENTION|STAT).*(?:CREDIT|L/?C)\b",
    "in English": rf"(?:{EACH}).*\b(?:IN|INTO) (?:THE )?ENGLISH",
    "third parties disregarded": rf"THIRD[ -]PARTY DOCUMENTS?{REFUSED}",
    "third parties": rf"THIRD[ -]PARTY (?:\w+ )*(?:DOCUMENTS?|SHIPPER)(?: EXCEPT [\w ,]+)?{ACCEPTED}",
    "not on deck": rf"ON[ -]DECK(?: SHIPMENT| STOWAGE| LOADING| CARGO)?{REFUSED}|(?:NOT|NO) (?:\w+ )?ON[ -]DECK",
    "stale accepted": rf"STALE (?:\w+ )*{BILLS}{ACCEPTED}",
    "charter party accepted": rf"CHARTER[ -]?PARTY {BILLS}{ACCEPTED}",
    "forwarder accepted": rf"(?:FORWARDER|HOUSE)\S* (?:\w+ )*{BILLS}{ACCEPTED}",
    "not shipped before the credit": rf"(?:SHIPMENT|{BILLS} DATED).*(?:PRIOR TO|BEFORE|EARLIER THAN)"
    rf".*(?:CREDIT|L/?C|ISSU).*{REFUSED}",
    "insured by the buyer": r"INSURANCE (?:\w+ )*(?:COVERED|EFFECTED|ARRANGED|TAKEN) (?:\w+ )*BY (?:THE )?"
    r"(?:BUYER|APPLICANT)",
    "reimbursement by telegram": r"(?:T\.?/?T\.?|TELEGRAPHIC|TELETRANSMISSION) REIMBURSEMENT",
    "how documents are sent": r"DOCUMENTS .*\b(?:SENT|FORWARDED|DI?E?SPATCHED|MAILED) .*\bTO (?:US|OUR|THE ISSUING)\b",
    "charges of banks": r"(?:BANK\w*|REIMBURSEMENT|AMENDMENT) (?:\w+ )*(?:CHARGES|COMMISSIONS?|FEES?) .*"
    r"(?:BORNE|ACCOUNT|DEDUCT)",
}
"""A condition is of the first kind whose words it has. A third party's documents may be forbidden to no effect, and be
accepted but for drafts, as stale ones are until the expiry (ISBP 745 A19 b-d)."""
MORE = re.compile(
    r"LEGALI[SZ]|NOTARI[SZ]|COUNTERSIGN|COUNTER-SIGN|CERTIFIED BY|APPROVED BY|AUTHENTICAT|RECEIPT|EXCEPT|UNLESS"
)
"""Words that ask for what no rule examines, whatever else the sentence says."""
ENDS = re.compile(r"(?<!\bNO)(?<!\bNOS)[.;]\s+")


class Condition(Value):
    """One sentence of 47A; ``kind`` None is for a person."""

    words: str
    kind: ConditionKind | None = None


def conditions_in(items: tuple[str, ...]) -> tuple[Condition, ...]:
    """Each sentence of each condition by its kind."""
    sentences = (words.strip() for item in items for words in ENDS.split(item))
    return tuple(Condition(words=words, kind=_kind(words.upper())) for words in sentences if words)


def _kind(words: str) -> ConditionKind | None:
    kind = next((kind for kind, pattern in KINDS.items() if re.search(pattern, words)), None)
    return None if MORE.search(words) and kind != "third parties" else kind
