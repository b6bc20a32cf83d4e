"""What counts as money that came for an order in a month: wherever it lay, less what was taken back (FIN-6)."""

from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from services.finance.account import store as accounts
from services.finance.account.rules import entries
from services.finance.account.rules.entries import Entry, Kind, Posting
from services.finance.tests.samples import Order
from services.finance.tests.test_month import INSIDE, booked, causes, hear, stated
from tests.needs import needs

pytestmark = needs("FIN-2", "FIN-6")


async def post(db: asyncpg.Connection, order: Order, kind: Kind, currency: str, *postings: Posting) -> None:
    about: dict[str, Any] = {"kind": kind, "order_id": order.id, "currency": currency, "postings": postings}
    await accounts.post(db, [Entry(document="B-1", customer="ALFKI", **about)], INSIDE)


@pytest.mark.parametrize("lies_on", [entries.SUSPENSE, entries.EXCHANGE])
async def test_money_of_a_banks_file_and_in_another_currency_is_received(db: asyncpg.Connection, lies_on: str) -> None:
    open_still, _over = await booked(db, "100", lies_on=lies_on), await booked(db, "100", lies_on=lies_on)
    await hear(db, stated(open_still, told="100"))
    assert await causes(db) == {}


async def test_what_suspense_gives_for_it_in_its_own_currency_is_no_second_payment(db: asyncpg.Connection) -> None:
    order, gives = await booked(db, "100", lies_on=entries.EXCHANGE), Decimal(700)
    both = entries.debit(entries.SUSPENSE, gives), entries.credit(entries.EXCHANGE, gives)
    await post(db, order, "exchange", "CNY", *both)
    await hear(db, stated(order, told="100"))
    assert await causes(db) == {}


async def test_what_the_bank_took_back_was_not_received(db: asyncpg.Connection) -> None:
    told, over, back = await booked(db, "100"), await booked(db, "100"), Decimal(100)
    for order in (told, over):
        both = entries.debit(entries.RECEIVABLE, back), entries.credit(entries.SUSPENSE, back)
        await post(db, order, "reversal", "USD", *both)
    await hear(db, stated(told, told="100"))
    assert await causes(db) == {told.id: "in_transit", over.id: "not_stated"}
