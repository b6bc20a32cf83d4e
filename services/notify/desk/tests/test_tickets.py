"""Service tickets with their steps, on a page (SAL-13)."""

from datetime import date
from typing import Any
from uuid import NAMESPACE_OID
from zoneinfo import ZoneInfo

import msgspec

from services.notify.desk.choices import Choices, Language
from services.notify.desk.doing.actions import Document
from services.notify.desk.drawing import templates, wording
from services.notify.desk.order.asking import Answers
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.test_work import NOW
from services.notify.desk.tickets.told import TicketsTold
from services.notify.desk.worklist.view import of_document
from tests.needs import needs

pytestmark = needs("SAL-13")
HANDED = {"what": "hand_over", "at": "2026-03-02T04:00:00Z", "by": "pan.yi", "words": "轴承松", "to": "sun.hao"}
TICKET = {
    "number": "ST-2026-000001",
    "kind": "repair",
    "channel": "telephone",
    "customer": "M8 & co",
    "words": "电机异响",
    "state": "after_sales",
    "person": "sun.hao",
    "due": "2026-03-23",
    "reopened": 2,
    "sent_anew": "SO-2026-000002",
    "done": [HANDED],
}


def shown(*tickets: dict[str, Any], closed: tuple[str, ...] = (), language: Language = "en") -> str:
    """The body of the page of what sales answers."""
    read = msgspec.convert({"items": tickets, "next": None}, TicketsTold)
    seen = wording(Choices(language, "auto", ZoneInfo("Asia/Shanghai")))
    told = {"which": "open", "tickets": read, "answers": Answers({}, (), closed), "today": date(2026, 3, 24), **seen}
    template = templates().get_template("tickets.html")
    return "".join(template.blocks["main"](template.new_context(told)))


def test_a_ticket_tells_who_has_it_until_when_and_each_step() -> None:
    text = shown(TICKET)
    for part in (
        "M8 &amp; co",
        "repair · telephone: 电机异响",
        "sent anew by SO-2026-000002",
        "after-sales · sun.hao",
        "reopened 2 times",
        "轴承松",
    ):
        assert part in text
    assert 'class="late"' in text


def test_the_page_is_told_in_chinese_too() -> None:
    assert "转交售后 → sun.hao" in shown(TICKET, language="zh")


def test_where_there_is_none_or_nobody_may_look_the_page_says_so() -> None:
    assert "No such tickets" in shown()
    assert "You may not see service tickets." in shown(closed=("tickets",))


async def test_while_sales_does_not_answer_the_page_says_so(desk: Desk) -> None:
    assert "Sales does not answer at this moment" in (await desk.get("/tickets?which=none")).text


def test_a_document_with_a_limit_of_its_own_is_due_by_it() -> None:
    document = Document("sales", "ticket", "Ticket", "ST-2026-000001", (), NAMESPACE_OID, (), NOW)
    assert of_document(document, {}).due == NOW
