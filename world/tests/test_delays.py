"""The merchandiser offers a customer ways out of a delay, and he chooses one of them."""

from datetime import date
from typing import Any

import pytest

from world.cast import Cast
from world.delays import Delays
from world.tests.chances import Always, Never
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("SAL-20", "SAL-10")

TODAY = date(2026, 3, 10)


def late(**but: Any) -> dict[str, Any]:
    options = [{"way": way} for way in ("ship_in_part", "other_supplier", "new_date")]
    told = {"on": "2026-03-30", "late": True, "because": "supply", "until": "2026-03-20", "options": options}
    about = {"order_id": "o1", "number": "SO-1", "version": 2, "customer_po": "A", "customer": "C-1"}
    return {**about, "merchandiser": "lin.xia", "forecast": told | but}


def offers(path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """As sales does: what was asked for is offered."""
    if not path.endswith("offer-alternatives"):
        return 200, {}
    return 200, {"alternatives": {"offer": 1, "offered": body["alternatives"]}}


async def agreed(order: dict[str, Any], chance: Any, counters: Counters | None = None) -> Counters:
    counters = counters or Counters(answering=offers)
    counters.shown["notify/exceptions?open"] = [{"orders": ["o1"]}]
    counters.shown["sales/orders/o1"] = order
    async with counters.api() as api:
        await Delays(Cast(api, {}), chance).act(TODAY)
    return counters


async def test_a_customer_chooses_from_what_is_possible_of_a_late_order() -> None:
    counters = await agreed(late(), Always(1))
    offer, choice = counters.asked
    assert (offer.path, offer.key) == ("/orders/o1/offer-alternatives", "offer:SO-1:2")
    assert (offer.person, choice.person) == ("lin.xia:merchandiser", "C-1:customer")
    assert [(one["way"], one["promised"]) for one in offer.body["alternatives"]] == [
        ("new_date", "2026-04-01"),
        ("ship_in_part", "2026-04-01"),
    ]
    assert (offer.body["answer_by"], offer.body["expected_version"]) == ("2026-03-17", 2)
    assert (choice.path, choice.key) == ("/orders/o1/choose-alternative", "choose:SO-1:2")
    assert (choice.body["choice"], choice.body["expected_offer"]) == (1, 1)


async def test_who_has_nothing_here_is_offered_a_date_alone() -> None:
    counters = await agreed(late(options=[{"way": "new_date"}], because="carriage"), Always(1))
    offer, choice = counters.asked
    assert [one["way"] for one in offer.body["alternatives"]] == ["new_date"]
    assert choice.body["choice"] == 1


async def test_a_customer_who_does_not_agree_waits_for_what_comes() -> None:
    assert (await agreed(late(), Never(1))).asked == []


@pytest.mark.parametrize(
    "but", [{"late": False}, {"because": "procurement"}, {"because": "packing"}, {"until": "2026-03-10"}]
)
async def test_where_nobody_has_named_a_day_there_is_nothing_to_agree_on(but: dict[str, Any]) -> None:
    assert (await agreed(late(**but), Always(1))).asked == []


async def test_what_sales_does_not_offer_is_not_chosen() -> None:
    counters = Counters(answering=lambda _path, _body: (409, {"type": "/problems/stale-version"}))
    assert [one.key for one in (await agreed(late(), Always(1), counters)).asked] == ["offer:SO-1:2"]


async def test_an_exception_of_an_order_that_is_there_asks_for_no_date() -> None:
    assert (await agreed({**late(), "forecast": None}, Always(1))).asked == []
