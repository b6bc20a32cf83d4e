"""The page of operations: where an order stands, what waits in the departments, what is tried again (ALL-1, ALL-3)."""

import re
from uuid import UUID

import pytest

from chassis.figures import read_opening_again
from chassis.ids import new_id
from chassis.transaction.engine import Engine
from contracts.catalogue import EVENTS
from contracts.event import Event
from services.notify.desk.operations.view import departments_of
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.dead_letters import WHY, died, message_of
from services.notify.house import HOUSE
from services.notify.tests.samples import Order
from tests.needs import needs
from whereabouts.picture import Picture, Silent
from whereabouts.verdict import verdict

pytestmark = needs("ALL-1")


async def heard(desk: Desk, *events: Event) -> list[UUID]:
    """By notify's own engine, so that it stands in its event log."""
    messages = [message_of(event) for event in events]
    await Engine(HOUSE, desk.pool).consume(messages)
    return [message.id for message in messages]


def key_in(html: str) -> str:
    found = re.search(r'name="key" value="(\w+)"', html)
    assert found
    return found[1]


@needs("ALL-3")
@pytest.mark.parametrize("path", ["/operations", "/operations/notify/dead/0123456789ab"])
async def test_who_may_not_look_into_the_departments_is_told_so(desk: Desk, path: str) -> None:
    desk.sits("wu.jie", "storekeeper")
    assert (await desk.get(path)).status_code == 403
    assert (await desk.post(path, {"key": "12345678"})).status_code in (403, 405)
    assert "/desk/operations" not in (await desk.get("/")).text


async def test_departments_that_do_not_answer_are_told_and_the_page_comes(desk: Desk) -> None:
    answer = await desk.get("/operations")
    assert answer.status_code == 200
    assert answer.text.count("does not answer</span>") == 5


async def test_the_companys_dashboards_are_led_to_where_it_says_where_they_are(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Dashboards" not in (await desk.get("/operations")).text
    monkeypatch.setenv("GENDAN_NOTIFY_DASHBOARDS_URL", "https://grafana.example.com/dashboards/f/gendan")
    read_opening_again()
    assert 'href="https://grafana.example.com/dashboards/f/gendan"' in (await desk.get("/operations")).text
    monkeypatch.undo()
    read_opening_again()


async def test_the_desk_says_what_the_command_says(desk: Desk) -> None:
    order = Order()
    await heard(desk, order.received())
    token = desk.token("wang.fang", "merchandiser")
    told = await desk.client.get(f"/ops/orders/{order.id}", headers={"authorization": f"Bearer {token}"})
    others = [
        Silent(name, "it has no address here") for name in ("sales", "purchasing", "warehouse", "logistics", "finance")
    ]
    expected = verdict([*others, Picture.model_validate(told.json())])
    text = (await desk.get(f"/operations?q={order.id}")).text
    for said in (expected.what, expected.owner, expected.cause, *expected.unknown):
        assert said in text, said
    assert f"/desk/orders/{order.id}" in text


async def test_a_name_that_nobody_knows_is_told(desk: Desk) -> None:
    text = (await desk.get("/operations?q=SO-2026-999999")).text
    assert "no department that answers knows an order, a paper or a message by this name" in text


@needs("ALL-5")
async def test_the_verdict_speaks_chinese(desk: Desk) -> None:
    desk.sits(language="zh")
    text = (await desk.get("/operations?q=SO-2026-999999")).text
    assert "有响应的部门都不知道此名称的订单、单据或消息" in text
    assert "销售没有响应：这里没有它的地址" in text


@needs("ALL-3")
async def test_a_dead_letter_is_previewed_and_tried_again_by_an_administrator(desk: Desk) -> None:
    order = Order()
    fingerprint = await died(desk.pool, order.received())
    desk.sits("root", "administrator")
    assert f"/desk/operations/notify/dead/{fingerprint}" in (await desk.get("/operations")).text
    page = (await desk.get(f"/operations/notify/dead/{fingerprint}")).text
    assert WHY in page
    assert "board +1" in page
    assert await desk.pool.fetchval("SELECT count(*) FROM board") == 0
    form = {"key": key_in(page), "reason": "the slip was mended"}
    for _ in range(2):
        done = await desk.post(f"/operations/notify/dead/{fingerprint}", form)
        assert done.status_code == 200
        assert "<code>handled</code>" in done.text
    assert await desk.pool.fetchval("SELECT count(*) FROM board") == 1
    (done_by,) = await desk.pool.fetch("SELECT who, why FROM operations")
    assert tuple(done_by) == ("root", "the slip was mended")


@needs("ALL-3")
async def test_who_may_look_and_not_try_again_sees_why(desk: Desk) -> None:
    fingerprint = await died(desk.pool, Order().received())
    page = (await desk.get(f"/operations/notify/dead/{fingerprint}")).text
    assert "wang.fang may not do this; it takes one of the roles administrator" in page
    assert "Try all of them again" not in page
    answer = await desk.post(f"/operations/notify/dead/{fingerprint}", {"key": new_id().hex, "reason": "I want to"})
    assert answer.status_code == 403
    assert await desk.pool.fetchval("SELECT count(*) FROM parked") == 1


async def test_a_reason_that_says_nothing_is_refused_and_kept(desk: Desk) -> None:
    fingerprint = await died(desk.pool, Order().received())
    desk.sits("root", "administrator")
    answer = await desk.post(f"/operations/notify/dead/{fingerprint}", {"key": new_id().hex, "reason": "so"})
    assert answer.status_code == 422
    assert ">so</textarea>" in answer.text
    assert await desk.pool.fetchval("SELECT count(*) FROM parked") == 1


async def test_dead_letters_that_are_gone_are_told(desk: Desk) -> None:
    desk.sits("root", "administrator")
    answer = await desk.get("/operations/notify/dead/0123456789ab")
    assert answer.status_code == 404


def test_what_holds_up_keys_is_counted_once_for_each() -> None:
    now = "2026-03-02T09:00:00Z"
    group = {"kind": "parked", "topic": next(iter(EVENTS)), "since": now, "reason": "", "keys": []}
    told = {
        "service": "sales", "hears": [], "real_now": now, "business_now": now, "database": "ok", "condition": {},
        "groups": [
            {**group, "why": "dead", "messages": 2, "streams": 2, "fingerprint": "abc"},
            {**group, "why": "behind", "messages": 7, "streams": 2},
            {**group, "why": "unsent", "messages": 3, "streams": 3},
        ],
    }  # fmt: skip
    (shown,) = departments_of({"sales": told})
    assert (shown.parked, shown.streams, len(shown.unsent), len(shown.dead)) == (7, 2, 1, 1)
