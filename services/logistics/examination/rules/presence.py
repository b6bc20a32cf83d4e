"""Every document that is asked for is there, as often, signed, by the right issuer (LOG-7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from contracts.texts import Text
from services.logistics.documents.rules.document import Document
from services.logistics.documents.rules.transport import TransportDocument
from services.logistics.examination.rules.case import LISTS, Case, Found, found, fulfils, words_of
from services.logistics.letter_of_credit.rules.finding import Doubt
from services.logistics.letter_of_credit.rules.required import Required
from services.logistics.letter_of_credit.rules.wording import facts, lacking, same, within

KNOWN_SHORT = {
    "CCPIT": "CHINA COUNCIL FOR THE PROMOTION OF INTERNATIONAL TRADE",
    "SGS": "SGS",
    "BV": "BUREAU VERITAS",
    "CIQ": "CHINA INSPECTION AND QUARANTINE",
}
"""Issuers that credits name by their letters."""
ANYBODY = {"INDEPENDENT", "OFFICIAL", "QUALIFIED", "COMPETENT", "LOCAL", "WELL KNOWN", "FIRST CLASS"}
"""They say nothing of who: anybody but the beneficiary (UCP 600 art. 3)."""
ALWAYS_SIGNED = ("drafts", "transports", "insurances", "origins", "inspections", "certificates")


def all_there(case: Case) -> Found:
    """A required document that lacks (UCP 600 art. 14 a)."""
    for one in case.required:
        if one.kind is None:
            yield Doubt(tag="46A", words=one.words, why=Text("no rule knows this document"))
        elif not _presented(case, one):
            yield found(LISTS[one.kind], one.words, None, "UCP 600 art. 14 a; 46A")
    if case.terms.drafts_at and not case.docs.drafts:
        yield found("drafts", case.terms.drafts_at, None, "UCP 600 art. 6 c, 14 a; 42C")


def _presented(case: Case, one: Required) -> bool:
    there = getattr(case.docs, LISTS[one.kind or "invoice"])
    if one.kind == "certificate":
        return any(fulfils(one, document) for document in there)
    return bool(there)


def right_kind(case: Case) -> Found:
    """A transport document of the kind that is asked for (UCP 600 art. 19-25); a sea waybill is no bill of lading."""
    for place, one in case.transports:
        asked = [r.kind for r in case.asked["transports"]]
        if one.kind not in asked and not (one.kind == "multimodal" and "bill of lading" in asked):
            yield found(f"{place}.kind", ", ".join(map(str, asked)), one.kind, "UCP 600 art. 19-25; 46A")


def enough_of_each(case: Case) -> Found:
    """An original at least, the rest copies (UCP 600 art. 17 a, d, e; ISBP 745 A29)."""
    for name in case.asked:
        for place, one, asked in case.each(name):
            if one.originals < (getattr(one, "originals_issued", None) or 0) and name == "insurances":
                continue  # full_set tells it
            if one.originals < asked.originals:
                yield found(f"{place}.originals", asked.originals, one.originals, "UCP 600 art. 17 a")
            elif one.originals + one.copies < asked.count:
                yield found(f"{place}.copies", asked.count, one.originals + one.copies, "UCP 600 art. 17 d, e")


def full_set(case: Case) -> Found:
    """All originals that were issued (UCP 600 art. 20 a iv, 28 b); of an air waybill the shipper's alone (23 a v)."""
    for name in ("transports", "insurances"):
        for place, one, asked in case.each(name):
            issued = one.originals_issued
            air = isinstance(one, TransportDocument) and one.kind in ("air waybill", "road", "rail", "courier")
            if issued is not None and one.originals < issued and not air and (asked.full_set or name == "insurances"):
                yield found(f"{place}.originals", issued, one.originals, "UCP 600 art. 20 a iv, 28 b")


def signed(case: Case) -> Found:
    """Certificates, drafts, transport and insurance documents; an invoice only if asked (art. 18 a iv; ISBP A33)."""
    for place, one in case.examined:
        name = place.partition(".")[0]
        asked = case.met_by(name, one).signed if name in case.asked else False
        if not one.signed and (asked or name in ALWAYS_SIGNED):
            yield found(
                f"{place}.signed", Text("a signature"), None, "UCP 600 art. 18 a iv, 20 a i, 28 a; ISBP 745 A33"
            )


def issuers(case: Case) -> Found:
    """Who must have issued it (UCP 600 art. 3, 14 f)."""
    for name in case.asked:
        for place, one, asked in case.each(name):
            if asked.issuer and not _issued_by(asked.issuer, one, case):
                yield found(f"{place}.issuer", asked.issuer, one.issuer.name, "UCP 600 art. 14 f; 46A")


