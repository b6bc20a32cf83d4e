"""An order's stories without Kafka: fast enough to tell every turn of them."""

from tests.needs import needs
from tests.simulation.invariants import check_end
from tests.simulation.outside import Outside
from tests.simulation.playing import play_to_the_end


async def test_a_clean_order_runs_through_all_departments_and_closes(outside: Outside) -> None:
    await outside.open_trade({"bolt": 100})
    await outside.order("PO-1", {"bolt": 10})
    await play_to_the_end(outside)
    assert (await outside.sales_order("PO-1"))["stage"] == "closed"
    assert not outside.refused
    await check_end(outside)


@needs("PUR-1", "WHS-3")
async def test_a_short_order_is_bought_received_and_closes(outside: Outside) -> None:
    await outside.open_trade({"bolt": 4})
    await outside.order("PO-1", {"bolt": 10})
    await play_to_the_end(outside)
    assert (await outside.sales_order("PO-1"))["stage"] == "closed"
    await check_end(outside)
