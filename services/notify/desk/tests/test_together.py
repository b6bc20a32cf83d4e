"""One command on several documents at once (NOT-1, NOT-17)."""

import re
from html import unescape
from urllib.parse import urlencode
from uuid import UUID

import httpx2
import pytest

from chassis.http.actions import ORDERS_MAX
from services.notify.desk.doing.actions import Command, Document
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.test_order import an_exception
from services.notify.desk.together.selection import choices_among, selected
from services.notify.desk.together.sharing import line_of, shared
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("NOT-1", "NOT-17")

INPUT = re.compile(r'<input[^>]*name="([^"]+)" value="([^"]*)"')
LEFT_OPEN = {"properties": {"reason": {"type": "string"}, "day": {"type": "string"}}, "required": ["reason", "day"]}


@pytest.fixture
async def cases(desk: Desk) -> list[UUID]:
    orders = [Order(), Order()]
    await desk.hear(*(order.received() for order in orders))
    return [await an_exception(desk, order) for order in orders]


def inputs(html: str) -> list[tuple[str, str]]:
    """Of the form that acts, as they stand."""
    form = html.partition('<form method="post" action="/desk/together"')[2].partition("</form>")[0]
    return [(name, unescape(value)) for name, value in INPUT.findall(form)]


async def chosen(desk: Desk, cases: list[UUID], command: str = "notify plan_exception") -> list[tuple[str, str]]:
    queue = (await desk.get("/queue/notify")).text
    keys = [unescape(key) for key in re.findall(r'name="document" value="([^"]+)"', queue)]
    wanted = [key for key in keys if any(str(case) in key for case in cases)]
    assert len(wanted) == len(cases)
    query = urlencode([("queue", "notify"), *(("document", key) for key in wanted), ("command", command)])
    return inputs((await desk.get(f"/together?{query}")).text)


async def sent(desk: Desk, pairs: list[tuple[str, str]]) -> httpx2.Response:
    headers = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
    return await desk.client.post("/desk/together", content=urlencode(pairs), headers=headers)


async def test_what_is_selected_is_done_at_once_each_by_itself(desk: Desk, cases: list[UUID]) -> None:
    form = await chosen(desk, cases)
    assert len([name for name, _ in form if name == "on"]) == 2
    for _ in range(2):
        answer = await sent(desk, [*form, ("plan:s-", "ask S-2")])
        assert "2 of 2 done" in answer.text
    for case in cases:
        assert "ask S-2" in (await desk.get(f"/exceptions/{case}")).text


async def test_what_was_refused_says_why_and_stays_selected(desk: Desk, cases: list[UUID]) -> None:
    await sent(desk, [*await chosen(desk, cases[:1]), ("plan:s-", "ask S-2")])
    form = await chosen(desk, cases)
    desk.sits("gao.feng", "general manager")
    await sent(desk, await chosen(desk, cases[:1], "notify approve_exception"))
    desk.sits()
    answer = (await sent(desk, [*form, ("plan:s-", "ask S-3")])).text
    assert "1 of 2 done" in answer
    assert "is approved; it changes no more" in answer
    again = dict(inputs(answer))
    assert str(cases[0]) in again["on"]
    assert str(cases[1]) not in again["on"]
    assert again["key"] != dict(form)["key"]
    assert "ask S-3" in answer


async def test_a_fault_is_told_at_the_field_and_both_stay_selected(desk: Desk, cases: list[UUID]) -> None:
    answer = (await sent(desk, [*await chosen(desk, cases), ("plan:s-", "x" * 501)])).text
    assert "0 of 2 done" in answer
    assert 'aria-invalid="true"' in answer
    assert len([name for name, _ in inputs(answer) if name == "on"]) == 2


async def test_orders_of_the_list_are_selected_with_what_departments_offer(desk: Desk, cases: list[UUID]) -> None:
    orders = re.findall(r'name="order" value="([^"]+)"', (await desk.get("/list")).text)
    assert len(orders) == 2
    text = (await desk.get("/together?" + urlencode([("order", one) for one in orders]))).text
    assert "Plan exception" in text
    assert "Replan order" in text
    assert text.count("does not answer at this moment") == 5


async def test_who_selected_nothing_is_told(desk: Desk) -> None:
    assert "nothing is selected" in (await desk.get("/together?back=/desk/list")).text


@pytest.mark.parametrize("line", ['["x", "DELETE", "/api/v1/orders", {}]', '["x", "POST", "/ops/parked", {}]', "[]"])
async def test_what_no_form_of_ours_sends_goes_nowhere(desk: Desk, line: str) -> None:
    form = [("department", "notify"), ("command", "notify x"), ("key", "k"), ("chosen", ""), ("on", line)]
    assert (await sent(desk, form)).status_code == 422


async def test_a_form_with_more_lines_than_go_at_once_is_refused(desk: Desk) -> None:
    lines = [("on", f'["x", "POST", "/api/v1/x/{nth}", {{}}]') for nth in range(ORDERS_MAX + 1)]
    answer = await sent(desk, [("department", "notify"), ("command", "notify x"), ("key", "k"), ("chosen", ""), *lines])
    assert answer.status_code == 422
    assert "At most 50 go at once, and 51 are ticked; untick some." in answer.text


def test_what_only_a_page_can_tell_is_not_done_with_several() -> None:
    schema = {"properties": {"work": {"x-told": True}}}
    blank = Command("notify", "put_off", "Put off", "", "POST", "/", schema, {}, "")
    assert choices_among([Document("notify", "", "", "", (blank,))]) == []


def test_more_than_fifty_are_not_sent_at_once() -> None:
    query = urlencode([("order", str(UUID(int=nth))) for nth in range(ORDERS_MAX + 2)])
    assert (len(selected(query).orders), selected(query).left_out) == (ORDERS_MAX, 2)


def command(path: str, **draft: object) -> Command:
    schema = {**LEFT_OPEN, "properties": {**LEFT_OPEN["properties"], "expected_version": {"type": "integer"}}}  # type: ignore[dict-item]
    return Command("sales", "change", "Change", "", "POST", f"/api/v1/{path}", schema, draft, "")


def test_what_all_say_alike_is_asked_once_and_what_each_says_itself_it_keeps() -> None:
    each = [command("a", day="1", expected_version=1), command("b", day="2", expected_version=7)]
    documents = [Document("sales", "order", "Order", one.path, (one,)) for one in each]
    (choice,) = choices_among(documents)
    form, lines = shared(choice)
    assert form.schema is not None
    assert (form.draft, form.schema["required"]) == ({}, ["reason"])
    assert [line.body({"reason": "x"}) for line in lines] == [
        {"day": "1", "expected_version": 1, "reason": "x"},
        {"day": "2", "expected_version": 7, "reason": "x"},
    ]
    assert line_of(lines[1].value) == lines[1]
    assert lines[0].body({"reason": "x", "day": "3"})["day"] == "3"
