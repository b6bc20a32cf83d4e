"""A supplier credits something of his bill: less is owed, and its goods are billed less or cost less (FIN-5)."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.ids import new_id
from chassis.refusal import InvalidInput
from contracts.payables import BillCredited
from contracts.purchasing import ClaimDecided
from services.finance.bill.rules.values import CreditLine, CreditTaken
from services.finance.ledger import store as ledger
from services.finance.payment_runs import handlers as runs
from services.finance.payment_runs.rules.asked import Approve, Pay, Withdraw
from services.finance.set_offs import handlers as set_offs
from services.finance.statement import store as statements
from services.finance.statement.rules import OfStatement
from services.finance.supplier_credits import handlers
from services.finance.supplier_credits.rules import Credit, CreditedOtherwise, NotOwed
from services.finance.tests.bought import DATED, Bought, balances, delivered, entered
from services.finance.tests.samples import money
from services.finance.tests.test_payment_runs import confirmed, proposed
from tests.needs import needs

pytestmark = needs("FIN-5", "FIN-3")


@pytest.fixture(autouse=True)
async def books_agree(db: asyncpg.Connection) -> AsyncIterator[None]:
    yield
    assert await ledger.faults(db) == []


async def billed(db: asyncpg.Connection) -> tuple[Bought, Any]:
    """100 bolts at 2.50 and 32.50 of tax are there and owed."""
    bought = Bought("100")
    await delivered(db, bought, "100")
    bill, _ = await entered(db, bought.billed("100", tax="32.50"))
    return bought, bill


def note(bought: Bought, quantity: str, amount: str, tax: str, **changed: Any) -> CreditTaken:
    line = CreditLine(purchase=bought.number, quantity=Decimal(quantity), amount=Decimal(amount), tax=Decimal(tax))
    fields = {
        "number": "CN-1",
        "dated": DATED,
        "lines": (line,),
        "total": line.amount + line.tax,
        "entered_by": "li.na",
    }
    return CreditTaken.having({**fields, **changed})


async def credited(db: asyncpg.Connection, bill: Any, taken: CreditTaken) -> Any:
    (answer,) = await handlers.take(db, [Credit(bill.bill_id, taken)])
    return answer


async def test_a_price_that_is_credited_makes_the_goods_cheaper(db: asyncpg.Connection) -> None:
    bought, bill = await billed(db)
    answer = await credited(db, bill, note(bought, "0", "20", "2.60"))
    (said,) = answer.events
    assert isinstance(said, BillCredited)
    assert (said.amount.amount, said.credit_note, said.quantity) == (Decimal("22.60"), "CN-1", Decimal(0))
    assert answer.body.outstanding == Decimal("259.90")
    assert await balances(db) == {"1405": 230, "2202": Decimal("-259.90"), "222101": Decimal("29.90")}


async def test_goods_that_are_credited_are_not_billed_any_more(db: asyncpg.Connection) -> None:
    bought, bill = await billed(db)
    await credited(db, bill, note(bought, "10", "25", "3.25"))
    told = await balances(db)
    assert [told["220202"], told["1405"], told["2202"]] == [-25, 250, Decimal("-254.25")]
    again, _ = await entered(db, bought.billed("10", tax="3.25", number="YD-2"))
    assert again.state == "payable"


async def test_the_next_proposal_pays_so_much_less_and_nothing_of_what_is_credited_whole(
    db: asyncpg.Connection,
) -> None:
    bought, bill = await billed(db)
    await confirmed(db)
    await credited(db, bill, note(bought, "0", "20", "2.60"))
    run = await proposed(db)
    assert run.total == Decimal("259.90")


async def paid(db: asyncpg.Connection, run: Any) -> None:
    await runs.approve(db, [Approve(run.run_id, "chen.yu")])
    (answer,) = await runs.pay(db, [Pay(run.run_id, "FT-1", DATED)])
    assert isinstance(answer, Answer), answer


async def taken_off(db: asyncpg.Connection) -> list[Any]:
    found = await set_offs.find_claims(db, clock.now())
    return [event for said in await set_offs.take_claims_off(db, [one for _, one in found]) for event in said]


async def test_what_is_credited_of_a_paid_bill_comes_off_the_suppliers_next_bills(db: asyncpg.Connection) -> None:
    bought, bill = await billed(db)
    await confirmed(db)
    await paid(db, await proposed(db))
    answer = await credited(db, bill, note(bought, "10", "25", "3.25"))
    assert (answer.body.state, answer.body.outstanding) == ("paid", Decimal("-28.25"))
    assert [said.quantity for said in answer.events] == [10]
    assert await taken_off(db) == [], "he is owed nothing yet"
    small, _ = await entered(db, bought.billed("4", tax="1.30", number="YD-2"))
    (said,) = await taken_off(db)
    assert (said.topic, said.number) == ("supplier.paid", small.number)
    assert await owed(db) == {"YD-1": Decimal("-16.95"), "YD-2": 0}
    await entered(db, bought.billed("6", tax="1.95", number="YD-3"))
    assert [one.number for one in await taken_off(db)] == ["YD-3"]
    assert await owed(db) == {"YD-1": 0, "YD-2": 0, "YD-3": 0}


async def test_what_is_credited_of_a_bill_in_a_run_is_paid_as_approved_and_owed_by_the_supplier(
    db: asyncpg.Connection,
) -> None:
    bought, bill = await billed(db)
    await confirmed(db)
    run = await proposed(db)
    await credited(db, bill, note(bought, "0", "20", "2.60"))
    assert await taken_off(db) == []
    await paid(db, run)
    assert await owed(db) == {"YD-1": Decimal("-22.60")}


async def test_a_run_that_is_withdrawn_leaves_a_bill_that_was_credited_whole_meanwhile_with_nothing_to_pay(
    db: asyncpg.Connection,
) -> None:
    bought, bill = await billed(db)
    await confirmed(db)
    run = await proposed(db)
    await credited(db, bill, note(bought, "100", "250", "32.50"))
    await runs.withdraw(db, [Withdraw(run.run_id, manager=True)])
    assert await db.fetchval("SELECT state FROM bill") == "credited"


async def owed(db: asyncpg.Connection) -> dict[str, Decimal]:
    """Of each bill, below zero what its supplier owes."""
    return {row["number"]: row["outstanding"] for row in await db.fetch("SELECT number, outstanding FROM bill")}


async def test_a_bill_that_is_credited_whole_is_not_owed(db: asyncpg.Connection) -> None:
    bought, bill = await billed(db)
    answer = await credited(db, bill, note(bought, "100", "250", "32.50"))
    assert (answer.body.state, answer.body.outstanding) == ("credited", 0)
    assert isinstance(await credited(db, bill, note(bought, "0", "1", "0", number="CN-2")), NotOwed)


async def test_the_same_note_is_taken_once_and_another_under_its_number_is_refused(db: asyncpg.Connection) -> None:
    bought, bill = await billed(db)
    await credited(db, bill, note(bought, "0", "20", "2.60"))
    again = await credited(db, bill, note(bought, "0", "20", "2.60"))
    assert isinstance(again, Answer)
    assert again.events == ()
    assert isinstance(await credited(db, bill, note(bought, "0", "21", "2.60")), CreditedOtherwise)


async def test_all_that_is_wrong_with_a_note_is_told_at_once(db: asyncpg.Connection) -> None:
    bought, bill = await billed(db)
    wrong = await credited(db, bill, note(bought, "101", "250.001", "40", total=Decimal(1)))
    assert isinstance(wrong, InvalidInput)
    told = {fault["field"] for fault in wrong.faults}
    assert told == {"lines.0.quantity", "lines.0.amount", "lines.0.tax", "total"}


def decided(verdict: str = "upheld") -> ClaimDecided:
    """10 CNY that S-07 owes for being late."""
    facts: dict[str, Any] = {"purchase_id": new_id(), "claim_id": new_id(), "number": "CLM-2026-000001"}
    facts |= {"supplier": "S-07", "item": "bolt", "agreement": "SA-1", "quantity": Decimal(4), "verdict": verdict}
    facts |= {"amount": money("10", "CNY"), "reason": "agreed", "decided_by": "li.na", "decided_on": DATED}
    return ClaimDecided(**facts)


@needs("PUR-8")
async def test_an_upheld_claim_is_income_and_comes_off_the_suppliers_next_bill_once(db: asyncpg.Connection) -> None:
    claim = decided()
    await handlers.take_claims(db, [claim])
    await handlers.take_claims(db, [claim])
    assert await balances(db) == {"2202": 10, "6301": -10}
    bought, _ = await billed(db)
    await taken_off(db)
    assert await owed(db) == {"CLM-2026-000001": 0, "YD-1": Decimal("272.50")}
    await confirmed(db)
    assert (await proposed(db)).total == Decimal("272.50")
    statement = OfStatement("supplier", "S-07", clock.today().replace(day=1), "CNY")
    lines = (await statements.load(db, [statement]))["supplier", "S-07", statement.month, "CNY"].lines
    assert [line.kind for line in lines if line.document == claim.number] == ["claim", "set_off", "set_off"]


@needs("PUR-8")
async def test_a_waived_claim_is_owed_by_nobody(db: asyncpg.Connection) -> None:
    await handlers.take_claims(db, [decided("waived")])
    assert await balances(db) == {}
    assert await owed(db) == {}
