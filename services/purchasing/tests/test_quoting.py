"""Several suppliers are asked for their price, answer unseen by each other, and one is chosen with the reason."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from chassis import clock
from chassis.handling import Answer
from chassis.http.page import FIRST
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
from services.purchasing.rfq.rules.comparison import About, cheapest, cheapest_mix, compared, summed
from services.purchasing.rfq.rules.quote import Priced
from services.purchasing.rfq.rules.request import Compared, Rfq, Wanted
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


def seen(rfq: Rfq, today: date = TODAY, item: str = "bolt") -> tuple[Compared, ...]:
    line = rfq.line(item)
    assert line
    return compared(rfq, line, {"S-1": About("T/T", Decimal("91.5"), 12)}, OPENING, today)


def chosen(rfq: Rfq, supplier: str, reason: str = "", today: date = TODAY, item: str = "") -> Rfq | Refusal:
    asked = Choose(RFQ, supplier, reason, "li.na", item)
    return choosing.choose(rfq, asked, lambda line: seen(rfq, today, line.item), today)


def offers_then(rfq: Rfq, known: list[Offer], item: str = "bolt") -> list[Offer]:
    line = rfq.line(item)
    assert line
    return offers_after(rfq, line, known)


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


def counting(rfq: Rfq, supplier: str = "S-1", item: str = "bolt") -> Priced | None:
    quote = rfq.quote(supplier, item)
    return quote.priced if quote else None


def test_the_last_answer_before_the_end_counts_and_the_earlier_stay() -> None:
    rfq = answered(said("S-1", priced("12")), said("S-1", priced("11")))
    rfq = answered(said("S-1", priced("13"), received_on=TODAY), of=rfq, today=END + timedelta(days=1))
    assert counting(rfq) == priced("13")
    assert [one.priced.unit_price.amount for one in rfq.quotes("S-1", "bolt") if one.priced] == [12, 11, 13]
    assert answered(said("S-1", priced("13"), received_on=TODAY), of=rfq, today=END + timedelta(days=1)) == rfq


def test_a_letter_that_came_earlier_does_not_stand_before_a_later_word() -> None:
    later = TODAY + timedelta(days=1)
    rfq = answered(said("S-1", priced("11")), today=later)
    rfq = answered(said("S-1", priced("12"), received_on=TODAY), of=rfq, today=later)
    assert counting(rfq) == priced("11")


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
    first, second = offers_then(rfq, known)
    bought = Offer("S-1", 1, eur(10), eur(12), 7, quotation="RFQ-2026-000001")
    assert first == replace(bought, minimum=Decimal(0), valid_until=WANTED)
    assert (second.supplier, second.rank) == ("S-2", 2)
    assert offers_then(rfq, [])[0].agreed_price == eur(12)
    assert offers_then(rfq, [offer("S-1", 1, agreed="15")])[0].agreed_price == eur(12)
    assert (
        offers_then(right(chosen(answered(said("S-1", declined="no"), said("S-2", declined="no")), "", "none")), known)
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


SEVERAL = Known(
    {"bolt": "piece", "seal": "kg", "cap": "piece", "nut": None},
    {"S-1": SOLD, "S-2": SOLD}, 2,
)  # fmt: skip


def wanted(item: str, quantity: str = "10", days: int = 30) -> Wanted:
    return Wanted(item=item, quantity=Decimal(quantity), unit="", wanted_on=TODAY + timedelta(days=days))


def several(*items: str) -> Rfq:
    """100 bolts first, then ten of each other."""
    return asking.opened(ask(further=tuple(map(wanted, items))), RFQ, "RFQ-2026-000001", SEVERAL, TODAY)


def test_each_item_of_a_request_has_its_quantity_unit_and_day_and_its_faults_are_told_by_its_place() -> None:
    further = (wanted("seal", "1.5"), wanted("cap", "1.5"), wanted("nut", days=1), wanted("bolt"))
    asked = ask(further=further)
    fields = ["further.1.quantity", "further.2.item", "further.2.wanted_on", "further.3.item"]
    assert faults(asking.refusal_of(asked, SEVERAL)) == fields
    lines = [(one.item, f"{one.quantity} {one.unit}") for one in several("seal", "cap").lines]
    assert lines == [("bolt", "100 piece"), ("seal", "10 kg"), ("cap", "10 piece")]


def test_a_supplier_answers_item_by_item_and_names_which() -> None:
    answers = said("S-1", priced("10"), item="seal"), said("S-1", declined="no steel", item="bolt")
    rfq = answered(*answers, of=several("seal"))
    assert (counting(rfq, item="seal"), counting(rfq, item="bolt")) == (priced("10"), None)
    assert faults(answering.answer(rfq, said("S-2", priced()), TODAY, OPENING)) == ["item"]
    assert faults(answering.answer(rfq, said("S-2", priced(), item="cap"), TODAY, OPENING)) == ["item"]
    assert own_of(rfq, "S-2", TODAY).quotes == ()
    assert "choice" not in repr(own_of(rfq, "S-1", TODAY))


def test_a_letter_about_several_items_is_entered_at_once_or_not_at_all() -> None:
    cap = answering.Said("cap", priced("3"), "", "")
    letter = said("S-1", priced("10"), item="bolt", further=(answering.Said("seal", None, "no rubber", ""), cap))
    rfq = answered(letter, of=several("seal", "cap"))
    assert [rfq.silent(one) for one in ("bolt", "seal", "cap")] == [("S-2",)] * 3
    assert answered(letter, of=rfq) == rfq
    wrong = replace(letter, supplier="S-9", further=(replace(cap, item="nut"), replace(cap, priced=priced("0"))))
    fields = ["supplier", "further.0.item", "further.1.priced.unit_price.amount"]
    assert faults(answering.answer(several("cap"), wrong, TODAY, OPENING)) == fields


def test_what_an_earlier_release_kept_of_its_only_item_is_of_its_first() -> None:
    rfq = answered(said("S-1", priced("10")))
    (first, second) = rfq.asked
    earlier = rfq.but(asked=(first.but(quotes=(first.quotes[0].but(item=""),)), second))
    assert counting(earlier) == priced("10")
    assert answered(said("S-1", priced("10")), of=earlier) == earlier


def test_the_answers_stand_in_sum_who_offers_all_first_and_the_cheapest_mix_beside_them() -> None:
    """At 7.8: S-1 is 7800 + 780, S-2 7020 + 936; the mix takes each where he is cheaper; a cap nobody sells."""
    rfq = answered(
        said("S-1", priced("10"), item="bolt"),
        said("S-1", priced("10"), item="seal"),
        said("S-2", priced("9"), item="bolt"),
        of=several("seal"),
    )
    assert [(one.supplier, one.offered, one.lacking, one.total) for one in sums(rfq)] == [
        ("S-1", 2, (), cny("8580.00")),
        ("S-2", 1, ("seal",), cny("7020.00")),
    ]
    rfq = answered(said("S-2", priced("12", days=40), item="seal"), of=rfq)
    assert [(one.supplier, one.total, one.days_late) for one in sums(rfq)] == [
        ("S-2", cny("7956.00"), 10),
        ("S-1", cny("8580.00"), 0),
    ]
    mix = cheapest_mix({one.item: seen(rfq, item=one.item) for one in rfq.lines})
    assert (mix.suppliers, mix.lacking, mix.total) == ({"bolt": "S-2", "seal": "S-1"}, (), cny("7800.00"))
    alone = cheapest_mix({one.item: seen(several("cap"), item=one.item) for one in several("cap").lines})
    assert (alone.suppliers, alone.lacking, alone.total) == ({}, ("bolt", "cap"), cny("0"))


def sums(rfq: Rfq) -> Any:
    return summed({one.item: seen(rfq, item=one.item) for one in rfq.lines})


def test_for_each_item_another_may_be_chosen_each_with_its_reason() -> None:
    rfq = answered(
        said("S-1", priced("10"), item="bolt"),
        said("S-2", priced("9"), item="bolt"),
        said("S-1", priced("8"), item="seal"),
        of=several("seal"),
    )
    assert faults(chosen(rfq, "S-2")) == ["item"]
    assert isinstance(chosen(rfq, "S-1", item="seal"), NotAllAnswered)
    rfq = right(chosen(rfq, "S-2", item="bolt"))
    assert (rfq.standing(TODAY), rfq.closed) == ("open", False)
    assert isinstance(answering.answer(rfq, said("S-1", priced("7"), item="bolt"), TODAY, OPENING), AnswersEnded)
    later = END + timedelta(days=1)
    assert (rfq.standing(later), faults(chosen(rfq, "", item="seal", today=later))) == ("to_choose", ["reason"])
    rfq = right(chosen(rfq, "S-1", item="seal", today=later))
    assert [one.choice.supplier for one in rfq.lines if one.choice] == ["S-2", "S-1"]
    assert (rfq.standing(later), rfq.closed) == ("chosen", True)
    (first, *_) = offers_then(rfq, [], "seal")
    assert (first.supplier, first.unit_price, first.quotation) == ("S-1", eur(8), "RFQ-2026-000001")


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


async def test_a_request_of_several_items_waits_until_each_is_decided_and_is_found_by_each(
    db: asyncpg.Connection,
) -> None:
    today = clock.today()
    await take_items(db, [item_changed(one) for one in ("bolt", "cap")])
    for code in ("S-1", "S-2"):
        await put_suppliers(db, [PutSupplier(code, {"name": code, "country": "DE", "currency": "EUR"})])
    cap = wanted("cap").but(wanted_on=today + timedelta(days=30))
    asked = ask(wanted_on=today + timedelta(days=30), answer_by=today, further=(cap,))
    opened = await done(handlers.open_requests(db, [asked]))
    valid = today + timedelta(days=60)
    for supplier, item in (("S-1", "bolt"), ("S-2", "bolt"), ("S-1", "cap")):
        word = replace(said(supplier, priced("9", valid=valid), item=item), rfq_id=opened.rfq_id)
        await done(handlers.answer(db, [word]))
    refused = replace(said("S-2", declined="no caps", item="cap"), rfq_id=opened.rfq_id)
    await done(handlers.answer(db, [refused]))
    bolts = await done(handlers.choose(db, [Choose(opened.rfq_id, "S-1", "", "li.na", "bolt")]))
    assert (bolts.state, len(await store.to_choose(db, today, None, 10))) == ("to_choose", 1)
    caps = await done(handlers.choose(db, [Choose(opened.rfq_id, "S-1", "", "li.na", "cap")]))
    assert (caps.state, len(await store.to_choose(db, today, None, 10))) == ("chosen", 0)
    assert (caps.mix.suppliers, caps.sums[0].supplier) == ({"bolt": "S-1", "cap": "S-1"}, "S-1")
    for item in ("bolt", "cap"):
        assert [one.quotation for one in await ledger.offers(db, item)] == [opened.number]
        assert [one.rfq_id for one in (await store.listed(db, item, FIRST, 10)).items] == [opened.rfq_id]


async def test_requests_are_found_by_any_of_their_items_by_an_index(db: asyncpg.Connection) -> None:
    many = """
    INSERT INTO rfq (rfq_id, number, item, further, suppliers, answer_by, answered, closed, doc)
    SELECT gen_random_uuid(), 'RFQ-' || n, 'i' || n % 500, ARRAY['f' || n % 500], '{}', '2026-05-04', true, true, '{}'
    FROM generate_series(1, 20000) AS n
    """
    await db.execute(many)
    await db.execute("ANALYZE rfq")
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {store.OF_ITEM}", FIRST, 100, "f7"))
    assert "Seq Scan" not in plan, plan
