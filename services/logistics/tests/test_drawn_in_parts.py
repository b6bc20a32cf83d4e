"""A credit is drawn in parts: what was drawn before is no longer there to be drawn (LOG-7, UCP 600 art. 30, 31)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from chassis.handling import Db
from chassis.ids import new_id
from contracts.order import Terms
from contracts.warehouse import GoodsPacked
from services.logistics.crediting.handlers import take_order as await_credits
from services.logistics.dispatch.handlers import take_order, take_over
from services.logistics.documents.rules.document import GoodsLine
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.examination.rules.examiner import examine
from services.logistics.letter_of_credit import store
from services.logistics.letter_of_credit.rules.bank_days import bank_days
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit
from services.logistics.letter_of_credit.rules.drawings import Before, claimed, used_before
from services.logistics.letter_of_credit.rules.finding import Examined
from services.logistics.papers.handlers import take_invoice
from services.logistics.presenting.rules.at_bank import Accept, Refuse, accept, refuse
from services.logistics.tests.samples import confirmed, content, packed
from services.logistics.tests.sets.case import usd
from services.logistics.tests.sets.sea import SEA
from services.logistics.tests.test_documents import issued
from services.logistics.tests.test_http import Office, office
from services.logistics.tests.test_presenting import CREDIT, DUE, SHIPMENT, at_bank, presented
from tests.credits import mt700
from tests.needs import needs

__all__ = ["office"]
pytestmark = needs("LOG-7")
MIGRATIONS = Path(__file__).parents[1] / "migrations"
DRAWN, SHIPPED = ((MIGRATIONS / name).read_text() for name in ("0017_drawn.sql", "0019_shipped.sql"))
IN_PARTS = SEA.terms.but(partial="allowed")
"""48,000.00 USD with 5 % more or less, all of which the set draws."""


def found(before: str, terms: Any = IN_PARTS, *shipped: GoodsLine) -> Examined:
    used = Before(Decimal(before), shipped)
    return examine(terms, SEA.documents, bank_days(terms.expiry_country), used)


def pans(quantity: str, unit: str = "PCS") -> GoodsLine:
    return GoodsLine(description="STAINLESS STEEL SAUCEPANS, MODEL K-101", quantity=Decimal(quantity), unit=unit)


def words(result: Examined) -> list[tuple[str, str, str]]:
    return [(one.field, str(one.asked), str(one.came)) for one in result.findings]


def test_what_is_left_is_the_amount_with_its_tolerance_less_what_was_drawn_before() -> None:
    assert found("0").available == usd("50400.00")
    just = found("2400.00")
    assert (just.available, just.findings) == (usd("48000.00"), ())


def test_a_drawing_above_what_is_left_is_told_with_what_was_drawn_before() -> None:
    (told, *_) = words(found("2400.01"))
    assert told == ("drafts.0.amount", "47999.99 of 50400.00, for 2400.01 was drawn before", "48000.00")
    assert found("60000").available == usd("0.00")


def test_a_second_drawing_is_a_discrepancy_where_43p_forbids_parts() -> None:
    told = found("1.00", SEA.terms)
    assert words(told) == [("drafts.0.amount", "one drawing for all of it", "1.00 was drawn before")]
    assert told.findings[0].article == "UCP 600 art. 31 a; 43P"


def test_quantities_that_others_shipped_are_no_longer_there_to_be_shipped() -> None:
    """12,000 pieces with 5 % more or less, all of which the set ships."""
    assert found("0", IN_PARTS, pans("600")).findings == (), "all that is left"
    told = found("0", IN_PARTS, pans("400"), pans("201"))
    assert words(told) == [
        ("invoices.0.lines.0.quantity", "11999.00 of 12600.00 PC, for 601 was shipped before", "12000")
    ]
    assert [(one.article, one.remedy) for one in told.findings] == [("UCP 600 art. 30; 45A", "ask for an amendment")]
    assert words(found("0", IN_PARTS, pans("99999")))[0][1].startswith("0 of")


def test_goods_that_the_credit_does_not_count_use_up_nothing() -> None:
    assert found("0", IN_PARTS, pans("9000", "KG")).findings == ()
    uncounted = IN_PARTS.but(goods="STAINLESS STEEL SAUCEPANS, MODEL K-101, CIF HAMBURG, INCOTERMS 2020")
    assert found("0", uncounted, pans("9000")).findings == ()


@pytest.mark.parametrize(
    ("goods", "before", "left"),
    [
        ("ABOUT 12000 PCS", "1201", "11999.0 of 13200.0"),
        ("12000 PCS", "1", "11999 of 12000"),
        ("12000 PCS (10 PERCENT MORE OR LESS ALLOWED)", "1201", "11999.0 of 13200.0"),
    ],
)
def test_what_is_left_has_the_tolerance_of_its_quantity_not_of_the_amount(goods: str, before: str, left: str) -> None:
    """About is a tenth (art. 30 a); single pieces have no twentieth (art. 30 b); 39A is of the amount alone."""
    terms = IN_PARTS.but(goods=f"{goods} STAINLESS STEEL SAUCEPANS, MODEL K-101, CIF HAMBURG, INCOTERMS 2020", above=20)
    ((_, asked, _),) = words(found("0", terms, pans(before)))
    assert asked.startswith(left)


def test_of_several_kinds_of_goods_each_is_counted_by_itself() -> None:
    lids = "\n2. 1000 PCS GLASS LIDS, MODEL L-9, CIF HAMBURG"
    terms = IN_PARTS.but(goods=f"1. {IN_PARTS.goods}{lids}")
    lid = GoodsLine(description="GLASS LIDS, MODEL L-9", quantity=Decimal(1000), unit="PCS")
    assert not [one for one in found("0", terms, lid, pans("600")).findings if "quantity" in one.field]
    assert [one for one in found("0", terms, pans("601")).findings if "quantity" in one.field]


def test_a_presentation_keeps_what_it_ships_until_it_is_refused() -> None:
    here = at_bank()
    refused = refuse(here, Refuse(here.order_id, SHIPMENT, DUE, ("LATE",), "held for us")).document  # type: ignore[union-attr]
    assert [line.quantity for line in here.presentations[0].shipped] == [12000]
    assert [len(used(one).shipped) for one in (CREDIT, here, refused)] == [0, 1, 0]
    assert used(here, shipment_id=SHIPMENT).shipped == ()


def test_a_presentation_keeps_what_it_asks_the_bank_for() -> None:
    """The draft, or the part of the invoice that 42C tells, or the invoice where no draft is asked for."""
    assert at_bank().presentations[0].drawn == usd("48000.00")
    assert claimed(SEA.terms.but(drafts_at="AT SIGHT FOR 80PCT OF INVOICE VALUE"), SEA.documents) == usd("38400.00")
    assert claimed(SEA.terms.but(drafts_at=""), SEA.documents) == usd("48000.00")
    assert claimed(SEA.terms, DocumentSet(shipment_id=SHIPMENT)) is None


def used(*others: LetterOfCredit, shipment_id: UUID | None = None) -> Before:
    return used_before(CREDIT.terms, others, shipment_id or new_id())  # type: ignore[arg-type]


def before(*others: LetterOfCredit, shipment_id: UUID | None = None) -> Decimal:
    return used(*others, shipment_id=shipment_id).drawn


def test_what_was_presented_counts_until_it_is_refused() -> None:
    here = at_bank()
    refused = refuse(here, Refuse(here.order_id, SHIPMENT, DUE, ("LATE",), "held for us")).document  # type: ignore[union-attr]
    accepted = accept(refused, Accept(here.order_id, SHIPMENT, DUE, None), SEA.documents).document  # type: ignore[union-attr]
    assert [before(one) for one in (CREDIT, here, refused, accepted)] == [0, Decimal(48000), 0, Decimal(48000)]
    again = presented(refused, on=refused.presentations[0].presented_on).document
    assert before(again) == Decimal(48000), "presented twice, drawn once"


def test_a_shipments_own_presentation_does_not_count_against_it() -> None:
    assert before(at_bank(), shipment_id=SHIPMENT) == 0


def test_another_orders_drawing_counts_under_the_same_number_of_the_same_bank() -> None:
    def under(**terms: Any) -> LetterOfCredit:
        return at_bank().but(order_id=new_id(), terms=SEA.terms.but(**terms))

    assert before(at_bank(), under()) == Decimal(96000)
    assert before(under(number="LC-OTHER")) == 0
    assert before(under(issuing_bank="SOME OTHER BANK, PARIS")) == 0
    assert before(under(issuing_bank="")) == Decimal(48000), "of an unknown bank the number tells"


async def test_a_shipment_of_another_order_is_examined_against_what_is_left(office: Office) -> None:
    first, second = await dispatched(office), await dispatched(office)
    told = await office.ask("POST", f"/shipments/{first.shipment_id}/examine", {})
    assert told["examined"][str(first.shipment_id)]["available"] == {"amount": "31.50", "currency": "USD"}
    await office.ask("POST", f"/shipments/{first.shipment_id}/present", {"bank": "Bank of China"})
    told = await office.ask("POST", f"/shipments/{second.shipment_id}/examine", {})
    examined = told["examined"][str(second.shipment_id)]
    assert examined["available"] == {"amount": "11.50", "currency": "USD"}
    over = [one for one in examined["findings"] if one["field"] == "drafts.0.amount"]
    assert [(one["asked"], one["came"]) for one in over] == [("11.50 of 31.50, for 20.00 was drawn before", "20.00")]


async def dispatched(office: Office) -> GoodsPacked:
    """Goods of an order of their own under the one credit, invoiced with 20.00 USD."""
    goods = packed(new_id())
    agreed = content().but(incoterm="CFR Hamburg", terms=Terms(days=30, by_credit=True))
    order = confirmed(goods.order_id).but(content=agreed)
    async with office.pool.acquire() as db, db.transaction():
        await take_order(db, [order])
        await take_over(db, [goods])
        await await_credits(db, [order])
        await take_invoice(db, [issued(goods.shipment_id)])
    await office.with_rates()
    await office.ask("POST", f"/shipments/{goods.shipment_id}/dispatch", {"mode": "road"})
    await office.ask("POST", f"/letters-of-credit/{goods.order_id}/read", {"text": mt700("LC/1", "USD30,")})
    return goods


async def test_presentations_of_an_earlier_release_are_counted_by_their_invoice(office: Office) -> None:
    goods = await dispatched(office)
    await office.ask("POST", f"/shipments/{goods.shipment_id}/present", {"bank": "Bank of China"})

    async def amounts(db: Db) -> list[Any]:
        found = await store.find(db, goods.order_id)
        return [(one.drawn, words_of_lines(one.shipped)) for one in found.presentations] if found else []

    async with office.pool.acquire() as db, db.transaction():
        (credit,) = (await store.load(db, [goods.order_id])).values()
        forgotten = tuple(one.but(drawn=None, shipped=()) for one in credit.presentations)
        await store.save(db, [credit.but(presentations=forgotten)])
        shipped = words_of_lines(credit.presentations[0].shipped)
        assert shipped
        assert await amounts(db) == [(None, [])]
        await db.execute(DRAWN)
        await db.execute(SHIPPED)
        assert await amounts(db) == [(usd("20.00"), shipped)]


def words_of_lines(lines: Sequence[GoodsLine]) -> list[tuple[str, Decimal, str]]:
    return [(line.description, line.quantity, line.unit) for line in lines]
