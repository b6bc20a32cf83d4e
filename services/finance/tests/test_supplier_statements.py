"""A supplier's month is what the journal has of it, and he agrees to it or disputes it (FIN-5)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.refusal import InvalidInput, NotFound
from services.finance.supplier_statement import rules, store
from services.finance.supplier_statement.rules import Say, Statement, StatementLine
from services.finance.supplier_statements import handlers
from services.finance.tests.bought import Bought, delivered, entered
from tests.needs import needs

pytestmark = needs("FIN-5")
MARCH = date(2026, 3, 1)
AFTER = date(2026, 4, 1)
BILLED = StatementLine(day=MARCH, kind="bill", document="YD-1", bill_id=Bought().id, amount=Decimal(250))
STATEMENT = Statement(supplier="S-07", month=MARCH, currency="CNY", opening=Decimal(50), lines=(BILLED,))
AGREED = Say("S-07", MARCH, "CNY", "agreed", Decimal(300), "", "S-07")


def said(asked: Say = AGREED, on: date = AFTER, statement: Statement = STATEMENT) -> Any:
    return rules.say(statement, asked, on)


async def test_a_month_has_what_was_owed_billed_and_is_owed_at_its_end(db: asyncpg.Connection) -> None:
    bought = Bought("100")
    await delivered(db, bought, "100")
    await entered(db, bought.billed("100"))
    month = clock.today().replace(day=1)
    following = (month + timedelta(days=31)).replace(day=1)
    named = [("S-07", month, "CNY"), ("S-07", following, "CNY"), ("S-99", month, "CNY")]
    found = await store.load(db, named)
    now, then = found[named[0]], found[named[1]]
    assert (now.opening, [line.document for line in now.lines], now.closing) == (Decimal(0), ["YD-1"], Decimal(250))
    assert (then.opening, then.lines, named[2] in found) == (Decimal(250), (), False)


def test_who_agrees_agrees_to_our_sum() -> None:
    assert said().reply.verdict == "agreed"
    refused = said(replace(AGREED, closing=Decimal(299)))
    assert isinstance(refused, InvalidInput)
    assert [fault["field"] for fault in refused.faults] == ["closing"]


def test_who_disputes_says_why() -> None:
    disputed = replace(AGREED, verdict="disputed", closing=Decimal(299))
    assert isinstance(said(disputed), InvalidInput)
    assert said(replace(disputed, reason="YD-2 is missing")).reply.closing == 299


def test_a_month_that_is_not_over_is_not_agreed_to() -> None:
    assert isinstance(said(on=date(2026, 3, 31)), rules.MonthNotOver)


def test_a_dispute_may_end_in_agreement_and_an_agreement_stands() -> None:
    disputed = replace(AGREED, verdict="disputed", reason="YD-2 is missing")
    agreed = said(statement=said(disputed))
    assert agreed.reply.verdict == "agreed"
    assert said(statement=agreed) is agreed
    assert isinstance(said(disputed, statement=agreed), rules.AgreedAlready)


@pytest.mark.parametrize(("supplier", "kept"), [("S-07", 1), ("S-99", 0)])
async def test_a_reply_is_kept_of_a_supplier_who_is_known(db: asyncpg.Connection, supplier: str, kept: int) -> None:
    await delivered(db, Bought(), "0")
    last = (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)
    (answer,) = await handlers.reply(db, [Say(supplier, last, "CNY", "agreed", Decimal(0), "", "li.na")])
    assert isinstance(answer, Answer if kept else NotFound)
    assert await db.fetchval("SELECT count(*) FROM supplier_reply") == kept
    if kept:
        (statement,) = (await store.load(db, [(supplier, last, "CNY")])).values()
        assert statement.reply
        assert statement.reply.person == "li.na"
