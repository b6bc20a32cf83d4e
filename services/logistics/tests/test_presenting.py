"""Documents go to the bank, which accepts them, or refuses them as article 16 has it (LOG-7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chassis.handling import Step
from chassis.ids import new_id
from contracts.presentations import DocumentsAccepted, DocumentsPresented, DocumentsRefused
from services.logistics.letter_of_credit.rules.agreed import Agreed
from services.logistics.letter_of_credit.rules.bank_days import answer_by
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit, open_for
from services.logistics.letter_of_credit.rules.presentation import Presentation, Waiver
from services.logistics.presenting.rules.at_bank import (
    Accept,
    BeforePresentation,
    NoBanksCountry,
    NothingToPresentUnder,
    NothingToWaive,
    NotPresented,
    Present,
    PresentedAlready,
    Refuse,
    RefusedAlready,
    TooLateToPresent,
    Waive,
    WaivedBeforeRefusal,
    accept,
    present,
    refuse,
    waive,
)
from services.logistics.tests.sets.case import usd
from services.logistics.tests.sets.road import ROAD
from services.logistics.tests.sets.sea import SEA
from tests.needs import needs

pytestmark = needs("LOG-7")
SHIPMENT, OTHER = SEA.documents.shipment_id, new_id()
PRESENTED, DUE = date(2026, 11, 2), date(2026, 11, 9)
"""A Monday; in Hamburg and in China the five banking days after it end on the next."""
AGREED = Agreed(version=1, number="SO-1", customer="NLH", country="DE", value=usd("48000.00"), wanted=date(2026, 12, 1))
CREDIT = open_for(new_id(), AGREED).but(terms=SEA.terms)


def presented(credit: LetterOfCredit = CREDIT, on: date = PRESENTED, **told: Any) -> Any:
    asked = {"country": None, "shipment_id": SHIPMENT, "bank": "YONGJIANG TRADE BANK"} | told
    return present(credit, Present(credit.order_id, order_version=1, on=on, **asked), SEA.documents)


def at_bank() -> LetterOfCredit:
    credit: LetterOfCredit = presented().document
    return credit


def refused(on: date = DUE, discrepancies: tuple[str, ...] = ("LATE",), documents: Any = "held for us") -> Any:
    return refuse(at_bank(), Refuse(CREDIT.order_id, SHIPMENT, on, discrepancies, documents))


def accepted(credit: LetterOfCredit, on: date = DUE, pays_on: date | None = None) -> Any:
    return accept(credit, Accept(CREDIT.order_id, SHIPMENT, on, pays_on), SEA.documents)


def test_a_bank_has_five_banking_days_after_the_day_of_presentation() -> None:
    (event,) = presented().events
    assert isinstance(event, DocumentsPresented)
    assert (event.version, event.answer_by) == (1, DUE)


@pytest.mark.parametrize(
    ("presented_on", "country", "last"),
    [
        (date(2026, 9, 30), "CN", date(2026, 10, 13)),
        (date(2026, 12, 23), "DE", date(2026, 12, 31)),
        (date(2026, 11, 6), "AE", date(2026, 11, 13)),
    ],
)
def test_the_banks_days_are_those_of_its_country(presented_on: date, country: str, last: date) -> None:
    """National Day's week and its worked Saturday; Christmas."""
    assert answer_by(presented_on, country) == last


def test_a_bank_in_another_country_has_that_countrys_days() -> None:
    (event,) = presented(on=date(2026, 12, 23), country="GB").events
    assert event.answer_by == date(2027, 1, 4), "Boxing Day is on a Saturday, so that Monday is free"


def test_documents_are_presented_once_until_the_bank_answers() -> None:
    assert isinstance(presented(at_bank()), PresentedAlready)
    assert isinstance(presented(at_bank(), shipment_id=OTHER), Step), "each shipment's by themselves"


def test_nothing_is_presented_under_a_credit_that_is_not_here_or_was_cancelled() -> None:
    assert isinstance(presented(CREDIT.but(terms=None)), NothingToPresentUnder)
    assert isinstance(presented(CREDIT.but(cancelled=True)), NothingToPresentUnder)


def test_without_a_country_nobody_knows_the_banks_days() -> None:
    nowhere = CREDIT.but(terms=SEA.terms.but(expiry_country=None))
    assert isinstance(presented(nowhere), NoBanksCountry)
    assert isinstance(presented(nowhere, country="CN"), Step)


