"""Who asks in Chinese is answered in Chinese, everybody else in English; programs read the same either way (ALL-5)."""

from typing import Any
from uuid import uuid4

import pytest

from chassis.language import asked_for
from contracts.texts import SAY
from tests.chassis.test_bad_requests import CUSTOMER, Ask, an_order, ask
from tests.needs import needs

__all__ = ["ask"]
pytestmark = needs("ALL-5")
IN_CHINESE = {"accept-language": "zh-CN,zh;q=0.9,en;q=0.8"}
ORDERS = "/api/v1/orders"


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "en"),
        ("zh", "zh"),
        ("zh-Hans-CN", "zh"),
        ("ZH-tw", "zh"),
        ("de-DE,de;q=0.9", "en"),
        ("de, zh;q=0.8, en;q=0.7", "zh"),
        ("en;q=0.7, zh;q=0.8", "zh"),
        ("en, zh", "en"),
        ("zh;q=0", "en"),
        ("*", "en"),
        ("zh;q=much", "en"),
        (";,q=,;;zh", "en"),
    ],
)
def test_of_our_languages_the_most_wanted_one_is_spoken(accept: str, language: str) -> None:
    assert asked_for(accept) == language


async def test_the_answer_says_in_which_language_it_is_and_that_others_would_hear_another(ask: Ask) -> None:
    for headers, language in (({}, "en"), (IN_CHINESE, "zh-Hans")):
        answer = await ask("GET", f"{ORDERS}/SO-1", headers=headers)
        assert answer.headers["content-language"] == language
        assert answer.headers["vary"] == "Accept-Language"


async def test_a_refusal_is_told_in_chinese_and_its_members_stay_for_programs(ask: Ask) -> None:
    english = (await ask("GET", f"{ORDERS}/SO-1")).json()
    chinese = (await ask("GET", f"{ORDERS}/SO-1", headers=IN_CHINESE)).json()
    assert english["detail"] == "There is no order SO-1 here."
    assert (chinese["title"], chinese["detail"]) == ("未找到", "此处没有订单 SO-1。")
    assert {name: chinese[name] for name in ("type", "status", "what", "id")} == {
        name: english[name] for name in ("type", "status", "what", "id")
    }


async def test_states_and_kinds_within_a_text_are_in_its_language(ask: Ask) -> None:
    order = (await ask("POST", ORDERS, json=an_order())).json()["order_id"]
    path = f"{ORDERS}/{order}"
    await ask("POST", f"{path}/cancel", json={"reason": "not wanted"})
    refused = (await ask("POST", f"{path}/cancel", json={"reason": "again"}, headers=IN_CHINESE)).json()
    assert refused["detail"].endswith("已取消，不能再改。")
    assert refused["status"] == 409


async def test_a_text_within_a_text_is_in_its_language(ask: Ask) -> None:
    answer = await ask("POST", ORDERS, json=an_order() | {"incotrem": "FOB"}, headers=IN_CHINESE)
    assert answer.json()["detail"] == "有 1 个字段不符合要求。"
    asked = await ask("GET", f"{ORDERS}?limt=1", headers=IN_CHINESE)
    (fault,) = asked.json()["faults"]
    assert fault["expected"].startswith("须为已知名称：")
    assert fault["expected"].endswith("；是否指 limit？")


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"currency": "RMB"}, "ISO 4217 币种：是否指 CNY？可用的有 AED、"),
        ({"wanted": "9999-12-31"}, "日期须在 1970-01-01 至 2199-12-31 之间；不清楚的请留空"),
        ({"discount": "1.5"}, "不得大于 1"),
        ({"partial": "maybe"}, "须为 true 或 false"),
        ({"incoterm": "XYZ"}, "Incoterms 2020 之一：EXW、FCA、CPT、CIP、DAP、DPU、DDP、FAS、FOB、CFR、CIF；可附地点"),
        ({"customer_po": ""}, "至少须有 1 个字符"),
        ({"customer_po": None}, "须为文字"),
        ({"nonsense": 1}, "不接受此字段"),
    ],
)
async def test_each_fault_is_told_in_chinese(ask: Ask, wrong: dict[str, Any], expected: str) -> None:
    answer = await ask("POST", ORDERS, json=an_order() | wrong, headers=IN_CHINESE)
    (fault,) = answer.json()["faults"]
    assert fault["expected"].startswith(expected)


async def test_a_choice_is_told_with_the_values_that_may_be_chosen(ask: Ask) -> None:
    answer = await ask("PUT", "/api/v1/customers/A", json=CUSTOMER | {"grade": "D"}, headers=IN_CHINESE)
    assert [fault["expected"] for fault in answer.json()["faults"]] == ["须为 'A'、'B' 或 'C'"]


async def test_what_came_where_nothing_came_is_told_in_chinese(ask: Ask) -> None:
    asked = {name: value for name, value in an_order().items() if name != "customer"}
    (fault,) = (await ask("POST", ORDERS, json=asked, headers=IN_CHINESE)).json()["faults"]
    assert (fault["expected"], fault["came"][:1]) == ("必填", "{")


async def test_each_item_of_a_batch_is_refused_in_chinese(ask: Ask) -> None:
    items = [{"idempotency_key": uuid4().hex, "order_id": str(uuid4()), "shipment_id": str(uuid4())}]
    answer = await ask("POST", "/api/v1/acceptances/batch", json={"items": items}, headers=IN_CHINESE)
    (one,) = answer.json()["answers"]
    assert one["problem"]["title"] == "未找到"


async def test_what_the_framework_refuses_is_told_in_chinese(ask: Ask) -> None:
    answer = (await ask("GET", "/nowhere", headers=IN_CHINESE)).json()
    assert (answer["title"], answer["detail"]) == ("未找到", "未找到")


async def test_nobody_else_hears_chinese_afterwards(ask: Ask) -> None:
    await ask("GET", f"{ORDERS}/SO-1", headers=IN_CHINESE)
    assert SAY.get() is str
    assert (await ask("GET", f"{ORDERS}/SO-1")).json()["title"] == "not found"
