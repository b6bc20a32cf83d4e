"""What the customer was written and told stands on his order's page (NOT-2, SAL-22)."""

from typing import Any

import httpx2

from services.notify.desk.tests.conftest import Desk
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("NOT-2", "SAL-22")

CONFIRMATION = {
    "number": "LT-2026-000001", "subject": "订单确认", "text": ["贵方订单已确认。"], "state": "sent",
    "written_at": "2026-03-01T02:00:00Z", "sent_at": "2026-03-02T17:00:00Z", "name": "Anna Weiss",
}  # fmt: skip
NOTICE: dict[str, Any] = {
    "number": "LT-2026-000002", "subject": "交期延误", "text": [], "state": "failed",
    "written_at": "2026-03-04T02:00:00Z", "sent_at": None, "reason": "没有邮件地址",
}  # fmt: skip
CALL = {
    "number": "CV-2026-000001", "way": "call", "happened_on": "2026-03-02", "said": "催 <货>", "noted_by": "wang.fang",
    "state": "overdue", "promised": "回复交期", "promised_by": "2026-03-03",
}  # fmt: skip


def told(desk: Desk, **lists: list[Any] | int) -> None:
    """By sales; a number is the status of its refusal."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        said = lists.get(request.url.path.rpartition("/")[2], [])
        if isinstance(said, int):
            return httpx2.Response(said, json={"detail": "no"}, headers={"content-type": "application/problem+json"})
        return httpx2.Response(200, json={"items": said})

    desk.departments_answer(answer)


async def messages(desk: Desk, language: str = "en") -> str:
    order = Order()
    await desk.hear(order.received())
    desk.sits(language=language)
    return (await desk.get(f"/orders/{order.id}/messages")).text


async def test_letters_and_conversations_are_one_list_the_newest_first(desk: Desk) -> None:
    """A letter that left late in the evening stands on the reader's own day."""
    told(desk, letters=[CONFIRMATION, NOTICE], conversations=[CALL])
    text = await messages(desk)
    places = [text.index(part) for part in ("LT-2026-000002", "LT-2026-000001", "CV-2026-000001")]
    assert places == sorted(places)
    for part in (
        "没有邮件地址",
        "Anna Weiss",
        "3 Mar 2026",
        "催 &lt;货&gt;",
        "overdue",
        "Promised by 3 Mar 2026: 回复交期",
    ):
        assert part in text


async def test_who_may_not_read_letters_is_told_so_and_sees_the_rest(desk: Desk) -> None:
    told(desk, letters=403, conversations=[CALL])
    text = await messages(desk)
    assert "CV-2026-000001" in text
    assert "does not show you all" in text


async def test_before_anybody_said_anything_the_page_says_so_in_chinese_too(desk: Desk) -> None:
    told(desk)
    assert "尚未就此订单与客户沟通。" in await messages(desk, "zh")