def test_an_acceptance_pays_by_the_credits_tenor() -> None:
    step = accepted(at_bank())
    (event,) = step.events
    assert isinstance(event, DocumentsAccepted)
    assert (event.version, event.pays_on) == (2, date(2026, 12, 19)), "60 days after the bill's date"
    assert isinstance(accepted(step.document), NotPresented)


@pytest.mark.parametrize(
    ("tenor", "pays_on"),
    [("AT SIGHT", DUE), ("30 DAYS AFTER SIGHT", date(2026, 12, 9)), ("", DUE)],
)
def test_at_sight_a_bank_pays_at_once(tenor: str, pays_on: date) -> None:
    terms = SEA.terms.but(drafts_at=tenor, payment_terms="")
    (event,) = accepted(at_bank().but(terms=terms)).events
    assert event.pays_on == pays_on


def test_a_deferred_payment_counts_from_the_shipment() -> None:
    step = accepted(at_bank().but(terms=SEA.terms.but(drafts_at="", payment_terms=ROAD.terms.payment_terms)))
    assert step.events[0].pays_on == date(2027, 1, 18), "90 days after 20 October"


def test_the_bank_may_name_its_day_itself() -> None:
    assert accepted(at_bank(), pays_on=date(2027, 2, 1)).events[0].pays_on == date(2027, 2, 1)


def test_a_refusal_in_time_with_its_discrepancies_holds() -> None:
    (event,) = refused().events
    assert isinstance(event, DocumentsRefused)
    assert (event.discrepancies, event.reasons, event.present_by) == (("LATE",), (), date(2026, 11, 4))


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"on": date(2026, 11, 10)}, "lc_notice_late"),
        ({"discrepancies": ()}, "lc_notice_empty"),
        ({"documents": None}, "lc_notice_silent"),
    ],
)
def test_a_bank_whose_notice_is_not_as_article_16_has_it_may_not_refuse(told: dict[str, Any], why: str) -> None:
    (event,) = refused(**told).events
    assert [reason.code for reason in event.reasons] == [why]


def test_a_bank_gives_one_notice() -> None:
    again = refuse(refused().document, Refuse(CREDIT.order_id, SHIPMENT, DUE, ("AND THAT",), "returned"))
    assert isinstance(again, RefusedAlready)


def test_no_answer_is_older_than_the_presentation() -> None:
    assert isinstance(refused(on=date(2026, 11, 1)), BeforePresentation)


def test_what_was_refused_is_presented_again_while_time_remains() -> None:
    step = refused(on=date(2026, 11, 3))
    (again,) = presented(step.document, date(2026, 11, 4)).events
    assert again.version == 3
    late = presented(step.document, date(2026, 11, 5))
    assert isinstance(late, TooLateToPresent)
    assert "2026-11-04" in str(late)


def test_a_waiver_is_asked_and_given_and_the_bank_may_then_accept() -> None:
    credit = refused().document
    words: tuple[Waiver, ...] = ("asked", "given")
    for word in words:
        step = waive(credit, Waive(CREDIT.order_id, SHIPMENT, word))
        assert isinstance(step, Step)
        assert step.events == (), "the bank need not follow it"
        credit = step.document
    assert last(credit).waiver == "given"
    assert last(accepted(credit).document).state == "accepted"


def test_a_waiver_is_kept_with_who_told_it_and_when() -> None:
    """Never before the bank refused."""
    asked = Waive(CREDIT.order_id, SHIPMENT, "given", "李经理", DUE)
    step = waive(refused().document, asked)
    assert isinstance(step, Step)
    kept = last(step.document)
    assert (kept.waiver, kept.waiver_told_by, kept.waiver_told_on) == ("given", "李经理", DUE)
    early = waive(refused().document, replace(asked, told_on=PRESENTED))
    assert isinstance(early, WaivedBeforeRefusal)


def test_nothing_is_waived_that_was_not_refused() -> None:
    assert isinstance(waive(at_bank(), Waive(CREDIT.order_id, SHIPMENT, "given")), NothingToWaive)


def last(credit: LetterOfCredit) -> Presentation:
    found: Iterator[Presentation] = reversed(credit.presentations)
    return next(found)
