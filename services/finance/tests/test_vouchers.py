"""What no document books a person writes; others sign it, and what was wrong is reversed (FIN-3, FIN-7)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import clock
from services.finance.account.rules.entries import OF_DOCUMENTS
from services.finance.tests.test_http import Office, office, pool
from services.finance.voucher import store
from services.finance.voucher.rules import Line
from services.finance.vouchers.rules import Write, write_refusal
from tests.needs import needs

__all__ = ["office", "pool"]
pytestmark = needs("FIN-3")
LINES = [{"account": "6602", "debit": "120.50"}, {"account": "1602", "credit": "120.50"}]
DEPRECIATION = {"currency": "CNY", "lines": LINES, "reason": "depreciation of November"}


async def signed(
    office: Office, number: str, role: str = "finance manager", *, approve: bool = True
) -> tuple[int, Any]:
    return await office.ask("POST", f"/vouchers/{number}/sign", role, {"approve": approve})


async def balances(office: Office) -> dict[str, str]:
    _, told = await office.ask("GET", "/ledger/balance", "accountant")
    return {one["account"]: one["balance"] for one in told["accounts"]}


async def test_what_an_accountant_writes_is_booked_when_the_finance_manager_signs(office: Office) -> None:
    _, written = await office.ask("POST", "/vouchers", "accountant", DEPRECIATION)
    number = written["number"]
    assert (number, written["next_step"]) == (f"JV-{clock.today().year}-000001", "finance manager")
    assert await balances(office) == {}, "nothing is booked before"
    assert (await signed(office, number))[1]["state"] == "booked"
    assert await balances(office) == {"6602": "120.50", "1602": "-120.50"}
    _, entries = await office.ask("GET", "/ledger/entries", "accountant")
    assert [(one["kind"], one["document"]) for one in entries["items"]] == [("voucher", number)]
    assert await booked(office, since=clock.today(), until=clock.today()) == [number]
    assert await booked(office, until=clock.today() - timedelta(days=1)) == []
    assert await booked(office, since=clock.today() + timedelta(days=1)) == []
    assert (await office.ask("GET", "/check", "accountant"))[1] == {"ok": True, "faults": []}


async def booked(office: Office, **period: date) -> list[str]:
    days = "&".join(f"{name}={day}" for name, day in period.items())
    _, entries = await office.ask("GET", f"/ledger/entries?{days}", "accountant")
    return [one["document"] for one in entries["items"]]


@needs("FIN-9")
async def test_a_period_that_ends_before_it_begins_is_refused(office: Office) -> None:
    status, told = await office.ask("GET", "/ledger/entries?since=2026-03-31&until=2026-03-01", "accountant")
    assert (status, told["faults"][0]["field"]) == (422, "until")


@needs("FIN-7")
async def test_nobody_signs_what_he_wrote_nor_what_was_signed(office: Office) -> None:
    _, written = await office.ask("POST", "/vouchers", "accountant", DEPRECIATION)
    assert (await signed(office, written["number"], "accountant"))[0] == 403
    assert (await signed(office, written["number"], "general manager"))[1]["type"] == "/problems/another-must-sign"
    await signed(office, written["number"])
    status, told = await signed(office, written["number"])
    assert (status, told["type"]) == (409, "/problems/signed-already")
    assert await balances(office) == {"6602": "120.50", "1602": "-120.50"}, "booked once"


@needs("FIN-7")
async def test_a_voucher_that_is_refused_is_never_booked(office: Office) -> None:
    _, written = await office.ask("POST", "/vouchers", "accountant", DEPRECIATION)
    assert (await signed(office, written["number"], approve=False))[1]["state"] == "refused"
    assert await balances(office) == {}
    _, waiting = await office.ask("GET", "/vouchers?awaited=true", "accountant")
    assert waiting["items"] == []


async def test_a_booked_voucher_is_taken_back_by_its_reversal_and_once_only(office: Office) -> None:
    _, written = await office.ask("POST", "/vouchers", "accountant", DEPRECIATION)
    back = {"voucher": written["number"].lower(), "reason": "booked twice"}
    _, early = await office.ask("POST", "/voucher-reversals", "accountant", back)
    assert early["detail"] == f"Voucher {written['number']} is awaited; only what is booked is reversed."
    await signed(office, written["number"])
    _, reversal = await office.ask("POST", "/voucher-reversals", "accountant", back)
    assert (reversal["reverses"], reversal["lines"][0]["credit"]) == (written["number"], "120.50")
    status, again = await office.ask("POST", "/voucher-reversals", "accountant", back)
    assert (status, again["type"]) == (409, "/problems/reversed-already")
    await signed(office, reversal["number"])
    assert await balances(office) == {"6602": "0.00", "1602": "0.00"}
    _, known = await office.ask("GET", f"/vouchers/{written['number']}", "accountant")
    assert (known["state"], known["reversed_by"]) == ("booked", reversal["number"]), "it stays as it was"


async def test_a_reversal_that_was_refused_may_be_asked_again(office: Office) -> None:
    _, written = await office.ask("POST", "/vouchers", "accountant", DEPRECIATION)
    await signed(office, written["number"])
    back = {"voucher": written["number"], "reason": "booked twice"}
    _, reversal = await office.ask("POST", "/voucher-reversals", "accountant", back)
    await signed(office, reversal["number"], approve=False)
    assert (await office.ask("POST", "/voucher-reversals", "accountant", back))[0] == 200


async def test_all_that_is_wrong_with_a_voucher_is_told_at_once(office: Office) -> None:
    lines = [
        {"account": "1122", "debit": "10"},
        {"account": "1002", "credit": "5"},
        {"account": "6602", "debit": "1", "credit": "1"},
        {"account": "6603", "debit": "0.001"},
    ]
    status, told = await office.ask("POST", "/vouchers", "accountant", {**DEPRECIATION, "lines": lines})
    fields = [fault["field"] for fault in told["faults"]]
    assert status == 422
    assert fields == ["lines.0.account", "lines.1.account", "lines.2.debit", "lines.3.debit", "lines"]
    assert told["faults"][-1]["came"] == "debits of 11.001, credits of 6"
    _, nothing = await office.ask("GET", "/vouchers", "accountant")
    assert nothing["items"] == []


@pytest.mark.parametrize("role", ["merchandiser", "finance manager"])
@needs("ALL-3")
async def test_only_an_accountant_writes_into_the_ledger(office: Office, role: str) -> None:
    assert (await office.ask("POST", "/vouchers", role, DEPRECIATION))[0] == 403


ACCOUNTS = st.sampled_from(["6602", "1602", "2211", "1002", *sorted(OF_DOCUMENTS)])
AMOUNTS = st.decimals(0, 100, places=2)


@given(st.lists(st.builds(Line, account=ACCOUNTS, debit=AMOUNTS, credit=AMOUNTS), min_size=2, max_size=6))
def test_what_is_taken_balances_and_touches_no_account_of_documents(lines: list[Line]) -> None:
    if write_refusal(Write("CNY", tuple(lines), "", "li.na")) is None:
        assert sum(one.debit - one.credit for one in lines) == Decimal(0)
        assert not {one.account for one in lines} & {*OF_DOCUMENTS, "1002"}
        assert all(bool(one.debit) != bool(one.credit) for one in lines)


async def test_vouchers_that_wait_are_found_by_their_index(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        asked = store.AWAITED.replace("$1", "'00000000-0000-0000-0000-000000000000'").replace("$2", "10")
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {asked}"))
        assert "voucher_awaited" in plan, plan
