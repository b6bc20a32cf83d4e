"""Who may see what was taken out of a department (ALL-3, ALL-4)."""

from pathlib import Path

import httpx2
import pytest

from chassis.http.identity import Identity, Person
from chassis.http.taking import take
from chassis.http.web import create_app
from chassis.operations.downloads import router
from chassis.transaction.engine import Engine
from gendan.identity import Signer, signer
from tests.needs import needs

pytestmark = needs("ALL-3", "ALL-4")


@pytest.fixture
def keys(tmp_path: Path) -> Signer:
    return signer(tmp_path)


async def asked(engine: Engine, keys: Signer, role: str, query: str = "") -> httpx2.Response:
    app = create_app(engine, Identity.from_file(keys.jwks_file), "test", routers=[router])
    headers = {"Authorization": f"Bearer {keys.token('he.who.asks', [role])}"}
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://warehouse") as http:
        return await http.get(f"/ops/downloads{query}", headers=headers)


@pytest.mark.parametrize("role", ["merchandiser", "storekeeper", "customer", "analyst"])
async def test_who_works_with_the_files_does_not_watch_the_others(engine: Engine, keys: Signer, role: str) -> None:
    assert (await asked(engine, keys, role)).status_code == 403


@pytest.mark.parametrize("role", ["administrator", "general manager", "management"])
async def test_who_took_what_is_listed_for_who_watches_the_newest_first(
    engine: Engine, keys: Signer, role: str
) -> None:
    for person, what in (("li.na", "orders.xlsx"), ("wang.fang", "archive.zip"), ("li.na", "invoice INV-1 1")):
        await take(engine.pool, Person(person, ("merchandiser",)), what, 7, None)
    first = (await asked(engine, keys, role, "?limit=2")).json()
    assert [(one["person"], one["what"], one["records"]) for one in first["items"]] == [
        ("li.na", "invoice INV-1 1", 7),
        ("wang.fang", "archive.zip", 7),
    ]
    rest = (await asked(engine, keys, role, f"?before={first['next']}")).json()
    assert ([one["what"] for one in rest["items"]], rest["next"]) == (["orders.xlsx"], None)
    his = (await asked(engine, keys, role, "?person=li.na")).json()
    assert [one["what"] for one in his["items"]] == ["invoice INV-1 1", "orders.xlsx"]
