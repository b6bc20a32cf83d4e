"""A month of a customer or a supplier is what the journal has of it; he agrees or disputes (FIN-10, FIN-5)."""

import csv
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.http.page import FIRST
from chassis.refusal import InvalidInput, NotFound
from chassis.stored import stored
from services.finance.account import store as accounts
from services.finance.account.rules.account import Account, Turn
from services.finance.credit import handlers as credit
from services.finance.papers.rules.statement import StatementPaper, statement_sheet
from services.finance.payments.rules import settle
from services.finance.statement import rules, store
from services.finance.statement.rules import Give, OfStatement, Say, Statement, StatementLine
from services.finance.statements import handlers
from services.finance.statements import store as said_store
from services.finance.tests.bought import Bought, delivered, entered
from services.finance.tests.samples import Order, agreed, customer, shipped
from services.finance.tests.test_http import Office, invoice, office, pool
from tests.needs import needs

__all__ = ["invoice", "office", "pool"]

pytestmark = needs("FIN-10", "FIN-5")
MARCH, APRIL, MAY = (date(2026, month, 1) for month in (3, 4, 5))
BILLED = StatementLine(day=MARCH, kind="bill", document="YD-1", bill_id=Bought().id, amount=Decimal(250))
STATEMENT = Statement(side="supplier", party="S-07", month=MARCH, currency="CNY", opening=Decimal(50), lines=(BILLED,))
AGREED = Say("supplier", "S-07", MARCH, "CNY", "agreed", Decimal(300), "", "S-07", "himself", "accountant", 7)
DISPUTED = replace(AGREED, verdict="disputed", closing=Decimal(299), reason="YD-2 is missing")


def said(asked: Say = AGREED, on: date = APRIL, statement: Statement = STATEMENT) -> Any:
    return rules.say(statement, asked, on)


async def drawn(db: asyncpg.Connection, *named: OfStatement) -> list[Statement]:
    return list((await store.load(db, named)).values())


async def trade(db: asyncpg.Connection) -> None:
    """Invoiced 100 in March, of which 30 came in April and 80 in May."""
    await credit.learn(db, [customer()])
    order = Order()
    turn: Any = shipped(agreed(order), order, order.dispatched(line1="10"))
    await accounts.save(db, [Account(order_id=order.id)], [Turn(turn.document, (), turn.entries)], MARCH)
    for amount, day in (("30", APRIL), ("80", MAY)):
        paid = settle(turn.document, order.payment(amount, bank_reference=f"B-{amount}"), "by_hand")
        await accounts.save(db, [turn.document], [paid], day)
        turn = paid


async def test_a_customers_month_goes_on_where_the_one_before_ended(db: asyncpg.Connection) -> None:
    await trade(db)
    months = [OfStatement("customer", "ALFKI", date(2026, month, 1), "USD") for month in (3, 4, 5, 6)]
    march, april, may, june = await drawn(db, *months)
    assert [one.opening for one in (march, april, may, june)] == [0, 100, 70, -10]
    assert [one.closing for one in (march, april, may, june)] == [100, 70, -10, -10]
    (payment,) = april.lines
    assert (payment.kind, payment.order, payment.amount) == ("payment", "SO-2026-000001", Decimal(-30))
    assert [(one.number, one.outstanding) for one in april.open_items] == [("INV-2026-000001", Decimal(70))]
    assert may.open_items == ()


async def test_a_suppliers_month_has_what_was_billed_and_is_owed_at_its_end(db: asyncpg.Connection) -> None:
    bought = Bought("100")
    await delivered(db, bought, "100")
    await entered(db, bought.billed("100"))
    month = clock.today().replace(day=1)
    following = (month + timedelta(days=31)).replace(day=1)
    named = [OfStatement("supplier", party, day, "CNY") for party in ("S-07", "S-99") for day in (month, following)]
    now, then = await drawn(db, *named)
    assert (now.opening, [line.document for line in now.lines], now.closing) == (Decimal(0), ["YD-1"], Decimal(250))
    assert [(one.number, one.outstanding) for one in now.open_items] == [("YD-1", Decimal(250))]
    assert (then.opening, then.lines, then.party) == (Decimal(250), (), "S-07")
    assert (now.name, now.language) == ("宁波永达五金", "zh")


