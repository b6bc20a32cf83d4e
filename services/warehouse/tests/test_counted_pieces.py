"""A blind count of an item with serial numbers names what is found; the other pieces are missing by name (WHS-1)."""

from typing import Any

import pytest

from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.test_pieces_by_place import PLACES, asked, move, places
from services.warehouse.tests.test_serials import ordered, pack, pumps, sold, stands
from tests.needs import needs

pytestmark = needs("WHS-1")
__all__ = ["pumps"]


def line(place: str, *serials: str, **more: Any) -> dict[str, Any]:
    return {"item": "pump", "place": place, "serials": serials} | more


async def opened(call: Caller, **asked: Any) -> str:
    return str((await call("POST", "/stock-counts", asked or {"items": ["pump"]})).json()["number"])


async def record(call: Caller, count: str, *lines: dict[str, Any]) -> Any:
    return (await call("POST", f"/stock-counts/{count}/record", {"lines": lines})).json()


async def seen(call: Caller, count: str, role: str = "accountant") -> Any:
    return (await call("GET", f"/stock-counts/{count}", role=role)).json()


async def settle(call: Caller, count: str, reason: str = "盘点差异", decision: str = "book") -> Any:
    """By somebody who did not count."""
    await call.engine.pool.execute(
        "UPDATE stock_count SET document = replace(document::text, 'li.na', 'wang.wei')::json WHERE number = $1", count
    )
    asked = {"decision": decision, "reason": reason}
    return (await call("POST", f"/stock-counts/{count}/settle", asked, role="accountant")).json()


@pytest.fixture
async def here(pumps: Caller) -> Caller:
    """P-1, P-2 and P-3 at A-1, P-4 at B-1."""
    await pumps("PUT", "/stock/pump", PLACES)
    await ordered(pumps, "P-1", "P-2", "P-3")
    await ordered(pumps, "P-4", place="B-1")
    return pumps


async def test_who_counts_pieces_names_each_once_and_all_faults_are_told(here: Caller) -> None:
    count = await opened(here)
    refused = await record(here, count, line("A-1", "P-1", "P-2", quantity="3"), line("B-1", "P-2", "P-2"))
    assert refused["type"] == "/problems/pieces-unnamed"
    assert "3 of pump were counted at A-1, and 2 are named" in refused["detail"]
    assert "counted twice: P-2" in refused["detail"]
    lot = (await ordered(here, "P-5", lot="L-1"))["number"]
    assert "of another lot: P-1" in (await record(here, count, line("A-1", "P-1", lot=lot)))["detail"]
    assert (await record(here, count, line("A-1", quantity="3")))["type"] == "/problems/pieces-unnamed"
    assert (await record(here, count, line("A-1", "P-1", "P-2", "P-3")))["state"] == "to count"


async def test_what_is_missing_and_what_is_found_is_told_by_name_to_who_settles_and_booked(here: Caller) -> None:
    count = await opened(here)
    blind = await record(here, count, line("A-1", "P-1", "P-9"), line("B-1", "P-4", "P-3"))
    assert (blind["state"], blind["missing"], blind["found"]) == ("counted", [], [])
    told = await seen(here, count)
    assert told["missing"] == [{"item": "pump", "serial": "P-2", "place": "A-1"}]
    assert [(one["serial"], one["place"]) for one in told["found"]] == [("P-3", "B-1"), ("P-9", "A-1")]
    assert (await settle(here, count, reason=""))["type"] == "/problems/unexplained"
    booked = await settle(here, count)
    assert (booked["state"], booked["settled_by"], booked["reason"]) == ("booked", "li.na", "盘点差异")
    assert await places(here, "P-1", "P-2", "P-3", "P-4", "P-9") == ["A-1", "written off", "B-1", "B-1", "A-1"]
    assert (await here("GET", "/stock/pump")).json()["on_hand"] == "4"
    assert (await here("GET", "/check", role="management")).json()["ok"]


async def test_one_piece_in_place_of_another_is_a_difference_though_as_many_lie_there(here: Caller) -> None:
    count = await opened(here, place="B-1")
    await record(here, count, line("B-1", "P-8"))
    told = await seen(here, count)
    assert [one["serial"] for one in (*told["missing"], *told["found"])] == ["P-4", "P-8"]
    assert (await settle(here, count, reason=""))["type"] == "/problems/unexplained"
    assert (await settle(here, count))["state"] == "booked"
    assert await stands(here, "P-4", "P-8") == ["written off", "in stock"]
    back = await opened(here, place="B-1")
    await record(here, back, line("B-1", "P-8", "P-4"))
    await settle(here, back)
    assert await places(here, "P-4", "P-8") == ["B-1", "B-1"], "what was written off is found again"


async def test_a_piece_that_the_book_has_elsewhere_is_not_booked_into_a_second_place(here: Caller) -> None:
    _, shipment = await sold(here, 1)
    await pack(here, shipment, "P-1")
    count = await opened(here, place="B-1")
    await record(here, count, line("B-1", "P-4", "P-3", "P-1"))
    refused = await settle(here, count)
    assert (refused["type"], refused["detail"].split(";")[0]) == (
        "/problems/found-elsewhere", "By the book these pieces are elsewhere: P-1, P-3",
    )  # fmt: skip
    assert (await settle(here, count, decision="count_again"))["lines"][0]["serials"] == []


async def test_pieces_that_changed_places_while_they_were_counted_are_counted_again(here: Caller) -> None:
    count = await opened(here, place="B-1")
    await record(here, count, line("B-1", "P-4"))
    away = await asked(here, 1, source="B-1", destination="A-1")
    await move(here, away, "dispatch", "P-4")
    come = await asked(here, 1)
    await move(here, come, "dispatch", "P-2")
    await move(here, come, "receive")
    assert (await settle(here, count))["type"] == "/problems/moved-meanwhile"
