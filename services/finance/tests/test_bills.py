"""A supplier is owed what he billed, once order, receipts and bill agree (FIN-5, FIN-3, PUR-4)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import asyncpg
import pytest

from chassis.handling import Answer, NotReady
from chassis.refusal import InvalidInput, NotFound
from contracts.payables import BillBlocked, BillMatched, BillRefused
from services.finance.bills import handlers as bills
from services.finance.bills import rules
from services.finance.bills import store as listed
from services.finance.bills.rules import LineAsked
from services.finance.ledger import store as ledger
from services.finance.payees import handlers as payees
from services.finance.policy import Policy
from services.finance.purchased import handlers as purchased
from services.finance.tests.bought import DATED, Bought, balances, delivered, entered, paper, supplier
from services.finance.tests.samples import TODAY, money
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("FIN-5")


async def sound(db: asyncpg.Connection) -> bool:
    return await ledger.faults(db) == []


@needs("FIN-3")
async def test_goods_that_came_are_owed_at_the_ordered_price_before_they_are_billed(db: asyncpg.Connection) -> None:
    bought = Bought("100", "2.50")
    await delivered(db, bought, "40")
    assert await balances(db) == {"1405": Decimal("100.00"), "220202": Decimal("-100.00")}
    assert await sound(db)


@needs("PUR-4", "FIN-3")
async def test_a_bill_that_agrees_is_owed_at_once_by_the_suppliers_terms(db: asyncpg.Connection) -> None:
    bought = Bought("100", "2.50")
    await delivered(db, bought, "100")
    bill, said = await entered(db, bought.billed("100", tax="32.50"))
    assert (bill.state, bill.outstanding, bill.due) == ("payable", Decimal("282.50"), DATED + timedelta(days=60))
    (matched,) = said
    assert isinstance(matched, BillMatched)
    assert (matched.purchase_id, matched.orders, matched.quantity) == (bought.id, (bought.order_id,), Decimal(100))
    assert await balances(db) == {"1405": Decimal(250), "222101": Decimal("32.50"), "2202": Decimal("-282.50")}
    assert await sound(db)


@pytest.mark.parametrize(
    ("billed", "price", "code", "by"),
    [("41", "2.50", "billed_above_received", "1"), ("40", "2.60", "billed_above_price", "0.10")],
)
async def test_a_bill_above_receipt_or_price_is_held_back_with_the_difference(
    db: asyncpg.Connection, billed: str, price: str, code: str, by: str
) -> None:
    bought = Bought("100", "2.50")
    await delivered(db, bought, "40")
    bill, said = await entered(db, bought.billed(billed, price))
    (difference,) = bill.differences
    assert (bill.state, difference.code, difference.by) == ("blocked", code, Decimal(by))
    assert [type(event) for event in said] == [BillBlocked]
    assert (await balances(db)).keys() == {"1405", "220202"}


async def test_who_hears_why_a_bill_is_held_back_hears_no_price(db: asyncpg.Connection) -> None:
    bought = Bought("100", "2.50")
    await delivered(db, bought, "40")
    _, (blocked,) = await entered(db, bought.billed("40", "2.75"))
    assert [reason.text for reason in blocked.reasons] == ["bolt is billed 10.0 % above the ordered price"]


async def test_more_than_was_ordered_is_held_back_though_it_came(db: asyncpg.Connection) -> None:
    bought = Bought("100")
    await delivered(db, bought, "0")
    await purchased.take_cancels(db, [bought.cancelled("60")])
    bill, _ = await entered(db, bought.billed("100"))
    assert [(each.code, each.by) for each in bill.differences] == [
        ("billed_above_received", Decimal(100)),
        ("billed_above_ordered", Decimal(60)),
    ]


@pytest.mark.parametrize("tax", ["32.50", "32.55", "15.00", "0"])
async def test_a_tax_by_one_of_the_companys_rates_is_owed(db: asyncpg.Connection, tax: str) -> None:
    bought = Bought("100", "2.50")
    await delivered(db, bought, "100")
    bill, _ = await entered(db, bought.billed("100", tax=tax))
    assert bill.state == "payable"


async def test_a_tax_by_no_rate_holds_the_bill_back_until_the_company_takes_that_rate(db: asyncpg.Connection) -> None:
    bought = Bought("100", "2.50")
    await delivered(db, bought, "100")
    bill, (blocked,) = await entered(db, bought.billed("100", tax="42.50"))
    (difference,) = bill.differences
    assert (bill.state, difference.code, difference.by) == ("blocked", "billed_tax_odd", Decimal(10))
    assert [why.text for why in blocked.reasons] == ["the tax of bolt is by no rate that the company takes"]
    await put_figures(db, Policy, bill_tax_rates=["0.13", "0.17"])
    (matched,) = await purchased.take_cancels(db, [bought.cancelled("0")])
    assert [type(said) for said in matched] == [BillMatched]


async def test_differences_within_the_companys_tolerances_pass(db: asyncpg.Connection) -> None:
    await put_figures(db, Policy, bill_price_tolerance="0.04", bill_quantity_tolerance="0.05")
    bought = Bought("100", "2.50")
    await delivered(db, bought, "100")
    bill, _ = await entered(db, bought.billed("105", "2.60"))
    assert (bill.state, bill.differences) == ("payable", ())
    left = await balances(db)
    assert [left["1405"], left["6401"], left["220202"]] == [260, Decimal("0.50"), Decimal("12.50")]
    assert await sound(db)


async def test_an_amount_of_rounding_passes_in_every_currency_that_finance_values(db: asyncpg.Connection) -> None:
    bought = Bought("100", "2.50")
    await delivered(db, bought, "100")
    bill, _ = await entered(db, bought.billed("100", "2.51"))
    assert bill.state == "payable"


async def test_what_is_billed_below_the_order_is_no_difference(db: asyncpg.Connection) -> None:
    bought = Bought("100", "2.50")
    await delivered(db, bought, "100")
    bill, _ = await entered(db, bought.billed("100", "2.40"))
    assert bill.state == "payable"
    assert (await balances(db))["1405"] == 240
    assert await sound(db)


async def test_a_later_receipt_lets_a_bill_go_by_itself(db: asyncpg.Connection) -> None:
    bought = Bought("100")
    await delivered(db, bought, "40")
    bill, _ = await entered(db, bought.billed("100"))
    assert await purchased.take_receipts(db, [bought.received("59")]) == [()]
    ((matched,),) = await purchased.take_receipts(db, [bought.received("1")])  # type: ignore[misc]
    assert isinstance(matched, BillMatched)
    assert (matched.bill_id, await sound(db)) == (bill.bill_id, True)


async def test_two_bills_are_not_owed_for_the_same_goods(db: asyncpg.Connection) -> None:
    bought = Bought("100")
    await delivered(db, bought, "100")
    first, _ = await entered(db, bought.billed("60", number="YD-1"))
    second, _ = await entered(db, bought.billed("60", number="YD-2"))
    assert (first.state, second.state) == ("payable", "blocked")
    (difference,) = [each for each in second.differences if each.code == "billed_above_received"]
    assert (difference.billed, difference.by) == (Decimal(120), Decimal(20))


async def test_parts_that_are_rounded_leave_nothing_not_billed(db: asyncpg.Connection) -> None:
    bought = Bought("3", "0.333")
    await delivered(db, bought, "1")
    for receipt in ("GR-2", "GR-3"):
        await purchased.take_receipts(db, [bought.received("1", receipt)])
    line = LineAsked(bought.number, "bolt", Decimal(3), Decimal("0.333"), Decimal(0))
    await entered(db, paper(line, total=Decimal("1.00")))
    assert await balances(db) == {"1405": Decimal("1.00"), "2202": Decimal("-1.00")}


async def test_a_difference_is_released_by_somebody_else(db: asyncpg.Connection) -> None:
    bought = Bought("100")
    await delivered(db, bought, "40")
    bill, _ = await entered(db, bought.billed("50"))
    (same,) = await bills.release(db, [rules.Release(bill.bill_id, "agreed", "li.na")])
    assert isinstance(same, rules.EnteredByTheSame)
    (done,) = await bills.release(db, [rules.Release(bill.bill_id, "agreed", "chen.yu")])
    assert isinstance(done, Answer)
    assert [type(event) for event in done.events] == [BillMatched]
    (again,) = await bills.release(db, [rules.Release(bill.bill_id, "agreed", "chen.yu")])
    assert isinstance(again, rules.NotBlocked)
    assert await sound(db)


async def test_a_bill_that_was_entered_wrongly_is_corrected_and_matched_anew(db: asyncpg.Connection) -> None:
    bought = Bought("100")
    await delivered(db, bought, "100")
    bill, _ = await entered(db, bought.billed("1000"))
    (done,) = await bills.correct(db, [rules.Correct(bill.bill_id, bought.billed("100"), "")])
    assert isinstance(done, Answer)
    assert done.body.state == "payable"  # type: ignore[union-attr]
    (other,) = await bills.correct(db, [rules.Correct(bill.bill_id, bought.billed("100"), "S-08")])
    assert isinstance(other, NotFound)


async def test_a_bill_that_is_sent_back_is_never_owed(db: asyncpg.Connection) -> None:
    bought = Bought("100")
    await delivered(db, bought, "40")
    bill, _ = await entered(db, bought.billed("50"))
    (done,) = await bills.refuse(db, [rules.Refuse(bill.bill_id, "too early")])
    assert isinstance(done, Answer)
    assert [type(event) for event in done.events] == [BillRefused]
    assert await purchased.take_receipts(db, [bought.received("60")]) == [()]
    assert "2202" not in await balances(db)


@needs("PUR-4")
async def test_the_same_bill_again_is_no_news_and_another_under_its_number_is_told_what_is_kept(
    db: asyncpg.Connection,
) -> None:
    bought = Bought("100")
    await delivered(db, bought, "100")
    bill, _ = await entered(db, bought.billed("100"))
    again, said = await entered(db, replace(bought.billed("100"), person="chen.yu"))
    assert (again.bill_id, said) == (bill.bill_id, ())
    (other,) = await bills.enter(db, [bought.billed("90")])
    assert isinstance(other, rules.BilledOtherwise)
    assert {fault["field"]: str(fault["expected"]) for fault in other.faults} == {
        "lines": "PO-2026-000001 100 × 2.50 + 0",
        "total": "250.00",
    }


async def test_all_faults_of_a_bill_are_told_at_once_and_nothing_of_it_is_kept(db: asyncpg.Connection) -> None:
    bought = Bought("100")
    await purchased.take_orders(db, [bought.ordered()])
    unknown = LineAsked("PO-2026-000009", "bolt", Decimal(1), Decimal(1), Decimal("0.001"))
    other = LineAsked(bought.number, "nut", Decimal(1), Decimal(1), Decimal(0))
    wrong = paper(unknown, other, currency="USD", tax=Decimal(5), total=Decimal(9))
    (refused,) = await bills.enter(db, [wrong])
    assert isinstance(refused, InvalidInput)
    assert {fault["field"] for fault in refused.faults} == {
        *("supplier", "lines.0.purchase", "lines.0.tax", "lines.1.item", "currency", "tax", "total", "lines")
    }
    assert await db.fetchval("SELECT count(*) FROM bill") == 0


@needs("PUR-4")
async def test_a_bill_names_an_order_of_several_lines_and_the_item(db: asyncpg.Connection) -> None:
    bolts, nuts = (Bought("100", number=f"PO-2026-000001-{line}") for line in (1, 2))
    order = {"purchase_order": "PO-2026-000001"}
    await purchased.take_orders(db, [bolts.ordered().but(**order), nuts.ordered().but(**order, item="nut")])
    await purchased.take_receipts(db, [bolts.received("100"), nuts.received("100", "GR-2").but(item="nut")])
    await payees.take_suppliers(db, [supplier(30)])
    lines = [LineAsked("PO-2026-000001", item, Decimal(100), Decimal("2.50"), Decimal(0)) for item in ("nut", "bolt")]
    bill, _ = await entered(db, paper(*lines))
    assert [(line.purchase, line.item) for line in bill.lines] == [
        ("PO-2026-000001-2", "nut"), ("PO-2026-000001-1", "bolt"),
    ]  # fmt: skip
    assert bill.state == "payable"
    again, said = await entered(db, paper(*lines))
    assert (again.bill_id, said) == (bill.bill_id, ())


@needs("PUR-4")
async def test_an_order_with_two_lines_of_an_item_is_billed_by_the_lines_own_numbers(db: asyncpg.Connection) -> None:
    both = [Bought("100", number=f"PO-2026-000001-{line}") for line in (1, 2)]
    await purchased.take_orders(db, [one.ordered().but(purchase_order="PO-2026-000001") for one in both])
    await payees.take_suppliers(db, [supplier(30)])
    line = LineAsked("PO-2026-000001", "bolt", Decimal(100), Decimal("2.50"), Decimal(0))
    (refused,) = await bills.enter(db, [paper(line)])
    assert isinstance(refused, InvalidInput)
    assert [fault["field"] for fault in refused.faults] == ["lines.0.purchase"]
    assert (await entered(db, paper(replace(line, purchase="PO-2026-000001-2"))))[0].state == "blocked"


async def test_a_receipt_waits_for_its_order_and_a_cancel_does_not(db: asyncpg.Connection) -> None:
    bought = Bought("100")
    (outcome,) = await purchased.take_receipts(db, [bought.received("100")])
    assert isinstance(outcome, NotReady)
    assert await purchased.take_cancels(db, [bought.cancelled("30")]) == [()]
    await delivered(db, bought, "70")
    bill, _ = await entered(db, bought.billed("70"))
    assert bill.state == "payable"


async def test_the_newest_terms_of_a_supplier_hold(db: asyncpg.Connection) -> None:
    bought = Bought("100")
    await delivered(db, bought, "100")
    await payees.take_suppliers(db, [supplier(30, version=3), supplier(90, version=2)])
    bill, _ = await entered(db, bought.billed("100"))
    assert bill.due == DATED + timedelta(days=30)


async def test_what_is_owed_is_shown_by_supplier_and_days_past_due(db: asyncpg.Connection) -> None:
    bought, more = Bought("100"), Bought("10", number="PO-2026-000002")
    await delivered(db, bought, "100")
    await delivered(db, more, "0")
    await entered(db, bought.billed("100"))
    await entered(db, more.billed("10", number="YD-2"))
    (owed,) = await listed.payables(db, DATED + timedelta(days=75), None, ("", ""), 10)
    assert (owed.supplier, owed.outstanding, owed.to_30_days, owed.blocked) == ("S-07", Decimal(250), Decimal(250), 1)
    assert TODAY < DATED
    (of_order,) = await listed.of_orders(db, [bought.order_id])
    assert of_order.number == "YD-1"


async def test_of_a_supplier_who_is_owed_in_two_currencies_a_page_may_end_between_them(db: asyncpg.Connection) -> None:
    bought, abroad = Bought("100"), Bought("10", number="PO-2026-000002")
    await delivered(db, bought, "100")
    await entered(db, bought.billed("100"))
    await purchased.take_orders(db, [abroad.ordered().but(unit_price=money("2.50", "USD"))])
    await entered(db, abroad.billed("10", number="YD-2", currency="USD"))
    (first,) = await listed.payables(db, DATED, None, ("", ""), 1)
    (second,) = await listed.payables(db, DATED, None, (first.supplier, first.currency), 1)
    assert [first.currency, second.currency] == ["CNY", "USD"]


async def test_the_check_names_a_payable_that_the_ledger_does_not_know(db: asyncpg.Connection) -> None:
    bought = Bought("100")
    await delivered(db, bought, "100")
    await entered(db, bought.billed("100"))
    await db.execute("UPDATE bill SET outstanding = 1")
    await db.execute("UPDATE purchase_account SET accrued = 1")
    assert {fault.fault for fault in await ledger.faults(db)} == {
        "payable is not bill less payments",
        "goods not billed in the ledger are not receipts less bills",
    }
