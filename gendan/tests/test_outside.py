"""A world that is started again beside a company that went on."""

from datetime import UTC, date, datetime

from chassis.clock import Clock
from gendan.outside import to_come
from world.arrival import Arrival
from world.tests.counters import Counters

DAY = date(2026, 3, 10)


def _order(customer: str, po: str) -> dict[str, str]:
    return {"customer": customer, "customer_po": po}


async def test_a_world_that_is_started_again_sends_only_what_sales_does_not_have() -> None:
    schedule = [Arrival(DAY, f"orders:{po}", _order("K", po)) for po in ("A", "B", "C")]
    counters = Counters(shown={"sales/orders": [_order("K", "B"), _order("L", "C")]})
    async with counters.api() as api:
        assert [one.key for one in await to_come(api, schedule)] == ["orders:A", "orders:C"]


def test_a_play_counts_its_days_from_the_evening_in_its_own_zone_on_which_it_began() -> None:
    begun = datetime(2026, 3, 9, 20, tzinfo=UTC)
    assert Clock.of("Asia/Shanghai", begun, wall=0.0, rate=4_000.0).first_day() == DAY
