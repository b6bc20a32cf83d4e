"""Feasibility and a date are asked, nothing is set aside, and the order that follows gets the very date (SAL-24)."""

from decimal import Decimal
from typing import Any

from tests.integration.bodies import CUSTOMER_MASTER, draft
from tests.integration.order import SOON_S
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("SAL-24")
ASKER = "PLANNER"


async def asked(trade: Trade, **what: Any) -> dict[str, Any]:
    """A trial, once all four departments have judged it."""
    order = draft("", **what)
    wish = {name: order[name] for name in ("customer", "lines", "wanted")} | {"country": order["deliver_to"]["country"]}
    number = (await trade.do("sales", "/trials", wish))["number"]
    found: dict[str, Any] = {}

    async def answered() -> bool:
        found.update(await trade.get("sales", f"/trials/{number}"))
        return bool(found["state"] == "answered")

    await within(SOON_S, answered)
    return found


async def set_aside(trade: Trade, item: str) -> list[Any]:
    """What anybody did for the customer: orders, lines of the board, purchases, goods and credit that are bound."""
    stock, credit = await trade.stock(item), await trade.get("finance", f"/customers/{ASKER}")
    return [
        *await trade.items("sales", "/orders", customer=ASKER),
        *await trade.items("notify", "/orders", customer=ASKER),
        *(one for one in await trade.items("purchasing", "/purchases") if one["item"] == item),
        *(name for name in ("reserved", "on_order") if stock[name]),
        *(name for name in ("receivable", "ordered") if Decimal(credit[name])),
    ]


async def test_a_trial_sets_nothing_aside_and_tells_the_date_of_the_order_that_follows(trade: Trade) -> None:
    await trade.put("sales", f"/customers/{ASKER}", CUSTOMER_MASTER)
    item = await trade.keep(4)
    trial = await asked(trade, quantities={item: 10}, customer=ASKER)
    assert await set_aside(trade, item) == []
    verdicts = {name: review["verdict"] for name, review in trial["reviews"].items()}
    assert verdicts == {"warehouse": "conditions", "purchasing": "yes", "logistics": "yes", "finance": "yes"}
    assert [Decimal(lack["quantity"]) for lack in trial["reviews"]["warehouse"]["lacks"]] == [6]
    order = await trade.order({item: 10}, customer=ASKER)
    assert (trial["feasible"], trial["promised"]) == (True, (await order.until("short"))["promised"])

    async def kept() -> bool:
        return not [one for one in await trade.items("notify", "/promises") if one["cause"] == "trial.requested"]

    await within(SOON_S, kept)


async def test_what_stands_in_the_way_is_told(trade: Trade) -> None:
    item = await trade.keep(4, suppliers=())
    trial = await asked(trade, quantities={item: 10})
    assert (trial["feasible"], trial["promised"]) == (False, None)
    assert [reason["text"] for reason in trial["reasons"]] == [f"no supplier offers {item}"]