def _issued_by(asked: str, one: Document, case: Case) -> bool:
    name, ours = one.issuer.name, same(one.issuer.name, case.terms.beneficiary.name)
    if asked in ("BENEFICIARY", "THE BENEFICIARY", "SELLER", "EXPORTER", "MANUFACTURER OR BENEFICIARY"):
        return ours
    if any(word in asked for word in ANYBODY):
        return not ours
    said = f"{name} {one.issuer.address} {words_of(one.says)}"
    if asked in ("MANUFACTURER", "THE MANUFACTURER"):
        return True
    return any(within(one_of, said) for one_of in _alternatives(asked))


def _alternatives(asked: str) -> Iterator[str]:
    for one_of in re.split(r" OR |/", asked):
        yield one_of
        yield KNOWN_SHORT.get(one_of.strip(), one_of)


def beneficiary_issues(case: Case) -> Found:
    """The invoice, its packing list aside, and drafts (UCP 600 art. 18 a i; ISBP 745 B7)."""
    for place, one in case.examined:
        name = place.partition(".")[0]
        if name in ("invoices", "drafts") and not same(one.issuer.name, case.terms.beneficiary.name):
            yield found(f"{place}.issuer", case.terms.beneficiary.name, one.issuer.name, "UCP 600 art. 18 a i")


def statements(case: Case) -> Found:
    """What a document must certify or show stands on it (UCP 600 art. 14 f)."""
    for name in case.asked:
        for place, one, asked in case.each(name):
            missing = lacking(facts(asked.states), frozenset(facts(words_of(one))))
            if missing and (not one.says or _another_number(asked.states, one.says)):
                yield found(f"{place}.says", asked.states, "; ".join(one.says), "UCP 600 art. 14 f; 46A")
            elif missing:
                yield Doubt(tag="46A", words=asked.words, why=Text("not found: {words}", words=" ".join(missing)))


def _another_number(asked: str, says: tuple[str, ...]) -> bool:
    """After the same word another number than is asked: WITHIN 10 for WITHIN 5."""
    wanted, told = _numbers(asked), {pair for one in says for pair in _numbers(one)}
    return bool({word for word, _ in wanted} & {word for word, _ in told - wanted})


def _numbers(text: str) -> set[tuple[str, str]]:
    """Each with the word before it."""
    return {(word, number) for word, number in pairwise(facts(text)) if re.search(r"\d", number)}


def left_for_a_person(case: Case) -> Found:
    """Words of 46A that no rule reads and that stand nowhere on the document; every condition of 47A."""
    for name in case.asked:
        for _, one, asked in case.each(name):
            missing = lacking(facts(asked.rest), frozenset(facts(words_of(one))))
            if missing:
                yield Doubt(tag="46A", words=asked.words, why=Text("not read: {words}", words=" ".join(missing)))


def credit_number(case: Case) -> Found:
    """Named where it is asked, and nowhere another one (UCP 600 art. 14 d)."""
    everywhere = case.allows("number on every document")
    for place, one in case.examined:
        name = place.partition(".")[0]
        asked = everywhere or (name in case.asked and case.met_by(name, one).quotes_credit)
        if one.credit_number and one.credit_number != case.terms.number:
            yield found(f"{place}.credit_number", case.terms.number, one.credit_number, "UCP 600 art. 14 d; 20")
        elif asked and not one.credit_number and case.terms.number not in words_of(one):
            yield found(f"{place}.credit_number", case.terms.number, None, "UCP 600 art. 14 a; 46A")


def in_english(case: Case) -> Found:
    """Where 47A asks for it: the words as they were read have no letters of another script (ISBP 745 A21)."""
    for place, one in case.examined if case.allows("in English") else ():
        other = OTHER_SCRIPT.findall(words_of(one))
        if other:
            yield found(f"{place}.says", Text("in English"), "".join(other)[:SHOWN], "ISBP 745 A21; 47A")


OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2c00-\ud7ff]+")
"""Greek, Cyrillic, Arabic, Chinese and others."""
SHOWN = 60


def conditions(case: Case) -> Found:
    """47A is free text: what is of no kind that a rule knows is for a person."""
    for one in case.conditions:
        if one.kind is None:
            yield Doubt(tag="47A", words=one.words, why=Text("an additional condition is read by a person"))


RULES = (
    all_there,
    right_kind,
    enough_of_each,
    full_set,
    signed,
    issuers,
    beneficiary_issues,
    statements,
    left_for_a_person,
    credit_number,
    in_english,
    conditions,
)
