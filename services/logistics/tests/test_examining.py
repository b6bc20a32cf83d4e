"""Documents are examined against their credit: every discrepancy is found, none invented (LOG-7)."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from types import FrameType

import pytest

from chassis.handling import Step
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.examination.rules.examiner import examine
from services.logistics.examination.rules.presentation import Examine
from services.logistics.examination.rules.presentation import examined as examined_under
from services.logistics.letter_of_credit.rules.bank_days import bank_days
from services.logistics.letter_of_credit.rules.conditions import conditions_in
from services.logistics.letter_of_credit.rules.drawn import draft_under
from services.logistics.letter_of_credit.rules.finding import Examined
from services.logistics.letter_of_credit.rules.in_words import amount_in_words, says_another_number
from services.logistics.letter_of_credit.rules.period import period_of
from services.logistics.letter_of_credit.view import state_of
from services.logistics.tests.sets import air_faults, certified_faults, multimodal_faults, road_faults, sea_faults
from services.logistics.tests.sets.air import AIR
from services.logistics.tests.sets.case import Clean, Fault, Presented, usd
from services.logistics.tests.sets.certified import CERTIFIED
from services.logistics.tests.sets.certified import CLEAN as CLEAN_CERTIFIED
from services.logistics.tests.sets.clean import CLEAN
from services.logistics.tests.sets.multimodal import MULTIMODAL
from services.logistics.tests.sets.road import ROAD
from services.logistics.tests.sets.road_clean import ROAD_CLEAN
from services.logistics.tests.sets.sea import SEA
from services.logistics.tests.test_presenting import CREDIT, PRESENTED, SHIPMENT
from tests.needs import needs

pytestmark = needs("LOG-7")
SETS = {
    "sea": (SEA, sea_faults.FAULTS),
    "air": (AIR, air_faults.FAULTS),
    "multimodal": (MULTIMODAL, multimodal_faults.FAULTS),
    "certified": (CERTIFIED, certified_faults.FAULTS),
    "road": (ROAD, road_faults.FAULTS),
}
PLANTED = [pytest.param(s, f, id=f"{n}: {f.name}") for n, (s, faults) in SETS.items() for f in faults]


def examined(one: Presented) -> Examined:
    return examine(one.terms, one.documents, bank_days(one.terms.expiry_country))


@pytest.mark.parametrize("name", SETS)
def test_documents_as_the_credit_asks_them_conform(name: str) -> None:
    assert examined(SETS[name][0]).findings == ()


@pytest.mark.parametrize(("presented", "fault"), PLANTED)
def test_a_discrepancy_is_found_where_it_is_and_no_other(presented: Presented, fault: Fault) -> None:
    findings = examined(fault.of(presented)).findings
    assert findings, "it is not found"
    others = [one for one in findings if not fault.is_meant_by(one.field) and not fault.is_meant_by(one.other)]
    assert not others
    assert any(fault.is_meant_by(one.field) for one in findings)


@pytest.mark.parametrize("clean", [*CLEAN, *CLEAN_CERTIFIED, *ROAD_CLEAN], ids=lambda clean: clean.name)
def test_what_only_looks_like_a_discrepancy_conforms(clean: Clean) -> None:
    assert examined(clean.presented).findings == (), clean.why


@pytest.mark.parametrize("name", SETS)
def test_nothing_presented_lacks_every_document_that_is_asked(name: str) -> None:
    presented = SETS[name][0]
    nothing = DocumentSet(shipment_id=presented.documents.shipment_id)
    lacking = {one.field for one in examine(presented.terms, nothing, bank_days("CN")).findings}
    assert {"invoices", "packing_lists", "transports"} <= lacking


@pytest.mark.parametrize("name", SETS)
def test_an_examination_is_some_thousand_calls(name: str) -> None:
    """A few milliseconds; counted, for a time would tell of the machine."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        examined(SETS[name][0])
    finally:
        sys.setprofile(before)
    assert calls < 20_000


def test_conditions_in_free_text_are_left_for_a_person() -> None:
    words = ("GOODS MUST BE OF THE HARVEST OF 2026", "ALL DOCUMENTS MUST BEAR OUR L/C NO.")
    asked = SEA.terms.but(conditions=words)
    result = examine(asked, SEA.documents, bank_days("CN"))
    assert [doubt.words for doubt in result.doubts] == [words[0]]
    assert result.verdict == "for a person"


def test_conditions_that_rules_know_are_decided() -> None:
    """The road credit's four, and a period of shipment: nothing of them is left for a person."""
    result = examined(ROAD)
    assert result.verdict == "conform"
    read = ROAD.but({"certificates.0.says": (f"{ROAD.documents.certificates[0].says[0]} 样品",)})
    assert [one.article for one in examined(read).findings] == ["ISBP 745 A21; 47A"]