async def test_many_months_are_drawn_by_one_statement(db: asyncpg.Connection, statements: Any) -> None:
    await trade(db)
    with statements(db) as counted:
        await drawn(db, *(OfStatement("customer", "ALFKI", date(2026, month, 1), "USD") for month in range(1, 13)))
    assert len(counted) == 1


def test_who_agrees_agrees_to_our_sum() -> None:
    assert said().reply.verdict == "agreed"
    refused = said(replace(AGREED, closing=Decimal(299)))
    assert isinstance(refused, InvalidInput)
    assert [fault["field"] for fault in refused.faults] == ["closing"]


def test_who_disputes_says_why_and_somebody_is_to_clear_it_by_a_day() -> None:
    assert isinstance(said(replace(DISPUTED, reason="")), InvalidInput)
    reply = said(DISPUTED).reply
    assert (reply.closing, reply.owner, reply.clear_by) == (299, "accountant", APRIL + timedelta(days=7))


def test_a_month_that_is_not_over_is_not_agreed_to() -> None:
    assert isinstance(said(on=date(2026, 3, 31)), rules.MonthNotOver)


def test_a_dispute_may_end_in_agreement_and_an_agreement_stands() -> None:
    agreed: Any = said(statement=said(DISPUTED))
    assert [reply.verdict for reply in agreed.replies] == ["disputed", "agreed"]
    assert (agreed.reply.owner, agreed.reply.clear_by) == ("", None)
    assert said(statement=agreed) is agreed
    assert isinstance(said(DISPUTED, statement=agreed), rules.AgreedAlready)


def test_a_dispute_is_given_to_somebody_and_stays_his_when_more_is_disputed() -> None:
    asked = Give("supplier", "S-07", MARCH, "CNY", "chen.yu", MAY, "call him")
    given: Any = rules.give(said(DISPUTED), asked, APRIL)
    assert (given.reply.reason, given.reply.owner, given.reply.clear_by) == ("YD-2 is missing", "chen.yu", MAY)
    more: Any = said(replace(DISPUTED, closing=Decimal(1)), statement=given)
    assert more.reply.owner == "chen.yu"
    nobodys = given.but(replies=(given.reply.but(owner="", clear_by=None),))
    again: Any = said(replace(DISPUTED, closing=Decimal(1)), statement=nobodys)
    assert (again.reply.owner, again.reply.clear_by) == ("accountant", APRIL + timedelta(days=7))
    assert rules.give(given, asked, APRIL) is given
    for statement in (STATEMENT, said()):
        assert isinstance(rules.give(statement, asked, APRIL), rules.NotDisputed)


