"""To whom the goods are made out, who is notified, and how a bill or a policy is endorsed (LOG-7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.logistics.documents.rules.transport import TransportDocument
from services.logistics.examination.rules.case import Case, Found, found
from services.logistics.letter_of_credit.rules.wording import same, within


def consignee(case: Case) -> Found:
    """To whose order, or to whom, the credit says (ISBP 745 E12-E14)."""
    for place, one, asked in case.each("transports"):
        if asked.consignee and not _named(case, asked.consignee, one.consignee.name, one.consignee.address):
            yield found(f"{place}.consignee", asked.consignee, one.consignee.name, "ISBP 745 E12; 46A")


def _named(case: Case, asked: str, name: str, address: str) -> bool:
    to_order, asked_of = _order_of(asked)
    is_to_order, said_of = _order_of(name)
    if to_order != is_to_order:
        return False
    words = asked_of
    for who, real in _roles(case):
        if asked_of in (who, f"THE {who}"):
            words = real
    if not asked_of or asked_of == "SHIPPER":
        return not said_of or same(said_of, "SHIPPER") or same(said_of, case.terms.beneficiary.name)
    return same(words, said_of) or (bool(said_of) and within(words, f"{said_of} {address}"))


def _roles(case: Case) -> Iterator[tuple[str, str]]:
    yield from (("APPLICANT", case.terms.applicant.name), ("BUYER", case.terms.applicant.name))
    yield from (("ISSUING BANK", case.terms.issuing_bank), ("BENEFICIARY", case.terms.beneficiary.name))


def _order_of(words: str) -> tuple[bool, str]:
    """Whether it is to order, and whose; who else it is made out to."""
    text = re.sub(r"\bTHE ORDER", "ORDER", words.upper().strip())
    told = re.match(r"(?:UN)?TO ORDER(?: OF)?\b|ORDER(?: OF)?\b", text)
    return (True, text[told.end() :].strip(" ,.")) if told else (False, re.sub(r"^TO ", "", text).strip(" ,."))


def notified(case: Case) -> Found:
    """Whom the credit names, with his address where it is the applicant's (UCP 600 art. 14 j; ISBP 745 E14)."""
    for place, one, asked in case.each("transports"):
        if asked.notify:
            yield from _notified(case, place, one, asked.notify)


def _notified(case: Case, place: str, one: TransportDocument, asked: str) -> Found:
    applicant = "APPLICANT" in asked
    words = case.terms.applicant.name if applicant else asked
    if not one.notify:
        yield found(f"{place}.notify", words, None, "ISBP 745 E14; 46A")
        return
    said = [f"{party.name} {party.address}" for party in one.notify]
    if not any(within(words, text) or within(party.name, words) for text, party in zip(said, one.notify, strict=True)):
        yield found(f"{place}.notify", words, one.notify[0].name, "ISBP 745 E14; 46A")
    elif applicant and not _same_address(case, one):
        yield found(f"{place}.notify", case.terms.applicant.address, one.notify[0].address, "UCP 600 art. 14 j")


def _same_address(case: Case, one: TransportDocument) -> bool:
    """Of an applicant as notify party the address must be the credit's, where one stands."""
    asked = case.terms.applicant.address
    return not asked or any(not p.address or within(p.address, asked) or within(asked, p.address) for p in one.notify)


def endorsed(case: Case) -> Found:
    """As the credit asks (ISBP 745 E13 e, K20)."""
    for name in ("transports", "insurances"):
        for place, one, asked in case.each(name):
            to_bearer = getattr(one, "kind", "") in ("air waybill", "road", "rail", "courier", "sea waybill")
            if asked.endorsed and not to_bearer and not _endorsed(asked.endorsed, one.endorsed):
                yield found(f"{place}.endorsed", asked.endorsed, one.endorsed, "ISBP 745 E13, K20; 46A")


def _endorsed(asked: str, came: str) -> bool:
    if asked == "blank":
        return bool(re.search(r"BLANK", came.upper()))
    return within(asked, came)


RULES = (consignee, notified, endorsed)
