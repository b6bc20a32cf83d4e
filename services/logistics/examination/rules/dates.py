"""When was shipped, issued and presented (UCP 600 art. 14 c, 14 i, 28 e, 29) (LOG-7)."""

from __future__ import annotations

from datetime import date, timedelta

from contracts.texts import Text
from services.logistics.examination.rules.case import Case, Found, found
from services.logistics.letter_of_credit.rules.bank_days import next_open
from services.logistics.letter_of_credit.rules.finding import Doubt
from services.logistics.letter_of_credit.rules.period import period_of


def shipped_in_time(case: Case) -> Found:
    """Within 44C or 44D, which no bank holiday moves (UCP 600 art. 3, 29 c)."""
    first, latest = period_of(case.terms) or (None, None)
    tag = "44C" if case.terms.latest_shipment else "44D"
    for place, one in case.transports:
        day = one.shipped_on
        where = "on_board_on" if one.on_board_on else "issued_on"
        if latest and day and day > latest:
            yield found(f"{place}.{where}", latest, day, f"UCP 600 art. 14 c, 29 c; {tag}", "ask for a waiver")
        elif first and day and day < first:
            yield found(f"{place}.{where}", first, day, f"UCP 600 art. 3; {tag}", "ask for a waiver")


def period_of_shipment(case: Case) -> Found:
    """44D in words of its own is for a person."""
    if period_of(case.terms) is None:
        yield Doubt(tag="44D", words=case.terms.shipment_period, why=Text("a period of shipment is read by a person"))


def presented_before_expiry(case: Case) -> Found:
    """31D, or the first banking day after it (UCP 600 art. 6 d, 29 a)."""
    last, came = next_open(case.terms.expires_on, case.open_on), case.docs.presented_on
    if came and came > last:
        yield found("presented_on", last, came, "UCP 600 art. 6 d, 29 a; 31D", "ask for a waiver")


def presented_in_period(case: Case) -> Found:
    """Within the days of 48 after shipment, 21 where it tells none (UCP 600 art. 14 c; ISBP 745 A19 b)."""
    came, shipped = case.docs.presented_on, case.shipped_on
    if not (came and shipped) or case.allows("stale accepted"):
        return
    last = next_open(shipped + timedelta(days=case.terms.presentation_days), case.open_on)
    if came > last:
        yield found("presented_on", last, came, "UCP 600 art. 14 c; 48", "ask for a waiver")


def last_day_in_doubt(case: Case) -> Found:
    """On an extended day, of a place whose country nobody can tell."""
    terms, came = case.terms, case.docs.presented_on
    if came and terms.expiry_country is None and came > terms.expires_on:
        yield Doubt(tag="31D", words=terms.expiry_place, why=Text("whose bank holidays count is not told"))


def shipped_after_issue(case: Case) -> Found:
    """Where 47A takes no shipment before the credit (UCP 600 art. 14 i lets documents be older)."""
    issued = case.terms.issued_on
    for place, one in case.transports if case.allows("not shipped before the credit") else ():
        if issued and one.shipped_on and one.shipped_on < issued:
            yield found(f"{place}.on_board_on", issued, one.shipped_on, "UCP 600 art. 14 i; 47A", "ask for a waiver")


def issued_before_presentation(case: Case) -> Found:
    """A document may be dated before the credit, never after its presentation (UCP 600 art. 14 i)."""
    came = case.docs.presented_on
    for place, one in case.examined:
        if came and one.issued_on and one.issued_on > came:
            yield found(f"{place}.issued_on", Text("{day} or earlier", day=came), one.issued_on, "UCP 600 art. 14 i")


def dated(case: Case) -> Found:
    """Drafts, insurance and transport documents have a date (ISBP 745 A11)."""
    for place, one in case.examined:
        undated = one.issued_on is None and getattr(one, "effective_on", None) is None
        if undated and place.startswith(("drafts", "insurances", "transports")):
            yield found(f"{place}.issued_on", Text("a date"), None, "ISBP 745 A11")


def insured_before_shipment(case: Case) -> Found:
    """Cover from the day of shipment at the latest (UCP 600 art. 28 e)."""
    for place, one, _ in case.each("insurances"):
        day = one.effective_on or one.issued_on
        if day and case.shipped_on and day > _first_shipment(case):
            where = "effective_on" if one.effective_on else "issued_on"
            yield found(f"{place}.{where}", _first_shipment(case), day, "UCP 600 art. 28 e")


def _first_shipment(case: Case) -> date:
    return min(day for _, one in case.transports if (day := one.shipped_on))


def inspected_before_shipment(case: Case) -> Found:
    """A pre-shipment inspection is dated, or says that it was, before the shipment (ISBP 745 A12 b)."""
    for place, one, asked in case.each("inspections"):
        day = one.inspected_on or one.issued_on
        if asked.before_shipment and day and case.shipped_on and day > case.shipped_on:
            where = "inspected_on" if one.inspected_on else "issued_on"
            yield found(f"{place}.{where}", Text("{day} or earlier", day=case.shipped_on), day, "ISBP 745 A12 b")


RULES = (
    shipped_in_time,
    period_of_shipment,
    presented_before_expiry,
    presented_in_period,
    last_day_in_doubt,
    shipped_after_issue,
    issued_before_presentation,
    dated,
    insured_before_shipment,
    inspected_before_shipment,
)