def test_what_47a_allows_is_no_discrepancy() -> None:
    stale = ROAD.but({"presented_on": date(2026, 10, 30)}, {"conditions": ("STALE DOCUMENTS ARE ACCEPTABLE",)})
    assert examined(stale).findings == ()
    own = ROAD.but({"transports.0.signed_as": "forwarder"}, {"conditions": ("HOUSE BILL OF LADING ACCEPTABLE",)})
    assert examined(own).findings == ()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("SHIPMENT PRIOR TO THE ISSUING DATE OF THIS CREDIT IS NOT ALLOWED", "not shipped before the credit"),
        ("T/T REIMBURSEMENT IS PROHIBITED", "reimbursement by telegram"),
        ("INSURANCE WILL BE COVERED BY APPLICANT", "insured by the buyer"),
        ("SHIPMENT ON DECK NOT ALLOWED", "not on deck"),
        ("THIRD PARTY DOCUMENTS ARE NOT ACCEPTABLE", "third parties disregarded"),
        ("ALL DOCUMENTS MUST SHOW OUR L/C NO. AND BE LEGALIZED BY THE EMBASSY", None),
        ("FREIGHT CHARGES MUST BE SHOWN ON THE INVOICE", None),
        ("ALL TRANSPORT DOCUMENTS MUST SHOW THE CREDIT NUMBER", None),
    ],
)
def test_a_condition_is_of_a_kind_or_for_a_person(words: str, kind: str | None) -> None:
    assert [one.kind for one in conditions_in((words,))] == [kind]


def test_each_sentence_of_a_condition_is_read_by_itself() -> None:
    both = conditions_in(("DOCUMENTS MUST BE IN ENGLISH. THE INVOICE NO. MUST BE STAMPED BY CUSTOMS.",))
    assert [(one.kind, one.words) for one in both][1] == (None, "THE INVOICE NO. MUST BE STAMPED BY CUSTOMS.")


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("FROM 15 SEPTEMBER 2026 UNTIL OCTOBER 10, 2026", date(2026, 9, 15), date(2026, 10, 10)),
        ("SHIPMENT NOT BEFORE 2026-09-15 AND NOT LATER THAN 2026-10-10", date(2026, 9, 15), date(2026, 10, 10)),
        ("AFTER 15-SEP-2026", date(2026, 9, 16), None),
        ("BEFORE 10 OCT 2026", None, date(2026, 10, 9)),
        ("ON OR ABOUT 15 SEPTEMBER 2026", date(2026, 9, 10), date(2026, 9, 20)),
        ("SECOND HALF OF FEBRUARY 2027", date(2027, 2, 16), date(2027, 2, 28)),
        ("BEGINNING OF OCTOBER 2026", date(2026, 10, 1), date(2026, 10, 10)),
        ("DURING OCTOBER 2026", date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_a_period_of_shipment_means_what_article_3_says(words: str, first: date | None, last: date | None) -> None:
    assert period_of(ROAD.terms.but(shipment_period=words)) == (first, last)


@pytest.mark.parametrize(
    "words", ["500 PCS BY 1 MAY 2026 AND 500 PCS BY 1 JUNE 2026", "31 SEPTEMBER 2026", "AS SOON AS POSSIBLE"]
)
def test_instalments_and_days_of_no_calendar_are_for_a_person(words: str) -> None:
    assert period_of(ROAD.terms.but(shipment_period=words)) is None


def test_what_is_drawn_from_a_credit_conforms_to_it() -> None:
    drawn = draft_under(SEA.terms, SEA.documents)
    assert drawn
    presented = SEA.but({"drafts": (drawn.but(signed=True, endorsed="blank"),)})
    assert examined(presented).findings == ()
    assert (drawn.tenor, drawn.amount) == (SEA.documents.drafts[0].tenor, SEA.documents.drafts[0].amount)
    assert drawn.maturity == SEA.documents.drafts[0].maturity


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("48000.00", "USD FORTY-EIGHT THOUSAND ONLY"),
        ("1000219.50", "USD ONE MILLION TWO HUNDRED NINETEEN AND 50/100 ONLY"),
        ("0.07", "USD ZERO AND 07/100 ONLY"),
    ],
)
def test_an_amount_in_words_says_what_stands_in_figures(amount: str, words: str) -> None:
    assert amount_in_words(usd(amount)) == words
    assert not says_another_number(words, Decimal(amount))
    assert says_another_number(words, Decimal(amount) + 1)


@pytest.mark.parametrize(
    "words", ["SAY A HUNDRED AND TWELVE DOLLARS CENTS FIFTY ONLY", "EIN DUTZEND", "ONE HUNDRED TWELVE"]
)
def test_an_amount_may_be_written_in_other_words(words: str) -> None:
    assert not says_another_number(words, Decimal("112.50"))


def test_what_an_examination_found_before_is_kept_beside_the_last_one() -> None:
    """The same again is one result; what was mended since stays readable."""
    credit = CREDIT
    faulty = SEA.documents.but(insurances=())
    for documents in (faulty, faulty, SEA.documents, SEA.documents):
        step = examined_under(credit, Examine(CREDIT.order_id, SHIPMENT, 1, PRESENTED), documents, bank_days("CN"), ())
        assert isinstance(step, Step)
        credit = step.document
    assert [one.verdict for one in credit.examined_before[SHIPMENT]] == ["discrepant"]
    shown = state_of(credit)
    assert [one.findings[0].field for one in shown.examined_before[SHIPMENT]] == ["insurances"]
    assert (shown.examined[SHIPMENT].verdict, shown.examined[SHIPMENT].on) == ("conform", PRESENTED)
