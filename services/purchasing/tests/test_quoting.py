"""Several suppliers are asked for their price, answer unseen by each other, and one is chosen with the reason."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from chassis import clock
from chassis.handling import Answer
from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.finance import RatesChanged
from contracts.money import Money
from contracts.rates import OPENING, DatedRate
from contracts.sales import OrderConfirmed
from contracts.warehouse import StockShort
from services.purchasing.currencies.handlers import learn
from services.purchasing.house import HOUSE
from services.purchasing.ledger import store as ledger
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.needs.handlers import HANDLES as NEEDS
from services.purchasing.purchases import store as purchases
from services.purchasing.quoting import handlers
from services.purchasing.quoting.rules import answering, asking, choosing
from services.purchasing.quoting.rules.answering import AnswersEnded
from services.purchasing.quoting.rules.asking import Known, Open
from services.purchasing.quoting.rules.choosing import Choose, ChosenAlready, NotAllAnswered, offers_after
from services.purchasing.rfq import store
from services.purchasing.rfq.rules.comparison import About, cheapest, compared
from services.purchasing.rfq.rules.request import Compared, Priced, Rfq
from services.purchasing.rfq.view import own_of
from services.purchasing.suppliers.handlers import put_offers, put_suppliers, take_items
from services.purchasing.suppliers.rules import PutOffer, PutSupplier, Supplier
from services.purchasing.tests.made import TODAY, confirmed, eur, item_changed, offer, short
from tests.needs import needs

pytestmark = needs("PUR-10")
RFQ = UUID(int=7)
END = TODAY + timedelta(days=5)
WANTED = TODAY + timedelta(days=30)
SOLD = Supplier(name="S", country="DE", currency="EUR")
KNOWN = Known({"bolt": "piece", "nut": None, "seal": ""}, {"S-1": SOLD, "S-2": SOLD, "S-3": SOLD.but(active=False)}, 2)


def ask(*suppliers: str, **changed: Any) -> Open:
    asked = Open("bolt", Decimal(100), "", WANTED, END, "", suppliers or ("S-1", "S-2"), "", "li.na")
    return replace(asked, **changed)


def request(*suppliers: str) -> Rfq:
    return asking.opened(ask(*suppliers), RFQ, "RFQ-2026-000001", KNOWN, TODAY)


def priced(price: str = "10", currency: str = "EUR", minimum: int = 0, days: int = 7, valid: date = WANTED) -> Priced:
    return Priced(
        unit_price=Money(amount=Decimal(price), currency=currency),
        minimum=Decimal(minimum),
        lead_days=days,
        valid_until=valid,
        payment_days=45,
    )


def said(supplier: str, price: Priced | None = None, **changed: Any) -> answering.Answer:
    return replace(answering.Answer(RFQ, supplier, price, "", "", None, "li.na"), **changed)


def answered(*answers: answering.Answer, of: Rfq | None = None, today: date = TODAY) -> Rfq:
    rfq = of or request()
    for one in answers:
        rfq = right(answering.answer(rfq, one, today, OPENING))
    return rfq


def right(outcome: Rfq | Refusal) -> Rfq:
    assert isinstance(outcome, Rfq), outcome
    return outcome


def seen(rfq: Rfq, today: date = TODAY) -> tuple[Compared, ...]:
    return compared(rfq, {"S-1": About("T/T", Decimal("91.5"), 12)}, OPENING, today)


def chosen(rfq: Rfq, supplier: str, reason: str = "", today: date = TODAY) -> Rfq | Refusal:
    return choosing.choose(rfq, Choose(RFQ, supplier, reason, "li.na"), seen(rfq, today), today)


def faults(outcome: object) -> list[str]:
    assert isinstance(outcome, InvalidInput), outcome
    return [one["field"] for one in outcome.faults]


def test_all_faults_of_a_request_are_told_at_once() -> None:
    asked = ask("S-1", "S-1", "S-3", "S-9", quantity=Decimal("1.5"), unit="kg", wanted_on=TODAY)
    fields = ["unit", "quantity", "wanted_on", "suppliers.1", "suppliers.2", "suppliers.3"]
    assert faults(asking.refusal_of(asked, KNOWN)) == fields
    assert faults(asking.refusal_of(ask(item="nut"), KNOWN)) == ["item"]


def test_what_is_in_no_list_yet_is_asked_for_in_the_unit_that_is_told() -> None:
    assert faults(asking.refusal_of(ask(item="seal"), KNOWN)) == ["unit"]
    assert asking.refusal_of(ask(item="seal", unit="kg", quantity=Decimal("1.5")), KNOWN) is None


def test_one_supplier_alone_is_asked_with_a_reason_only() -> None:
    assert faults(asking.refusal_of(ask("S-1"), KNOWN)) == ["single_reason"]
    assert asking.refusal_of(ask("S-1", single_reason="he holds the patent"), KNOWN) is None
    assert asking.refusal_of(ask(), KNOWN) is None


def test_the_last_answer_before_the_end_counts_and_the_earlier_stay() -> None:
    rfq = answered(said("S-1", priced("12")), said("S-1", priced("11")))
    rfq = answered(said("S-1", priced("13"), received_on=TODAY), of=rfq, today=END + timedelta(days=1))
    (first, _) = rfq.asked
    assert first.quote
    assert first.quote.priced == priced("13")
    assert [one.priced.unit_price.amount for one in first.quotes if one.priced] == [12, 11, 13]
    assert answered(said("S-1", priced("13"), received_on=TODAY), of=rfq, today=END + timedelta(days=1)) == rfq


def test_a_letter_that_came_earlier_does_not_stand_before_a_later_word() -> None:
    later = TODAY + timedelta(days=1)
    rfq = answered(said("S-1", priced("11")), today=later)
    rfq = answered(said("S-1", priced("12"), received_on=TODAY), of=rfq, today=later)
    assert rfq.asked[0].quote
    assert rfq.asked[0].quote.priced == priced("11")


def test_after_the_end_no_supplier_answers_and_a_buyer_enters_only_what_came_before() -> None:
    late = END + timedelta(days=1)
    by_himself = said("S-1", priced(valid=late), only_of="S-1", by="S-1")
    assert isinstance(answering.answer(request(), by_himself, late, OPENING), AnswersEnded)
    assert faults(answering.answer(request(), said("S-1", priced(valid=late)), late, OPENING)) == ["received_on"]


@needs("ALL-3")
def test_a_supplier_sees_neither_the_others_nor_their_answers() -> None:
    rfq = answered(said("S-1", priced("10")), said("S-2", priced("12")))
    own = repr(own_of(rfq, "S-2", TODAY))
    assert "S-1" not in own
    assert "'10'" not in own
    for stranger in ("S-2", "S-9"):
        other = said("S-1" if stranger == "S-2" else "S-9", priced(), only_of=stranger)
        assert isinstance(answering.answer(rfq, other, TODAY, OPENING), NotFound)


def test_an_answer_is_a_price_or_a_reason_and_its_faults_are_told_at_once() -> None:
    wrong = priced("0", "ISK", days=7, valid=TODAY).but(minimum=Decimal("0.5"))
    told = said("S-9", wrong, declined="no steel", received_on=TODAY - timedelta(days=1))
    price = ["priced.unit_price.amount", "priced.unit_price.currency", "priced.minimum", "priced.valid_until"]
    assert faults(answering.answer(request(), told, TODAY, OPENING)) == ["supplier", "declined", "received_on", *price]
    assert faults(answering.answer(request(), said("S-1"), TODAY, OPENING)) == ["priced"]


def test_answers_stand_side_by_side_in_the_companys_currency_the_cheapest_first() -> None:
    """10 EUR are 78 CNY, 10.50 USD are 74.55; who sells 150 at least costs more for 100."""
    rfq = answered(
        said("S-1", priced("10", minimum=150)),
        said("S-2", priced("10.5", "USD", days=40)),
        of=request("S-1", "S-2", "S-4"),
    )
    second, first, silent = seen(rfq)
    assert [second.supplier, first.supplier, silent.supplier] == ["S-2", "S-1", "S-4"]
    assert (second.total, first.total) == (cny("7455.00"), cny("11700.00"))
    assert (second.days_late, first.days_late, first.quantity) == (10, 0, Decimal(150))
    assert (first.settlement_method, first.score, first.deliveries, first.payment_days) == (
        "T/T",
        Decimal("91.5"),
        12,
        45,
    )
    assert (silent.state, cheapest(seen(rfq))) == ("silent", None)


def cny(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="CNY")


def test_the_cheapest_in_time_needs_no_reason_and_another_one_does() -> None:
    rfq = answered(said("S-1", priced("10")), said("S-2", priced("9", days=40)))
    taken = right(chosen(rfq, "S-1"))
    assert taken.choice
    assert (taken.choice.supplier, len(taken.choice.compared)) == ("S-1", 2)
    assert faults(chosen(rfq, "S-2")) == ["reason"]
    assert right(chosen(rfq, "S-2", "we have stock until then")).standing(TODAY) == "chosen"


def test_nobody_is_chosen_while_suppliers_may_still_answer() -> None:
    rfq = answered(said("S-1", priced()))
    assert isinstance(chosen(rfq, "S-1"), NotAllAnswered)
    assert right(chosen(rfq, "S-1", today=END + timedelta(days=1))).choice


def test_who_declined_never_answered_or_whose_price_is_over_is_not_chosen() -> None:
    rfq = answered(said("S-1", priced(valid=END)), said("S-2", declined="no steel"))
    assert faults(chosen(rfq, "S-2", "the best")) == ["supplier"]
    assert faults(chosen(rfq, "S-9", "the best")) == ["supplier"]
    assert faults(chosen(rfq, "S-1", today=END + timedelta(days=1))) == ["supplier"]
    assert faults(chosen(rfq, "")) == ["reason"]
    assert right(chosen(rfq, "", "nobody sells")).standing(TODAY) == "closed"


def test_a_request_is_decided_once() -> None:
    rfq = right(chosen(answered(said("S-1", priced()), said("S-2", priced("12"))), "S-1"))
    assert chosen(rfq, "S-1") == rfq
    assert isinstance(chosen(rfq, "S-2", "the best"), ChosenAlready)
    assert isinstance(answering.answer(rfq, said("S-2", priced("8")), TODAY, OPENING), AnswersEnded)


@needs("PUR-3", "PUR-7")
def test_the_chosen_price_becomes_his_offer_before_all_suppliers_and_his_budget_never_rises() -> None:
    rfq = right(chosen(answered(said("S-1", priced("12")), said("S-2", priced("13"))), "S-1"))
    shop = Offer("own-shop", 0, eur(5), eur(5), 3)
    known = [shop, offer("S-2", 1), offer("S-1", 2, agreed="10", asks="10")]
    first, second = offers_after(rfq, known)
    bought = Offer("S-1", 1, eur(10), eur(12), 7, quotation="RFQ-2026-000001")
    assert first == replace(bought, minimum=Decimal(0), valid_until=WANTED)
    assert (second.supplier, second.rank) == ("S-2", 2)
    assert offers_after(rfq, [])[0].agreed_price == eur(12)
    assert offers_after(rfq, [offer("S-1", 1, agreed="15")])[0].agreed_price == eur(12)
    assert (
        offers_after(right(chosen(answered(said("S-1", declined="no"), said("S-2", declined="no")), "", "none")), known)
        == []
    )


def test_the_same_price_kept_again_is_still_of_its_quotation_and_another_is_not() -> None:
    before = replace(offer(asks="12"), quotation="RFQ-1")
    assert PutOffer("bolt", offer(asks="12")).on(before).offer.quotation == "RFQ-1"
    assert PutOffer("bolt", offer(asks="11")).on(before).offer.quotation == ""


def test_its_least_quantity_and_its_last_day_hold_as_long_as_its_price() -> None:
    before = replace(offer(asks="12"), quotation="RFQ-1", minimum=Decimal(50), valid_until=END)
    left_out = ("minimum", "valid_until")
    same = PutOffer("bolt", offer(asks="12"), left_out=left_out).on(before).offer
    assert (same.minimum, same.valid_until) == (Decimal(50), END)
    other = PutOffer("bolt", offer(asks="11"), left_out=left_out).on(before).offer
    assert (other.minimum, other.valid_until) == (Decimal(0), None)


async def done(coming: Any) -> Any:
    (answer,) = await coming
    assert isinstance(answer, Answer), answer
    return answer.body


async def test_what_is_short_is_bought_of_the_chosen_supplier_at_his_price(db: asyncpg.Connection) -> None:
    """The purchase names the request, and the request's number leads to the order."""
    today = clock.today()
    await take_items(db, [item_changed("bolt")])
    rate = DatedRate(valid_from=TODAY, value=Decimal("0.05"))
    await learn(db, [RatesChanged(currency="ISK", version=1, rates=(rate,))])
    for code in ("S-1", "S-2"):
        await put_suppliers(db, [PutSupplier(code, {"name": code, "country": "DE", "currency": "EUR"})])
    await put_offers(db, [PutOffer("bolt", offer("S-2"))])
    asked = ask(wanted_on=today + timedelta(days=30), answer_by=today)
    opened = await done(handlers.open_requests(db, [asked]))
    valid = today + timedelta(days=60)
    for supplier, price in (("S-1", priced("150", "ISK", valid=valid)), ("S-2", priced("9", valid=valid))):
        await done(handlers.answer(db, [replace(said(supplier, price), rfq_id=opened.rfq_id)]))
    assert [one.rfq_id for one in await store.to_choose(db, today, None, 10)] == [opened.rfq_id]
    taken = await done(handlers.choose(db, [Choose(opened.rfq_id, "S-1", "", "li.na")]))
    assert [(one.supplier, one.total) for one in taken.compared] == [("S-1", cny("750.00")), ("S-2", cny("7020.00"))]
    assert [(one.supplier, one.rank) for one in await ledger.offers(db, "bolt")] == [("S-1", 1), ("S-2", 2)]
    assert await store.to_choose(db, today, None, 10) == []
    await NEEDS[OrderConfirmed](db, [confirmed(1, {"bolt": 10})])
    await NEEDS[StockShort](db, [short(1, {"bolt": 10}, {"bolt": (1, 10)})])
    (bought,) = await purchases.purchases(db, None, "bolt", None, None, None, 10)
    assert (bought.supplier, bought.quotation, opened.unit) == ("S-1", opened.number, "piece")
    (named,) = await db.fetch(HOUSE.names, opened.number)
    (called,) = await db.fetch(HOUSE.called, [opened.rfq_id])
    assert (named["order_id"], called["number"]) == (bought.served[0].order_id, opened.number)
