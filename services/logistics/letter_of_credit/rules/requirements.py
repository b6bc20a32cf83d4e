"""46A read into what it requires: each phrase that a rule knows is taken out, what is left is for a person (LOG-7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from services.logistics.letter_of_credit.rules.required import COUNT, COUNTS, KINDS, RISKS, Required, kind_of, risks_in

ENDS_OF_ADDRESS = r"(?=;|\s*\|| AND \w+ED | AND \||,? MARKED | NOTIFY| SHOWING | EVIDENCING | INDICATING "
ENDS_OF_ADDRESS += r"| STATING | CERTIFYING | MADE OUT| BLANK | DATED | COVERING | BEARING | ENDORSED|\s*$)"
ENDS = r"(?=,| AND | IN \d| FOR | WITH |" + ENDS_OF_ADDRESS.removeprefix("(?=")
SILENT = """
A AN THE AND OR OF IN TO AS BY FOR ON AT IS ARE BE WITH ALL ITS FROM THIS THESE THAT ORIGINAL ORIGINALS COPY COPIES
FOLD FOLDS MARKED DULY ISSUED CLEAN OCEAN MARINE PORT FULL SET SETS SHIPPED LEAST PLUS CLAUSE CLAUSES RISK RISKS
COMMERCIAL DETAILED ALSO BEING DOCUMENT DOCUMENTS MANUALLY CARGO COVERING COVER INSTITUTE MADE OUT NEGOTIABLE NON
CONTAINING FREIGHT CURRENCY SAME CREDIT POLICY CERTIFICATE CERTIFICATES LIST LADING BILL BILLS INVOICE INVOICES
WEIGHT QUALITY QUANTITY PARTY PARTIES NAME ADDRESS OUR YOUR AGAINST MENTIONING ANY UNDER INCLUDING SHOWING EVIDENCING
INDICATING RESPECT GOODS SHIPMENT VALUE MINIMUM PRE ETC TYPE WARRANTED SIGNED TRANSPORT AIR WAYBILL AIRWAY PACKING
"""
"""Words that ask for nothing by themselves."""
NOISE = frozenset(SILENT.split())
Told = dict[str, Any]
Read = Callable[[re.Match[str]], Told]


def requirement(item: str) -> Required:
    """One item of 46A."""
    words = " ".join(item.upper().split())
    kind, named = kind_of(words)
    told: Told = {"kind": kind, "title": _title(words, named)}
    left = words
    for pattern, read in (STATEMENT, *PHRASES) if kind == "certificate" else PHRASES:
        if found := re.search(pattern, left):
            told |= {name: value for name, value in read(found).items() if name not in told or value}
            left = f"{left[: found.start()]} | {left[found.end() :]}"
    if kind == "certificate" and "BENEFICIARY" in told["title"]:
        told.setdefault("issuer", "BENEFICIARY")
    return Required(words=item, rest=_rest(left, kind, told["title"]), **told)


def _title(words: str, named: str) -> str:
    """What the document is called, up to where its conditions begin."""
    head = re.split(
        r",|;| ISSUED | SIGNED BY | IN (?:\d|ONE|TWO|THREE|DUP|TRIP)| CERTIFYING| STATING| SHOWING| TO ", words
    )
    return re.sub(rf"^(?:{COUNT} )?(?:ORIGINAL |SIGNED |COPY OF )*", "", head[0]).strip() or named


def _rest(left: str, kind: str | None, title: str) -> str:
    """The words that no phrase took out and that could ask for something."""
    for pattern in [*(p for k, p in KINDS if k == kind), *(RISKS.values() if kind == "insurance" else ())]:
        left = re.sub(pattern, " ", left)
    words = re.findall(r"[A-Z][A-Z'/-]+|\d[\d./%]*", left)
    known = NOISE | set(title.split()) if kind == "certificate" else NOISE
    return " ".join(word for word in words if word not in known)


def _count(text: str) -> int:
    return int(text) if text.isdigit() else COUNTS[text]


def _originals_and_copies(m: re.Match[str]) -> Told:
    return {"originals": _count(m[1]), "count": _count(m[1]) + _count(m[2])}


def _originals(m: re.Match[str]) -> Told:
    return {"originals": _count(m[1]), "count": _count(m[1])}


def _of_set(m: re.Match[str]) -> Told:
    """2/3 originals: two of the three that were issued."""
    return {"originals": int(m[1]), "count": int(m[1]), "full_set": m[1] == m[2]}


def _text(name: str, group: int = 1) -> Read:
    return lambda m: {name: (m[group] or "").strip(" .,;")}


def _flag(name: str) -> Read:
    return lambda _: {name: True}


def _value(name: str, value: Any) -> Read:
    return lambda _: {name: value}


QUOTES = r"(?:INDICAT|SHOW|BEAR|QUOT|MENTION|STAT|EVIDENC)\w* (?:OF )?(?:THE |THIS |OUR )?"
QUOTES += r"(?:L/?C|(?:DOCUMENTARY )?CREDIT|LETTER OF CREDIT) (?:NUMBER|NO\.?|REF\w*)"
STATES = r"(?:AND )?\b(?:CERTIFYING|CERTIFIES|STATING|CONFIRMING|DECLARING|EVIDENCING|SHOWING|INDICATING|BEARING)"
STATES += r"(?: THAT)?:? (.+)$"
PERCENT = r"(?:FOR |AT LEAST )*(\d{3}(?:\.\d+)?) ?(?:%|PERCENT|PCT|PER CENT)(?: OF)?(?: THE)?(?: FULL| GROSS)?"
PERCENT += r"(?: (?:CIF|CIP|INVOICE))*(?: VALUE| AMOUNT)?"
ORIGIN = r"(?:SHOWING |STATING |EVIDENCING |CERTIFYING )?(?:THE )?(?:GOODS (?:ARE )?OF )?"
ORIGIN += r"(?:(?:CHINESE|CHINA|P\.?R\.? ?CHINA) ORIGIN|ORIGIN:? CHINA)"
STATEMENT: tuple[str, Read] = (STATES, _text("states"))
PHRASES: tuple[tuple[str, Read], ...] = (
    (QUOTES, _flag("quotes_credit")),
    (rf"(?:IN )?{COUNT} ORIGINALS? (?:AND|PLUS|\+) {COUNT} (?:NON-?NEGOTIABLE )?COP(?:Y|IES)", _originals_and_copies),
    (r"FULL SET(?: OF)?(?: \(?\d/\d\)?)?(?: ORIGINALS?)?", _flag("full_set")),
    (r"\b(\d)/(\d)\b(?: ORIGINALS?)?", _of_set),
    (rf"(?:IN )?{COUNT} ORIGINALS?", _originals),
    (rf"(?:IN )?{COUNT}[ -]?(?:FOLDS?|COP(?:Y|IES))", lambda m: {"count": _count(m[1])}),
    (r"IN (DUPLICATE|TRIPLICATE|QUADRUPLICATE|QUINTUPLICATE|SEXTUPLICATE)", lambda m: {"count": COUNTS[m[1]]}),
    (r"\b(?:MANUALLY |DULY )?SIGNED(?! BY)", _flag("signed")),
    (
        r"(?:MARKED )?FREIGHT (?:TO BE )?(?:MARKED )?[\"']?(PREPAID|COLLECT|TO COLLECT|PAYABLE AT DESTINATION)[\"']?",
        lambda m: {"freight": "prepaid" if m[1] == "PREPAID" else "collect"},
    ),
    (r"(?:SHIPPED )?ON[ -]BOARD", _flag("on_board")),
    (r"(?:BLANK ENDORSED|ENDORSED IN BLANK|BLANK ENDORSEMENT)", _value("endorsed", "blank")),
    (rf"CLAIMS?(?: TO BE)? PAYABLE (?:AT|IN) (.+?){ENDS}", _text("claims_at")),
    (PERCENT, lambda m: {"percent": Decimal(m[1])}),
    (r"(?:PRE-?SHIPMENT|BEFORE SHIPMENT|PRIOR TO SHIPMENT)", _flag("before_shipment")),
    (ORIGIN, _value("origin", "CN")),
    (rf"\b(?:ISSUED|SIGNED|CERTIFIED)(?: AND SIGNED)? BY (.+?){ENDS}", _text("issuer")),
    (rf"ENDORSED TO (?:THE )?(?:ORDER OF )?(.+?){ENDS}", _text("endorsed")),
    (rf"(?:MADE OUT |CONSIGNED |ISSUED )?(TO (?:THE )?ORDER(?: OF (?!\|).+?)?){ENDS}", _text("consignee")),
    (rf"(?:MADE OUT TO|CONSIGNED TO|CONSIGNEE:?) (.+?){ENDS}", _text("consignee")),
    (rf"NOTIFY(?:ING)?(?: PARTY| PARTIES)?:? (?:THE )?(.+?){ENDS_OF_ADDRESS}", _text("notify")),
    STATEMENT,
)
"""What a rule reads, in this order: the more particular phrase first."""


def requirements(items: tuple[str, ...]) -> Iterator[Required]:
    """All of 46A; an insurance's risks are read from all of its words."""
    for item in items:
        one = requirement(item)
        yield one.but(risks=risks_in(one.words)) if one.kind == "insurance" else one
