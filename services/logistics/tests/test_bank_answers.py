"""A bank answers a presentation by its own message, which refuses or lets pay (LOG-7)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.presentations import DocumentsAccepted, DocumentsRefused
from services.logistics.letter_of_credit.rules.answering import BankAnswer, read_answer
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit
from services.logistics.letter_of_credit.rules.reading import NotRead
from services.logistics.presenting.rules.answer import TakeAnswer, take_answer
from services.logistics.presenting.rules.at_bank import NotPresented, RefusedAlready
from services.logistics.tests.sets.sea import SEA
from services.logistics.tests.test_presenting import CREDIT, PRESENTED, SHIPMENT, last, presented
from tests.credits import mt734, mt752
from tests.needs import needs

pytestmark = needs("LOG-7")
NUMBER, TODAY = SEA.terms.number, date(2026, 11, 10)
AT_BANK: LetterOfCredit = presented().document


def read(text: str, reference: str = "") -> BankAnswer:
    told = read_answer(text, "LC2026-0815", reference, "USD")
    assert isinstance(told, BankAnswer), told
    return told


def faults(text: str, reference: str = "") -> dict[str, str]:
    told = read_answer(text, "LC2026-0815", reference, "USD")
    assert isinstance(told, list)
    return {fault["field"]: str(fault["came"]) for fault in told}


def answered(text: str, credit: LetterOfCredit = AT_BANK, on: date | None = None) -> Any:
    return take_answer(credit, TakeAnswer(credit.order_id, SHIPMENT, text, on, TODAY), SEA.documents)


def of_sea(message: Any, **told: Any) -> str:
    """About our credit, in its currency."""
    return str(message(NUMBER, **told))


def test_a_refusal_is_read_with_each_discrepancy_as_the_bank_wrote_it() -> None:
    told = read(mt734())
    assert (told.refuses, told.sent_on, told.documents) == (True, date(2026, 11, 4), "held for us")
    assert told.discrepancies == (
        "LATE SHIPMENT",
        "BILL OF LADING DOES NOT SHOW THE NOTIFY PARTY AS PER CREDIT",
    )


@pytest.mark.parametrize(
    "words",
    [
        "+LATE SHIPMENT\n+INVOICE NOT SIGNED",
        "WE REFUSE FOR THESE DISCREPANCIES:\n1) LATE SHIPMENT\n2) INVOICE NOT SIGNED",
        "/LATESHIP/LATE SHIPMENT\n/INVOICE/INVOICE NOT SIGNED",
        "LATE SHIPMENT\nINVOICE NOT SIGNED",
    ],
)
def test_however_a_bank_lists_its_discrepancies_each_is_one(words: str) -> None:
    found = read(mt734(f77J=words)).discrepancies
    assert [one.rsplit("/")[-1] for one in found] == ["LATE SHIPMENT", "INVOICE NOT SIGNED"]


def test_a_line_that_was_full_goes_on_in_the_next() -> None:
    words = "LATE SHIPMENT\nTHE BILL OF LADING SHOWS ANOTHER NOTIFY PARTY THAN\nTHE CREDIT\nINSURANCE LACKING"
    assert read(mt734(f77J=words)).discrepancies == (
        "LATE SHIPMENT",
        "THE BILL OF LADING SHOWS ANOTHER NOTIFY PARTY THAN THE CREDIT",
        "INSURANCE LACKING",
    )


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("/NOTIFY/", "held for a waiver"),
        ("/PREVINST/", "as we told before"),
        ("/RETURN/BY DHL", "returned"),
        ("HOLDING DOCS AT YOUR DISPOSAL AND RISK", "held for us"),
        ("DOCS HELD UNTIL WAIVER OF APPLICANT", "held for a waiver"),
        ("WE ARE RETURNING THE DOCUMENTS", "returned"),
        ("HELD AND RETURNED IF NOT TAKEN UP", "held for us"),
    ],
)
def test_what_becomes_of_the_documents_is_read_from_code_or_words(words: str, meant: str) -> None:
    assert read(mt734(f77B=words)).documents == meant


def test_all_faults_of_an_answer_are_told_at_once_by_their_tags() -> None:
    text = mt734("LC-OTHER", f32A="261199USD10000,", f33B="EUR5,", f77J="", f77B="/SOON/", f99X="x")
    wrong = {"32A": "261199USD10000,", "33B": "EUR5,", "77J": "nothing", "77B": "/SOON/", "99X": "x"}
    assert faults(text) == wrong | {"20": "LC-OTHER, BP-4711"}
    assert faults(mt752(f30="", f32B="USD10000")) == {"30": "nothing", "32B": "USD10000"}


def test_another_message_or_two_at_once_are_no_answer() -> None:
    assert faults(mt734().replace("O734", "O799")) == {"MT": "799"}
    assert faults(mt734() + mt752()) == {"MT": "734, 752"}
    assert faults("Dear Sirs, we refuse.") == {"MT": "nothing"}


def test_a_body_without_its_header_is_read_by_its_fields() -> None:
    def body(text: str) -> str:
        return text.partition("{4:")[2].removesuffix("-}")

    assert (read(body(mt734())).refuses, read(body(mt752())).refuses) == (True, False)
    assert read(body(mt752())).sent_on is None


def test_a_bank_that_has_a_number_of_its_own_names_ours_or_our_banks() -> None:
    """A confirming bank may put its own reference in 20 (SWIFT Standards MT 734)."""
    assert faults(mt734("CONFIRMED-1")) == {"20": "CONFIRMED-1, BP-4711"}
    assert read(mt734("CONFIRMED-1"), reference="BP-4711").refuses
    assert read(mt734("CONFIRMED-1", f21="LC2026-0815")).refuses


def test_an_mt_734_refuses_the_documents_on_the_day_it_was_sent() -> None:
    step = answered(of_sea(mt734))
    (event,) = step.events
    assert isinstance(event, DocumentsRefused)
    assert (event.refused_on, event.reasons, len(event.discrepancies)) == (date(2026, 11, 4), (), 2)
    at_bank = last(step.document)
    assert (at_bank.state, at_bank.documents, at_bank.message) == ("refused", "held for us", of_sea(mt734))


def test_a_refusal_that_was_sent_late_does_not_hold() -> None:
    (event,) = answered(of_sea(mt734, sent=date(2026, 11, 10))).events
    assert [reason.code for reason in event.reasons] == ["lc_notice_late"]


def test_a_clerk_may_say_the_day_and_without_any_it_is_today() -> None:
    assert answered(of_sea(mt734), on=PRESENTED).events[0].refused_on == PRESENTED
    bare = of_sea(mt734).partition("{4:")[2]
    assert answered(bare).events[0].refused_on == TODAY


def test_an_mt_752_accepts_also_what_was_refused_before() -> None:
    for credit in (AT_BANK, answered(of_sea(mt734)).document):
        (event,) = answered(of_sea(mt752), credit).events
        assert isinstance(event, DocumentsAccepted)
        assert (event.accepted_on, event.pays_on) == (date(2026, 11, 6), date(2026, 12, 19)), "by the credit's tenor"


def test_the_same_message_twice_is_taken_once() -> None:
    refused = answered(of_sea(mt734)).document
    again = answered(f"  {of_sea(mt734)}\n", refused)
    assert (again.document, again.events) == (refused, ())
    anew = presented(refused, date(2026, 11, 4)).document
    assert answered(of_sea(mt734), anew).events == (), "nor does it refuse what was presented after it"
    assert last(anew).state == "presented"


def test_another_refusal_is_too_late_and_a_wrong_one_changes_nothing() -> None:
    refused = answered(of_sea(mt734)).document
    assert isinstance(answered(of_sea(mt734, f77J="AND THAT"), refused), RefusedAlready)
    assert isinstance(answered(mt734("LC-OTHER")), NotRead)


def test_a_bank_answers_what_was_presented() -> None:
    assert isinstance(answered(of_sea(mt734), CREDIT), NotPresented)
