"""Sales speaks Chinese and English: questions, what an order waits for, and why it is not feasible (ALL-5)."""

import pytest

from chassis.language import catalogue
from chassis.stored import storable, stored
from contracts.codec import shown
from contracts.reasons import because, text_of
from contracts.review import Reason
from contracts.texts import Text, saying
from services.sales.house import HOUSE
from services.sales.order.rules.document import Order
from services.sales.order.view import state_of
from services.sales.tests.calling import Caller, an_order
from services.sales.tests.story import received
from tests.needs import needs

pytestmark = needs("ALL-5")
CHINESE = catalogue("zh", HOUSE.locale)


def test_a_question_with_what_came_is_asked_in_the_customers_language() -> None:
    came = Text(
        "{quantity} {unit} of {item} came, which is counted in whole {unit}", quantity=1.5, unit="pcs", item="P"
    )
    asked = Text("Line {line}: {asked}", line=7, asked=Text("[{came}: ]how many do you want?", came=came))
    assert CHINESE(asked) == "第 7 行：来单 P 为 1.5 pcs，而 pcs 须为整数：请问需要多少？"


def test_a_document_keeps_its_texts_with_their_arguments() -> None:
    asked = Text("[{came}: ]how many do you want?", came=Text("a quantity of 0 came"))
    kept = stored(Order, storable(received().but(questions=(asked,))))
    assert kept.questions == (asked,)
    assert CHINESE(kept.questions[0]) == "来单数量为 0：请问需要多少？"


def test_a_sentence_of_an_earlier_release_is_told_as_it_is() -> None:
    text = storable(received().but(questions=(Text("what?"),))).replace('"what?"', '"Line 1: {how many}?"')
    (question,) = stored(Order, text).questions
    assert (str(question), CHINESE(question)) == ("Line 1: {how many}?",) * 2


def test_why_a_department_objects_is_told_in_chinese() -> None:
    reasons = tuple(map(text_of, (because("short", quantity=5, item="P-1"), because("no_date"))))
    assert CHINESE(Text("not feasible: {reasons}", reasons=reasons)) == (
        "评审不可行：P-1 尚需采购 5；由各部门评审算不出交期"
    )


@pytest.mark.parametrize(
    "reason",
    [
        Reason(code="by_hand", text="he pays late"),
        Reason(code="short", text="5 of P-1 must be bought"),
        Reason(code="short", text="none left", told={"quantity": "5", "item": "P-1"}),
    ],
    ids=["a person's", "an earlier release's", "another one's"],
)
def test_what_has_no_line_is_told_as_it_is(reason: Reason) -> None:
    assert CHINESE(text_of(reason)) == reason.text


def test_the_reasons_of_an_order_are_shown_in_the_language_of_who_looks() -> None:
    order = state_of(received().but(status="rejected", reasons=(because("no_route", country="DE"),)))
    assert b'"text":"no carrier has a rate to DE"' in shown(order)
    with saying(CHINESE):
        assert '"text":"没有承运商有到 DE 的运价"' in shown(order).decode()


async def test_who_orders_in_chinese_is_asked_in_chinese(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1", deliver_to=None), reads="zh")).json()
    assert placed["questions"] == ["请问送货到哪个地址？"]
    path = f"/orders/{placed['order_id']}"
    assert (await call("GET", path, reads="zh")).json()["waiting_for"]["reason"] == "待客户补充：收货地址"
    assert (await call("GET", path)).json()["waiting_for"]["reason"] == "the customer must tell: deliver_to"


async def test_the_departments_whose_reviews_are_awaited_are_named_in_chinese(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("2"))).json()
    shown = (await call("GET", f"/orders/{placed['order_id']}", reads="zh")).json()
    assert shown["waiting_for"]["reason"] == "待评审：仓库、采购、物流、财务"
