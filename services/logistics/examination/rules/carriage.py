"""The transport document: shipment, route, freight, cleanness (UCP 600 art. 19-27, 31) (LOG-7)."""

from __future__ import annotations

import re
from itertools import pairwise

from contracts.texts import Text
from services.logistics.documents.rules.transport import TransportDocument
from services.logistics.examination.rules.case import Case, Found, found
from services.logistics.letter_of_credit.rules.countries import country_in
from services.logistics.letter_of_credit.rules.finding import Doubt
from services.logistics.letter_of_credit.rules.wording import facts, same, within

ON_BOARD = ("bill of lading", "sea waybill", "charter party bill")
"""Kinds of which the goods must be on board (UCP 600 art. 20 a ii, 21 a ii, 22 a ii)."""
FREIGHT_PREPAID = ("CIF", "CFR", "CPT", "CIP")


def on_board(case: Case) -> Found:
    """Shipped on board, on the vessel named, from the port of loading (UCP 600 art. 20 a ii)."""
    for place, one in case.transports:
        asked = case.met_by("transports", one)
        needed = one.kind in ON_BOARD or (asked.on_board and one.kind == "multimodal")
        if needed and one.on_board_on is None and (not one.shipped_form or one.intended):
            yield found(f"{place}.on_board_on", Text("a dated on board notation"), None, "UCP 600 art. 20 a ii")


def carrier_signs(case: Case) -> Found:
    """It names the carrier and is signed by him, the master, or an agent of one of them (art. 19-24 a i; 14 l).

    Where 47A takes a forwarder's, he may sign for himself (ISBP 745 E3 b).
    """
    for place, one in case.transports if not case.allows("forwarder accepted") else ():
        if not one.carrier:
            yield found(f"{place}.carrier", Text("the carrier's name"), None, "UCP 600 art. 20 a i")
        if one.signed and one.signed_as in (None, "forwarder"):
            came = one.signed_as or ""
            yield found(
                f"{place}.signed_as", Text("the carrier, the master, or his agent"), came, "UCP 600 art. 20 a i"
            )


def places(case: Case) -> Found:
    """44A, 44E, 44F, 44B as the credit has them (UCP 600 art. 19 a iii, 20 a iii, 23 a iv, 24 a iii)."""
    terms = case.terms
    asked = {
        "receipt_place": ("44A", terms.receipt),
        "loading": ("44E", terms.loading),
        "discharge": ("44F", terms.discharge),
        "delivery_place": ("44B", terms.delivery),
    }
    for place, one in case.transports:
        for name, (tag, words) in asked.items():
            if words:
                yield from _place(f"{place}.{name}", tag, words, getattr(one, name))


def _place(place: str, tag: str, asked: str, came: str) -> Found:
    if not came:
        yield found(place, asked, None, f"UCP 600 art. 20 a iii; {tag}")
    elif asked.upper().startswith("ANY "):
        yield from _any_of(place, tag, asked, came)
    elif not any(_is_at(one, came) for one in re.split(r"\s+OR\s+|\s+AND/OR\s+", asked.upper())):
        yield found(place, asked, came, f"UCP 600 art. 20 a iii; {tag}")


def _any_of(place: str, tag: str, asked: str, came: str) -> Found:
    """Any port of a country: the document tells which one (ISBP 745 E6 b)."""
    country, where = country_in(asked.replace("CHINESE", "CHINA")), country_in(came)
    if country and where and country != where:
        yield found(place, asked, came, f"ISBP 745 E6; {tag}")
    elif not (country and where):
        yield Doubt(tag=tag, words=f"{asked}: {came}", why=Text("whether this place is one of them"))


def _is_at(asked: str, came: str) -> bool:
    """The place; its country need not be told, and must be no other (ISBP 745 E6 d)."""
    country, where = country_in(asked), country_in(came)
    town = re.sub(r"\b(?:AIR)?PORT(?: OF)?\b", " ", re.split(r",|\(", asked)[0])
    return within(town, came) and (country is None or where in (None, country))


