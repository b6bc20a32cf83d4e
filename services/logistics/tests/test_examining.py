"""Documents are examined against their credit: every discrepancy is found, none invented (LOG-7)."""

from __future__ import annotations

import sys
from decimal import Decimal
from types import FrameType

import pytest

from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.examination.rules.examiner import examine
from services.logistics.letter_of_credit.rules.bank_days import bank_days
from services.logistics.letter_of_credit.rules.drawn import draft_under
from services.logistics.letter_of_credit.rules.finding import Examined
from services.logistics.letter_of_credit.rules.in_words import amount_in_words, says_another_number
from services.logistics.tests.sets import air_faults, certified_faults, multimodal_faults, sea_faults
from services.logistics.tests.sets.air import AIR
from services.logistics.tests.sets.case import Clean, Fault, Presented, usd
from services.logistics.tests.sets.certified import CERTIFIED
from services.logistics.tests.sets.certified import CLEAN as CLEAN_CERTIFIED
from services.logistics.tests.sets.clean import CLEAN
from services.logistics.tests.sets.multimodal import MULTIMODAL
from services.logistics.tests.sets.sea import SEA
from tests.needs import needs

pytestmark = needs("LOG-7")
SETS = {
    "sea": (SEA, sea_faults.FAULTS),
    "air": (AIR, air_faults.FAULTS),
    "multimodal": (MULTIMODAL, multimodal_faults.FAULTS),
    "certified": (CERTIFIED, certified_faults.FAULTS),
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


@pytest.mark.parametrize("clean", [*CLEAN, *CLEAN_CERTIFIED], ids=lambda clean: clean.name)
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
    words = ("THIRD PARTY DOCUMENTS ARE NOT ACCEPTABLE", "ALL DOCUMENTS MUST BEAR OUR L/C NO.")
    asked = SEA.terms.but(conditions=words)
    result = examine(asked, SEA.documents, bank_days("CN"))
    assert [doubt.words for doubt in result.doubts] == [words[0]]
    assert result.verdict == "for a person"


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
