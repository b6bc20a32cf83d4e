"""Nobody takes more out of a department in a day than the company allows, and it shows who took what (ALL-3, ALL-4)."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from chassis import clock
from chassis.http.taking import latest
from services.sales.policy import Policy
from services.sales.tests.calling import Caller
from services.sales.tests.test_attachments import PHOTO, a_file, complained
from services.sales.tests.test_papers import confirmed_by
from tests.figures import put
from tests.needs import needs

pytestmark = needs("ALL-3", "ALL-4")


@pytest.fixture
async def photo(call: Caller) -> str:
    """Where one that is kept with a complaint can be taken."""
    path = f"/complaints/{await complained(call)}/attachments"
    return f"{path}/{(await call('POST', path, a_file())).json()['attachment_id']}"


async def statuses(call: Caller, path: str, times: int, **asked: Any) -> list[int]:
    return [(await call("GET", path, **asked)).status_code for _ in range(times)]


async def test_over_the_companys_number_a_download_is_refused_until_the_next_day(call: Caller, photo: str) -> None:
    today = datetime(2026, 3, 2, 4, tzinfo=UTC)
    clock.set_clock(clock.Clock.of(anchor=today, rate=0))
    try:
        await put(call.pool, Policy, downloads_a_day=2)
        assert await statuses(call, photo, 3) == [200, 200, 429]
        clock.set_clock(clock.Clock.of(anchor=today.replace(day=3), rate=0))
        assert await statuses(call, photo, 1) == [200]
    finally:
        clock.set_clock(clock.Clock.of())


async def test_who_is_refused_hears_how_much_he_took_when_it_opens_and_who_may_raise_it(
    call: Caller, photo: str
) -> None:
    await put(call.pool, Policy, downloads_a_day=0)
    refused = (await call("GET", photo)).json()
    assert refused["type"] == "/problems/too-much-taken-out"
    assert "in a day, 0 are taken; this would be 1 more. It is possible again on 20" in refused["detail"]
    assert "sales manager may raise" in refused["detail"]
    assert "销售经理可调高" in (await call("GET", photo, reads="zh-CN")).json()["detail"]


async def test_what_one_took_leaves_all_to_the_others(call: Caller, photo: str) -> None:
    await put(call.pool, Policy, downloads_a_day=1)
    assert await statuses(call, photo, 2) == [200, 429]
    assert await statuses(call, photo, 1, who="li.na") == [200]


async def test_a_role_may_have_a_number_of_its_own(call: Caller, photo: str) -> None:
    await put(call.pool, Policy, downloads_a_day=1, downloads_by_role={"sales manager": 3, "merchandiser": 0})
    assert await statuses(call, photo, 4, who="chen.jie", role="sales manager") == [200, 200, 200, 429]
    assert await statuses(call, photo, 1, role="merchandiser") == [429]


async def test_requests_that_come_at_once_take_no_more_together(call: Caller, photo: str) -> None:
    await put(call.pool, Policy, downloads_a_day=3)
    came = await asyncio.gather(*(call("GET", photo) for _ in range(8)))
    assert sorted(one.status_code for one in came) == [200] * 3 + [429] * 5


async def test_who_has_a_file_already_takes_nothing(call: Caller, photo: str) -> None:
    await put(call.pool, Policy, downloads_a_day=1)
    tag = (await call("GET", photo)).headers["etag"]
    call.client.headers["if-none-match"] = tag
    assert await statuses(call, photo, 2) == [304, 304]


async def test_a_page_and_a_list_are_no_download(call: Caller, photo: str) -> None:
    await put(call.pool, Policy, downloads_a_day=0)
    assert await statuses(call, photo.rpartition("/")[0], 1) == [200]
    assert await statuses(call, "/orders", 1) == [200]


async def test_a_bundle_counts_each_of_its_papers_and_a_link_is_one(call: Caller) -> None:
    order = await confirmed_by(call)
    number = (await call("GET", f"/orders/{order}")).json()["number"]
    paper = f"/papers/order_confirmation/{number}"
    assert (await call("GET", f"{paper}.pdf")).status_code == 200
    assert (await call("GET", f"{paper}.pdf?language=zh-Hans")).status_code == 200
    assert (await call("POST", f"{paper}/link", {})).status_code == 200
    assert (await call("GET", "/papers/archive.zip")).status_code == 200
    async with call.pool.acquire() as db:
        taken = [(one["what"], one["records"]) for one in await latest(db, "wang.fang", 2**62, 10)]
    one = f"order_confirmation {number} 1"
    assert taken == [("archive.zip", 2), (f"link to {one}", 1), (one, 1), (one, 1)]
    await put(call.pool, Policy, downloads_a_day=6)
    assert (await call("GET", "/papers/archive.zip")).json()["records"] == "2"


async def test_what_was_taken_is_on_record_and_nothing_of_it_in_logs(call: Caller, photo: str) -> None:
    await put(call.pool, Policy, downloads_a_day=1)
    with capture_logs() as logged:
        assert await statuses(call, photo, 2) == [200, 429]
    async with call.pool.acquire() as db:
        (taken,) = await latest(db, None, 2**62, 10)
        with pytest.raises(Exception, match="stays recorded"):
            await db.execute("DELETE FROM taken_out")
    kind, _, attachment = taken["what"].partition(" ")
    assert (taken["person"], taken["roles"], kind, taken["records"]) == ("wang.fang", ["merchandiser"], "attachment", 1)
    assert str(UUID(attachment)) == attachment
    (refused,) = [line for line in logged if line["event"] == "too much taken out"]
    assert {"person": "wang.fang", "taken": 1, "records": 1, "limit": 1}.items() <= refused.items()
    assert PHOTO.decode("latin1") not in str(logged)
