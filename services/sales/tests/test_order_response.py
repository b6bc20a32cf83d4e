"""SAL-2, SAL-8: the customer's system gets the answer to his order as UN/EDIFACT ORDRSP, D.96A."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.sales.intake.rules.edifact import interchange_of
from services.sales.reading.rules import Known, response
from services.sales.tests import story
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.test_order_files import GLN
from services.sales.tests.test_papers import confirmed_by
from tests.needs import needs

AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
KNOWN = Known("", {"P-1": "pcs"})
pytestmark = needs("SAL-2", "SAL-8")


async def answered(call: Caller, order: str, **who: str) -> list[str]:
    """The segments, held against their own counts."""
    answer = await call("GET", f"/orders/{order}/response", **who)
    assert answer.headers["content-type"] == "application/edifact"
    return segments(answer.content)


def segments(content: bytes) -> list[str]:
    read = interchange_of(content.decode())
    assert not read.faults
    return [str(segment) for segment in read.messages[0]]


async def test_a_confirmed_order_is_accepted_with_its_day(call: Caller) -> None:
    await call("PUT", "/customers/ALFKI", CUSTOMER | {"gln": GLN})
    await call("PUT", "/items/P-1", {"name": "Chai", "unit": "pcs"})
    order_id = await confirmed_by(call)
    order = (await call("GET", f"/orders/{order_id}")).json()
    content = order["content"]
    told = await answered(call, content["number"])
    wanted, promised = (content[name].replace("-", "") for name in ("wanted", "promised"))
    function, action = ("4", "3") if promised > wanted else ("29", "5")
    for segment in (
        f"BGM+231+{content['number']}-2+{function}", f"DTM+2:{wanted}:102", f"DTM+69:{promised}:102", "RFF+ON:4711",
        f"RFF+VN:{content['number']}", f"NAD+BY+{GLN}::9", "CUX+2:USD:9", f"LIN+1+{action}+P-1:SA", "QTY+21:10:PCE",
        "PRI+AAA:10.00", "CNT+2:1",
    ):  # fmt: skip
        assert segment in told
    assert await answered(call, order_id, who="ALFKI", role="customer") == told
    assert (await call("GET", f"/orders/{order_id}/response", who="BONAP", role="customer")).status_code == 404


async def test_an_order_that_waits_is_not_decided_and_one_that_is_over_says_so(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("PO+1", wanted=None))).json()
    told = await answered(call, placed["number"])
    assert f"BGM+231+{placed['number']}-1+12" in told
    assert "RFF+ON:PO+1" in told
    assert not [one for one in told if one.startswith("LIN")]
    await call("POST", f"/orders/{placed['number']}/reject", {"reasons": [{"code": "x", "text": "不做"}]})
    told = await answered(call, placed["number"])
    assert (told[1], "LIN+1+7+P-1:SA" in told) == (f"BGM+231+{placed['number']}-2+27", True)
    other = (await call("POST", "/orders", an_order("PO-2"))).json()
    await call("POST", f"/orders/{other['number']}/cancel", {"reason": "错误"})
    assert "LIN+1+2+P-1:SA" in await answered(call, other["number"])


@pytest.mark.parametrize(
    ("promised", "function", "action"), [(date(2027, 1, 1), "29", "5"), (date(2027, 3, 1), "4", "3")]
)
def test_a_later_day_than_wanted_is_a_change(promised: date, function: str, action: str) -> None:
    told = of(promised=promised, wanted=date(2027, 1, 31))
    assert told[1].endswith(f"+{function}")
    assert [one.split("+")[2] for one in told if one.startswith("LIN")] == [action, action]


def test_a_line_that_was_dropped_is_told() -> None:
    gone = story.confirmed(10).binding.lines[0].but(line=9)
    assert [one for one in of(dropped=(gone,)) if one.startswith("LIN")][-1].startswith("LIN+9+2+")


def test_letters_that_are_not_latin_are_written_in_utf_8_and_signs_are_released() -> None:
    order = story.confirmed(10, 5)
    order = order.but(content=order.binding.but(customer_po="订单 'A+B:1?"))
    content = response(order, KNOWN, "跟单", AT)
    assert content.startswith(b"UNB+UNOY:3+")
    assert "RFF+ON:订单 ?'A?+B?:1??'" in content.decode()
    assert not interchange_of(content.decode()).faults
    assert response(story.confirmed(10, 5), KNOWN, "Käufer", AT).startswith(b"UNB+UNOC")


def of(**told: Any) -> list[str]:
    order = story.confirmed(10, 5)
    facts = {name: told.pop(name) for name in ("dropped",) if name in told}
    order = order.but(content=order.binding.but(**told), **facts)
    return segments(response(order, KNOWN, "gendan", AT))
