"""Papers that were handed out are found, listed with their hashes, and given out as a bundle (FIN-9)."""

import csv
import hashlib
from dataclasses import astuple
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import asyncpg
import pytest

from chassis import clock
from chassis.papers import store
from chassis.papers.store import BEFORE_ALL, Wanted
from services.finance.advances import handlers as advances
from services.finance.invoices import handlers as invoices
from services.finance.tests.samples import Order
from services.finance.tests.test_http import Office, office, pool
from services.finance.tests.test_papers import get
from tests.needs import needs

__all__ = ["office", "pool"]
pytestmark = needs("FIN-9")

MANY = """
INSERT INTO paper (kind, document, version, language, number, order_id, customer, drawn_from, data, changed,
                   data_sha256, pdf, pdf_sha256, issued_at, issued_by)
SELECT 'commercial_invoice', 'INV-' || n, 1, 'en', 'INV-' || n, gen_random_uuid(), 'C-' || n % 500, '1', '{}', '[]',
       'x', 'x', 'x', now() - n * interval '1 minute', 'li.na'
FROM generate_series(1, 20000) n
"""
ASKED: tuple[dict[str, Any], ...] = (
    {},
    {"customer": "C-7"},
    {"supplier": "S-1"},
    {"number": "INV-77"},
    {"since": clock.now() - timedelta(days=1), "until": clock.now()},
)


@pytest.fixture
async def papers(office: Office, pool: asyncpg.Pool) -> list[str]:
    """Two invoices that were handed out, the second one to another customer."""
    orders = [Order(), Order(number="SO-2026-000002", customer="BONAP")]
    async with pool.acquire() as db:
        await advances.agree(db, [order.confirmed() for order in orders])
        said = await invoices.issue(db, [order.dispatched(line1="10") for order in orders])
    numbers = [events[0].number for events in said]  # type: ignore[index, union-attr]
    for number in numbers:
        assert (await get(office, f"/commercial_invoice/{number}.pdf")).status_code == 200
    return numbers


async def found(office: Office, query: str = "", role: str = "accountant", **headers: str) -> list[str]:
    answer = await get(office, f"/archive{query}", role, **headers)
    assert answer.status_code == 200, answer.text
    return [one["number"] for one in answer.json()["items"]]


async def test_what_was_handed_out_is_found_by_customer_number_kind_and_day(office: Office, papers: list[str]) -> None:
    first, second = papers
    today = clock.today()
    assert await found(office) == [second, first]
    assert await found(office, "?customer=BONAP") == [second]
    assert await found(office, f"?number={first}&kind=commercial_invoice") == [first]
    assert await found(office, "?kind=credit_note") == []
    assert await found(office, f"?since={today}&until={today}") == [second, first]
    assert await found(office, f"?until={today - timedelta(days=1)}") == []


async def test_the_archive_is_read_page_by_page(office: Office, papers: list[str]) -> None:
    page = (await get(office, "/archive?limit=1")).json()
    rest = await get(office, "/archive", after="")
    assert [one["number"] for one in rest.json()["items"]] == papers[::-1]
    answer = await office.client.get(
        "/api/v1/papers/archive",
        params={"limit": 1, "after": page["next"]},
        headers={"authorization": f"Bearer {office.token('accountant')}"},
    )
    assert [one["number"] for one in answer.json()["items"]] == papers[:1]
    assert (await get(office, "/archive?after=somewhere")).status_code == 422


@needs("ALL-3")
async def test_a_customer_finds_his_own_alone(office: Office, papers: list[str]) -> None:
    his = {"authorization": f"Bearer {office.token('customer', 'BONAP')}"}
    assert await found(office, **his) == papers[1:]
    assert await found(office, "?customer=ALFKI", **his) == []
    assert await found(office, role="buyer") == []
    assert (await get(office, "/archive", "storekeeper")).status_code == 403
    assert (await get(office, "/archive/hashes/2026-11", **his)).status_code == 403


async def test_a_bundle_holds_each_paper_a_table_and_hashes_that_are_right(office: Office, papers: list[str]) -> None:
    answer = await get(office, "/archive.zip")
    with ZipFile(BytesIO(answer.content)) as bundle:
        assert bundle.testzip() is None
        lines = [line.split("  ") for line in bundle.read("SHA256SUMS").decode().splitlines()]
        sums = {name: told for told, name in lines}
        hashes = {name: hashlib.sha256(bundle.read(name)).hexdigest() for name in bundle.namelist()}
        rows = list(csv.DictReader(StringIO(bundle.read("index.csv").decode("utf-8-sig"))))
    assert sums == {name: told for name, told in hashes.items() if name != "SHA256SUMS"}
    assert [(row["number"], row["sha256"]) for row in rows] == [(row["number"], hashes[row["file"]]) for row in rows]
    assert [row["number"] for row in rows] == papers[::-1]


async def test_an_auditor_checks_a_month_by_its_hashes(office: Office, papers: list[str]) -> None:
    listed = (await get(office, f"/archive/hashes/{clock.today():%Y-%m}", "management")).text.splitlines()
    drawn = (await get(office, f"/commercial_invoice/{papers[0]}.pdf")).content
    assert f"{hashlib.sha256(drawn).hexdigest()}  commercial_invoice/{papers[0]}-1-en.pdf" in listed
    assert len(listed) == 2
    assert (await get(office, "/archive/hashes/2020-01", "management")).text == ""


async def test_among_many_papers_each_way_to_look_has_its_index(db: asyncpg.Connection) -> None:
    await db.execute(MANY)
    await db.execute("ANALYZE paper")
    kinds = ("commercial_invoice",)
    for asked in ASKED:
        wanted = Wanted(kinds, (), "li.na", **asked)
        arguments = (*astuple(wanted), *astuple(BEFORE_ALL), 100)
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {store.ARCHIVED}", *arguments))
        assert "Seq Scan" not in plan, (asked, plan)
    assert len(await store.archived(db, Wanted(kinds, (), ""), None, 100)) == 100
