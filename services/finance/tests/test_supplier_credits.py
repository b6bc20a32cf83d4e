"""A supplier credits something of his bill: less is owed, and its goods are billed less or cost less (FIN-5)."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis.handling import Answer
from chassis.refusal import InvalidInput
from contracts.payables import BillCredited
from services.finance.bill.rules.values import CreditLine, CreditTaken
from services.finance.ledger import store as ledger
from services.finance.supplier_credits import handlers
from services.finance.supplier_credits.rules import Credit, CreditedOtherwise, InPaymentRun, NotOwed
from services.finance.tests.bought import DATED, Bought, balances, delivered, entered
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
    assert isinstance(await credited(db, bill, note(bought, "0", "1", "0", number="CN-2")), InPaymentRun)


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
