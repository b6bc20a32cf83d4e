"""Suppliers' bills and statements of banks are found by period, the newest first (FIN-9)."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import asyncpg
import pytest

from chassis import clock
from services.finance.tests.bank_files import ACCOUNT, Line, camt
from services.finance.tests.bought import Bought, delivered, entered
from services.finance.tests.test_http import Office, office, pool
from tests.needs import needs

__all__ = ["office", "pool"]
pytestmark = needs("FIN-9")
FIRST_DAY = date(2026, 1, 1)


async def found(office: Office, path: str, asked: str = "", role: str = "accountant") -> Any:
    status, answer = await office.ask("GET", f"/{path}/archive?{asked}", role)
    assert status == 200, answer
    return answer


def numbers(answer: Any) -> list[str]:
    return [one["number"] for one in answer["items"]]


@pytest.fixture
async def bills(pool: asyncpg.Pool) -> None:
    """Entered in another order than that of the days on them."""
    bought = Bought("100")
    async with pool.acquire() as db:
        await delivered(db, bought, "100")
        for day in (0, 40, 20):
            paper = bought.billed("10", number=f"YD-{day}", dated=FIRST_DAY + timedelta(days=day))
            await entered(db, paper)


async def test_the_bills_of_a_period_are_found_however_many_are_due_before(office: Office, bills: None) -> None:
    assert numbers(await found(office, "bills")) == ["YD-40", "YD-20", "YD-0"]
    assert numbers(await found(office, "bills", "since=2026-01-21&until=2026-02-10&limit=1")) == ["YD-40"]
    assert numbers(await found(office, "bills", "since=2026-01-21&until=2026-02-09")) == ["YD-20"]
    assert numbers(await found(office, "bills", "supplier=S-99")) == []


async def test_the_next_page_of_the_archive_begins_where_the_last_one_ended(office: Office, bills: None) -> None:
    first = await found(office, "bills", "limit=2")
    assert numbers(await found(office, "bills", f"after={quote(first['next'])}")) == ["YD-0"]
    status, refused = await office.ask("GET", "/bills/archive?after=YD-20", "accountant")
    assert (status, refused["faults"][0]["expected"]) == (422, "the next of a page before")


async def test_statements_of_banks_are_found_with_a_hash_of_all_that_they_say(office: Office) -> None:
    for number in ("S-1", "S-2"):
        content = camt(Line("1.00", "goods", number), number=number, sequence="")
        assert (await office.ask("POST", "/bank-files", "accountant", {"content": content}))[0] == 200
    today = clock.now().astimezone(clock.zone()).date()
    told = await found(office, "bank-statements", f"since={today}&until={today}")
    assert numbers(told) == ["S-2", "S-1"]
    assert len({one["sha256"] for one in told["items"]}) == 2
    assert numbers(await found(office, "bank-statements", f"number={ACCOUNT}&limit=1")) == ["S-2"]
    page = await found(office, "bank-statements", "limit=1")
    assert numbers(await found(office, "bank-statements", f"after={quote(page['next'])}")) == ["S-1"]
    assert numbers(await found(office, "bank-statements", f"until={today - timedelta(days=1)}")) == []


async def test_a_banks_file_is_kept_as_it_came_in_its_own_encoding_and_never_changed(
    office: Office, pool: asyncpg.Pool
) -> None:
    content = camt(Line("1.00", "货款", "B-1"), number="S-1", sequence="").replace("UTF-8", "GBK").encode("gbk")
    headers = {"authorization": f"Bearer {office.token('accountant')}", "content-type": "application/xml"}
    for key in ("file-0001", "file-0002"):
        taken = await office.client.post(
            "/api/v1/bank-files", content=content, headers={**headers, "idempotency-key": key}
        )
        assert taken.status_code == 200, taken.text
    (kept,) = (await found(office, "bank-statements"))["items"]
    assert kept["file_sha256"] == sha256(content).hexdigest()
    path = f"/api/v1/bank-files/{kept['file_sha256']}"
    assert (await office.client.get(path, headers=headers)).content == content
    others = {"authorization": f"Bearer {office.token('merchandiser')}"}
    assert (await office.client.get(path, headers=others)).status_code == 403
    assert (await office.client.get(f"/api/v1/bank-files/{'0' * 64}", headers=headers)).status_code == 404
    with pytest.raises(asyncpg.RaiseError, match="only reversed"):
        await pool.execute("DELETE FROM bank_file")
