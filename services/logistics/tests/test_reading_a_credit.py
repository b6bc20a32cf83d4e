"""A credit is read from the bank's message, or refused whole with all its faults (LOG-7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.money import Money
from services.logistics.letter_of_credit.rules.agreed import Agreed
from services.logistics.letter_of_credit.rules.ahead import ahead
from services.logistics.letter_of_credit.rules.amending import Amended, amend
from services.logistics.letter_of_credit.rules.bank_days import bank_days
from services.logistics.letter_of_credit.rules.contradictions import contradictions
from services.logistics.letter_of_credit.rules.reading import read_credit
from services.logistics.letter_of_credit.rules.requirements import requirement
from services.logistics.letter_of_credit.rules.terms import CreditTerms
from tests.credits import mt700, mt707
from tests.needs import needs

pytestmark = needs("LOG-7")


def terms(**fields: Any) -> CreditTerms:
    read = read_credit(mt700(**fields))
    assert isinstance(read, CreditTerms), read
    return read


def faults(text: str) -> dict[str, Any]:
    read = read_credit(text)
    assert isinstance(read, list)
    return {fault["field"]: str(fault["came"]) for fault in read}


def test_each_field_is_read_as_its_format_has_it() -> None:
    read = terms()
    assert (read.number, read.amount.amount, read.amount.currency) == ("LC2026-0815", Decimal("10000.00"), "USD")
    assert (read.above, read.below, read.available_by, read.presentation_days) == (5, 5, "negotiation", 21)
    assert (read.applicant.name, read.applicant.country) == ("HANSE IMPORT GMBH", "DE")
    assert (read.beneficiary.name, read.expiry_country, read.issuing_bank) == (
        "NINGBO TOOLS CO., LTD.",
        "CN",
        "COBADEFF",
    )
    assert len(read.documents) == 3
    assert read.documents[2].endswith("NOTIFY APPLICANT")


def test_a_two_digit_year_is_of_this_century() -> None:
    assert terms(f31D="461231CHINA").expires_on == date(2046, 12, 31)


def test_all_faults_are_told_at_once_by_their_tags() -> None:
    text = mt700(f31D="261301CHINA", f32B="USX10000,", f43P="MAYBE", f20="", f99X="x", f27="1/2", f48="SOON")
    wrong = {"31D": "261301CHINA", "32B": "USX10000,", "43P": "MAYBE", "48": "SOON", "99X": "x"}
    assert faults(text) == wrong | {"20": "nothing", "27": "1/2"}


@pytest.mark.parametrize("amount", ["USD10000", "USD10000.50", "JPY10000,5", "USD1,005", "10000,"])
def test_an_amount_has_a_comma_and_no_more_decimals_than_its_currency(amount: str) -> None:
    assert faults(mt700(f32B=amount)) == {"32B": amount}


def test_a_text_that_is_no_credit_is_told_what_lacks() -> None:
    assert set(faults("Dear Sirs,\nthe credit follows.")) == {"20", "40A", "31C", "40E", "31D", "50", "59", "32B", "41"}


def test_a_print_without_its_first_colons_is_read_too() -> None:
    text = "\n".join(line.removeprefix(":") for line in mt700().splitlines()[1:-1])
    assert isinstance(read_credit(text), CreditTerms)


def test_a_continuation_goes_on_with_what_the_first_message_began() -> None:
    first = mt700(f27="1/2")
    head, body = "{2:O7011200261102COBADEFFAXXX}", ":27:2/2\n:20:LC2026-0815\n:46B:+CERTIFICATE OF ORIGIN"
    second = f"{head}{{4:\n{body}\n-}}"
    read = read_credit(first + second)
    assert isinstance(read, CreditTerms)
    assert read.documents[-1] == "CERTIFICATE OF ORIGIN"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"f44C": "271231"}, "lc_latest_after_expiry"),
        ({"f44D": "IN MARCH"}, "lc_two_periods"),
        ({"f44C": "", "f44D": "DURING DECEMBER 2027"}, "lc_period_after_expiry"),
        ({"f44C": "", "f44D": "DURING THE SECOND HALF OF APRIL 2027"}, "lc_period_ends_late"),
        ({"f44C": "", "f44D": "NOT LATER THAN 23 APRIL 2027"}, "lc_period_ends_late"),
        ({"f44C": "", "f44D": "NOT LATER THAN 1 NOVEMBER 2026"}, "lc_issued_late"),
        ({"f39B": "NOT EXCEEDING"}, "lc_two_limits"),
        ({"f42P": "60 DAYS"}, "lc_two_payments"),
        ({"f42A": ""}, "lc_no_drawee"),
        ({"f40A": "REVOCABLE"}, "lc_revocable"),
        ({"f40E": "ISP LATEST VERSION"}, "lc_other_rules"),
        ({"f31C": "280101"}, "lc_issued_late"),
    ],
)
def test_terms_that_contradict_each_other_are_told(fields: dict[str, str], code: str) -> None:
    assert code in {reason.code for reason in contradictions(terms(**fields))}


def test_terms_that_agree_are_not_objected_to() -> None:
    assert contradictions(terms()) == ()


@pytest.mark.parametrize(
    "period", ["FROM 2 NOVEMBER 2026 TO 22 APRIL 2027", "ON OR ABOUT 31 OCTOBER 2026", "IN 2 LOTS"]
)
def test_a_period_that_meets_the_days_of_the_credit_is_not_objected_to(period: str) -> None:
    assert contradictions(terms(f44C="", f44D=period)) == ()


def test_an_amendment_tells_each_term_before_and_after() -> None:
    told = amend(terms(), mt707(f44C="270501", f32B="USD500,", f46B="/ADD/\n+CERTIFICATE OF ORIGIN"))
    assert isinstance(told, Amended)
    assert (told.number, told.dated, told.terms.amount.amount) == (1, date(2026, 11, 20), Decimal("10500.00"))
    assert {change.name for change in told.changes} == {"amount", "latest_shipment", "documents"}
    assert told.terms.documents[-1] == "CERTIFICATE OF ORIGIN"


def test_an_amendment_of_another_credit_or_with_faults_changes_nothing() -> None:
    told = amend(terms(), mt707("LC-OTHER", f33B="EUR5,", f44C="270230", f46B="/DELETE/\n+NOTHING LIKE THIS"))
    assert isinstance(told, list)
    assert {fault["field"] for fault in told} == {"20", "33B", "44C", "46B"}


@pytest.mark.parametrize("number", ["\u00b2", "1000", "one"])
def test_an_amendment_has_a_number_of_three_digits_at_most(number: str) -> None:
    told = amend(terms(), mt707(f26E=number))
    assert isinstance(told, list)
    assert [fault["field"] for fault in told] == ["26E"]


def test_a_document_of_46a_is_known_with_what_is_asked_of_it() -> None:
    bill = requirement(
        "FULL SET OF CLEAN ON BOARD OCEAN BILLS OF LADING MADE OUT TO ORDER AND BLANK ENDORSED, MARKED FREIGHT PREPAID"
        " AND NOTIFY APPLICANT"
    )
    assert (bill.kind, bill.full_set, bill.consignee, bill.endorsed) == ("bill of lading", True, "TO ORDER", "blank")
    assert (bill.freight, bill.notify, bill.on_board, bill.rest) == ("prepaid", "APPLICANT", True, "")


def test_words_that_no_rule_reads_are_left_for_a_person() -> None:
    assert requirement("PACKING LIST LEGALIZED BY THE EMBASSY IN 2 COPIES").rest == "LEGALIZED EMBASSY"


@pytest.mark.parametrize(
    ("words", "originals", "count"),
    [
        ("COMMERCIAL INVOICE IN 3 FOLD", 1, 3),
        ("COMMERCIAL INVOICE IN TRIPLICATE", 1, 3),
        ("COMMERCIAL INVOICE IN 2 ORIGINALS AND 1 COPY", 2, 3),
        ("COMMERCIAL INVOICE IN THREE ORIGINALS", 3, 3),
        ("COMMERCIAL INVOICE", 1, 1),
    ],
)
def test_how_many_of_a_document_are_asked(words: str, originals: int, count: int) -> None:
    read = requirement(words)
    assert (read.originals, read.count) == (originals, count)


@pytest.mark.parametrize(
    ("promised", "fields", "codes"),
    [
        (date(2027, 3, 1), {}, []),
        (date(2027, 4, 30), {}, ["lc_leaves_late"]),
        (date(2027, 4, 30), {"f44C": ""}, []),
        (date(2027, 5, 20), {"f44C": ""}, ["lc_short"]),
        (date(2027, 6, 20), {"f44C": ""}, ["lc_leaves_expired"]),
    ],
)
def test_dates_in_danger_are_told_before_the_goods_leave(
    promised: date, fields: dict[str, str], codes: list[str]
) -> None:
    """The goods are a month on their way; the credit expires on 2027-04-22, the latest shipment is 2027-03-25."""
    order = Agreed(
        version=1,
        number="SO-2026-000001",
        customer="C-1",
        country="DE",
        value=Money(amount=Decimal(100), currency="USD"),
        promised=promised,
        wanted=promised,
    )
    told = ahead(terms(**{"f44C": "270325"} | fields), order, 30, bank_days("CN"))
    assert [reason.code for reason in told.dangers] == codes
    assert [one.kind for one in told.documents] == ["invoice", "packing list", "bill of lading"]