def no_transhipment(case: Case) -> Found:
    """Where 43T forbids it: of a bill whose goods are in no container, trailer or barge (UCP 600 art. 20 c ii).

    By air, multimodal or land it may be done all the same (art. 19 c ii, 23 c ii, 24 e ii).
    """
    for place, one in case.transports:
        sea = one.kind in ("bill of lading", "sea waybill")
        if case.terms.transhipment == "not allowed" and one.transhipments and sea and not one.containers:
            yield found(
                f"{place}.transhipments",
                "43T",
                ", ".join(one.transhipments),
                "UCP 600 art. 20 b, c; 43T",
                "ask for a waiver",
            )


def no_parts(case: Case) -> Found:
    """Several documents are one shipment by one conveyance on one journey to one place (UCP 600 art. 31 b)."""
    for place, one in case.transports[1:]:
        first = _journey(case.transports[0][1])
        if case.terms.partial == "not allowed" and _journey(one) != first:
            asked, came = ", ".join(first), ", ".join(_journey(one))
            yield found(f"{place}.conveyance", asked, came, "UCP 600 art. 31 b; 43P", "ask for a waiver")


def _journey(one: TransportDocument) -> tuple[str, str]:
    return " ".join(facts(one.conveyance)), " ".join(facts(one.discharge or one.delivery_place))


def legs_join(case: Case) -> Found:
    """Each leg begins where the one before ended: the document covers the whole way (UCP 600 art. 19 a iii, 19 b)."""
    for place, one in case.transports:
        for i, (before, leg) in enumerate(pairwise(one.legs), start=1):
            if not same(before.end, leg.start):
                yield found(f"{place}.legs.{i}.start", before.end, leg.start, "UCP 600 art. 19 a iii, 19 b")


def conditional(case: Case) -> Found:
    """43P and 43T that allow under conditions: they stand in 47A."""
    for tag, told in (("43P", case.terms.partial), ("43T", case.terms.transhipment)):
        if told == "conditional":
            yield Doubt(tag=tag, words=told, why=Text("the condition is read by a person"))


def clean(case: Case) -> Found:
    """No clause that tells of bad goods or packages (UCP 600 art. 27)."""
    for place, one in case.transports:
        if one.clauses:
            yield found(f"{place}.clauses", Text("no clause"), "; ".join(one.clauses), "UCP 600 art. 27")


def not_on_deck(case: Case) -> Found:
    """The goods are not, and will not be, on deck (UCP 600 art. 26 a)."""
    for place, one in case.transports:
        if one.on_deck:
            yield found(f"{place}.on_deck", Text("not on deck"), Text("on deck"), "UCP 600 art. 26 a")


def no_charter_party(case: Case) -> Found:
    """A bill says nothing of a charter party, unless the credit asks for one that does (UCP 600 art. 20 a vi, 22)."""
    asked = any(one.kind == "charter party bill" for one in case.required) or case.allows("charter party accepted")
    for place, one in case.transports:
        said = " ".join((*one.says, *one.clauses)).upper()
        if "CHARTER PARTY" in said and not asked:
            yield found(f"{place}.says", Text("no charter party"), said, "UCP 600 art. 20 a vi")


def freight(case: Case) -> Found:
    """As the credit asks (UCP 600 art. 14 d, 26 c; ISBP 745 E27)."""
    for place, one, asked in case.each("transports"):
        if asked.freight and one.freight != asked.freight:
            yield found(f"{place}.freight", asked.freight, one.freight, "ISBP 745 E27; 46A")


def freight_by_term(case: Case) -> Found:
    """What the credit leaves open is as the invoice's trade term has it (UCP 600 art. 14 d)."""
    terms = {one.term.rule.upper() for one in case.docs.invoices if one.term}
    for place, one, asked in case.each("transports"):
        if not asked.freight and one.freight == "collect" and terms & set(FREIGHT_PREPAID):
            yield found(f"{place}.freight", "prepaid", "collect", "UCP 600 art. 14 d", other="invoices.0.term")


RULES = (
    on_board,
    carrier_signs,
    places,
    no_transhipment,
    no_parts,
    legs_join,
    conditional,
    clean,
    not_on_deck,
    no_charter_party,
    freight,
    freight_by_term,
)