def last_month() -> date:
    return (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.mark.parametrize(("supplier", "kept"), [("S-07", 1), ("S-99", 0)])
async def test_a_word_is_kept_for_good_of_who_is_known(db: asyncpg.Connection, supplier: str, kept: int) -> None:
    await delivered(db, Bought(), "0")
    asked = replace(AGREED, party=supplier, month=last_month(), closing=Decimal(0), person="li.na", way="letter")
    (answer,) = await handlers.reply(db, [asked])
    assert isinstance(answer, Answer if kept else NotFound)
    found = await said_store.of_month(db, f"{last_month():%Y-%m}", ["supplier"], FIRST, 10)
    assert [(one.party, one.reply.person, one.reply.way) for one in found] == [(supplier, "li.na", "letter")] * kept
    if kept:
        with pytest.raises(asyncpg.RaiseError):
            await db.execute("DELETE FROM statement_reply")


async def test_what_is_disputed_waits_until_it_is_agreed(db: asyncpg.Connection) -> None:
    await credit.learn(db, [customer()])
    word = replace(DISPUTED, side="customer", party="ALFKI", month=last_month(), currency="USD")
    await handlers.reply(db, [word])
    (waiting,) = await said_store.disputed(db, FIRST, 10)
    assert (waiting.party, waiting.reply.closing) == ("ALFKI", Decimal(299))
    await handlers.reply(db, [replace(word, verdict="agreed", closing=Decimal(0), reason="")])
    assert await said_store.disputed(db, FIRST, 10) == []


async def test_a_customer_says_it_with_his_own_token_and_an_accountant_what_came_by_letter(
    office: Office, pool: asyncpg.Pool
) -> None:
    """He sees and answers his own alone (ALL-3)."""
    async with pool.acquire() as db:
        await credit.learn(db, [customer(customer="customer")])
    month, word = f"{last_month():%Y-%m}", {"verdict": "disputed", "closing": "5", "reason": "INV-9 was paid"}
    his = f"/statements/customer/customer/{month}"
    status, answered = await office.ask("POST", f"{his}/USD/reply", "customer", word)
    assert (status, answered["replies"][-1]["way"]) == (200, "himself")
    status, given = await office.ask(
        "POST", f"{his}/USD/give", "accountant", {"owner": "chen.yu", "clear_by": f"{clock.today()}"}
    )
    assert (status, given["replies"][-1]["owner"]) == (200, "chen.yu")
    agreed = {"verdict": "agreed", "closing": "0"}
    status, answered = await office.ask("POST", f"{his}/USD/reply", "accountant", agreed)
    assert (status, [one["way"] for one in answered["replies"]]) == (200, ["himself", "himself", "letter"])
    _, beside = await office.ask("GET", f"/months/{month}/statements", "merchandiser")
    assert [one["reply"]["verdict"] for one in beside["items"]] == ["agreed"]
    assert (await office.ask("GET", his, "customer"))[0] == 200
    for path in (f"/statements/customer/ALFKI/{month}", f"/statements/supplier/customer/{month}"):
        assert (await office.ask("GET", path, "customer"))[0] == 404
    assert (await office.ask("POST", f"/statements/customer/ALFKI/{month}/USD/reply", "customer", word))[0] == 404


@needs("ALL-3")
async def test_who_looks_at_customers_alone_hears_of_no_suppliers_word(office: Office, pool: asyncpg.Pool) -> None:
    async with pool.acquire() as db:
        await credit.learn(db, [customer()])
        await delivered(db, Bought(), "0")
        word = replace(DISPUTED, month=last_month())
        await handlers.reply(db, [word, replace(word, side="customer", party="ALFKI", currency="USD")])
    for role, sides in (("salesperson", {"customer"}), ("buyer", {}), ("accountant", {"customer", "supplier"})):
        status, told = await office.ask("GET", f"/months/{last_month():%Y-%m}/statements", role)
        assert {one["side"] for one in told.get("items", ())} == set(sides), role
        assert status == (200 if sides else 403)
        _, waits = await office.ask("GET", "/actions", role)
        about = [one for one in waits["subjects"] if "299" in one["name"]]
        assert len(about) == (2 if role == "accountant" else 0)


async def ended(office: Office, pool: asyncpg.Pool) -> tuple[str, dict[str, Any]]:
    """ALFKI owes 100 USD since the month before last; his statement of the last one, and a link to it."""
    async with pool.acquire() as db:
        await credit.learn(db, [customer(language="zh")])
        order = Order()
        turn: Any = shipped(agreed(order), order, order.dispatched(line1="10"))
        booked: Any = [Turn(turn.document, (), turn.entries)]
        await accounts.save(db, [Account(order_id=order.id)], booked, last_month())
    paper = f"/papers/customer_statement/ALFKI.{last_month():%Y-%m}.USD"
    _, made = await office.ask("POST", f"{paper}/link", "accountant", {"days": 5})
    return paper, made


async def answered(office: Office, path: str, **form: str) -> Any:
    return await office.client.post(path, data={"person": "Ana Trujillo", **form})


@needs("LOG-6")
async def test_a_statement_is_a_paper_in_the_customers_language(office: Office, pool: asyncpg.Pool) -> None:
    paper, made = await ended(office, pool)
    status, shown = await office.ask("GET", paper, "accountant")
    assert (status, shown["data"]["closing"], shown["order_id"], made["language"]) == (200, "100.00", None, "zh")
    pdf = await office.client.get(made["path"])
    assert pdf.content.startswith(b"%PDF")
    (table, unpaid) = statement_sheet(stored(StatementPaper, json.dumps(shown["data"]))).tables
    assert [row[2] for row in table.rows] == [row[0] for row in unpaid.rows] == ["INV-2026-000001"]
    assert (await office.ask("GET", paper, "customer"))[0] == 404
    now = f"{clock.today():%Y-%m}"
    assert (await office.ask("GET", f"/papers/customer_statement/ALFKI.{now}.USD", "accountant"))[0] == 409
    for unknown in ("ALFKI", "ALFKI.2026-13.USD", f"BONAP.{now}.USD"):
        assert (await office.ask("GET", f"/papers/customer_statement/{unknown}", "accountant"))[0] == 404


@needs("FIN-9")
async def test_a_statement_that_was_issued_is_in_the_archive_about_no_order(office: Office, pool: asyncpg.Pool) -> None:
    await ended(office, pool)
    told: Any = await office.ask("GET", "/papers/archive", "accountant")
    assert [(one["kind"], one["order_id"]) for one in told[1]["items"]] == [("customer_statement", None)]
    headers = {"authorization": f"Bearer {office.token('accountant')}"}
    answer = await office.client.get("/api/v1/papers/archive.zip", headers=headers)
    with ZipFile(BytesIO(answer.content)) as bundle:
        (row,) = csv.DictReader(StringIO(bundle.read("index.csv").decode("utf-8-sig")))
    assert (row["customer"], row["supplier"], row["order_id"]) == ("ALFKI", "", "")


async def test_who_has_the_link_answers_without_an_account_until_it_ends(office: Office, pool: asyncpg.Pool) -> None:
    _, made = await ended(office, pool)
    path = made["reply_path"]
    page = await office.client.get(path, headers={"accept-language": "zh"})
    assert (page.status_code, "100.00 USD" in page.text, "对账单" in page.text) == (200, True, True)
    bad = await answered(office, path, verdict="disputed", closing="many", reason="")
    assert (bad.status_code, [fault["field"] for fault in bad.json()["faults"]]) == (422, ["closing"])
    for form in ({"verdict": "disputed", "closing": "70", "reason": "<b>30</b> were paid"},) * 2:
        assert (await answered(office, path, **form)).status_code == 303
    page = await office.client.get(path)
    assert ("70" in page.text, "&lt;b&gt;30" in page.text) == (True, True)
    (waiting,) = await said_store.disputed(pool, FIRST, 10)
    assert (waiting.reply.person, waiting.reply.way, waiting.reply.sent_by) == ("Ana Trujillo", "link", "accountant")
    assert (await answered(office, path, verdict="agreed", closing="100.00")).status_code == 303
    assert "<form" not in (await office.client.get(path)).text
    await pool.execute("UPDATE paper_link SET ends_at = now()")
    assert (await office.client.get(path)).status_code == 410
    assert (await answered(office, path, verdict="agreed", closing="100.00")).status_code == 410
    assert (await office.client.get("/papers/shared/nothing/reply")).status_code == 404


async def test_who_comes_back_to_his_first_word_by_link_is_heard(office: Office, pool: asyncpg.Pool) -> None:
    _, made = await ended(office, pool)
    path = made["reply_path"]
    for closing in ("70", "80", "70"):
        (after, _) = re.findall(r'name="after" value="(\d+)"', (await office.client.get(path)).text)
        for _ in range(2):  # a double click
            told = {"verdict": "disputed", "closing": closing, "reason": "30 were paid", "after": after}
            assert (await answered(office, path, **told)).status_code == 303
    (waiting,) = await said_store.disputed(pool, FIRST, 10)
    assert waiting.reply.closing == 70


async def test_a_link_to_another_paper_answers_no_statement(office: Office, invoice: Any) -> None:
    _, made = await office.ask("POST", f"/papers/commercial_invoice/{invoice.number}/link", "accountant", {})
    assert made["reply_path"] == ""
    assert (await office.client.get(f"{made['path']}/reply")).status_code == 404
