"""Purchasing's figures while it runs (PUR-3)."""

from datetime import timedelta

import asyncpg
import pytest

from chassis import clock
from services.purchasing.needs import handlers as needs
from services.purchasing.policy import Policy
from services.purchasing.tests.made import confirmed, offer, short, topics
from services.purchasing.tests.test_handlers import one, sells
from tests.figures import put
from tests.needs import needs as shows


@shows("PUR-3")
async def test_a_tolerance_put_for_next_monday_holds_from_monday_on_and_not_before(
    db: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PUR-3: a fifth above the budget needs signatures until then, and none afterwards."""
    today = clock.today()
    monday = today + timedelta(days=7 - today.weekday())
    await sells(db, ("bolt", offer(asks="12")))
    await needs.take_versions(db, [confirmed(1, {"bolt": 10}), confirmed(2, {"bolt": 10})])
    await put(db, Policy, monday, tolerance="0.25")
    before = await one(needs.take_states, db, short(1, {"bolt": 10}, {"bolt": (1, 10)}))
    assert topics(before) == ["price.change_requested"]
    monkeypatch.setattr(clock, "today", lambda: monday)
    on_monday = await one(needs.take_states, db, short(2, {"bolt": 10}, {"bolt": (2, 20)}))
    assert topics(on_monday) == ["purchase.ordered"]
