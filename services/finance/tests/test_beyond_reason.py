"""What was stored before the doors had bounds, and settings that nobody can mean (FIN-1, FIN-4)."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import asyncpg
import pytest

from chassis.environment import SettingsFault
from chassis.known_settings import insist_on_known_settings
from contracts.finance import InvoiceIssued
from services.finance.advances import handlers as advances
from services.finance.invoices import handlers as invoices
from services.finance.tests.samples import Order
from tests.needs import needs

CONTENT = "SELECT content FROM order_content WHERE order_id = $1"
OLD = "UPDATE order_content SET content = $2 WHERE order_id = $1"


async def grow_old(db: asyncpg.Connection, order: Order, **changes: object) -> None:
    """The order's content as an earlier gendan took it."""
    content = json.loads(await db.fetchval(CONTENT, order.id))
    await db.execute(OLD, order.id, json.dumps(content | changes))


@needs("FIN-1")
@pytest.mark.parametrize("days", [9999999, 20261127, 3651])
async def test_terms_of_days_beyond_reason_are_billed_with_the_most_that_is_and_stop_no_neighbour(
    db: asyncpg.Connection, days: int
) -> None:
    """FIN-1: the goods have left; ten years is the longest term there is."""
    good, odd = Order(number="SO-1"), Order(number="SO-2")
    await advances.agree(db, [good.confirmed(), odd.confirmed()])
    await grow_old(db, odd, terms={"days": days, "advance_share": "0"})
    outcomes = await invoices.issue(db, [good.dispatched(line1="10"), odd.dispatched(line1="10")])
    issued = [said for outcome in outcomes if isinstance(outcome, tuple) for said in outcome]
    terms = [said.due - said.issued_on for said in issued if isinstance(said, InvoiceIssued)]
    assert terms == [timedelta(days=30), timedelta(days=3650)]


@pytest.mark.parametrize(
    "changes",
    [
        {"wanted": "9999-12-31"},
        {"promised": "0001-01-01"},
        {"deliver_to": {"street": "1 Road", "city": "X", "country": "ZZ"}},
        {"terms": {"days": -1, "advance_share": "0"}},
    ],
)
async def test_what_an_invoice_does_not_need_keeps_none_from_being_written(
    db: asyncpg.Connection, changes: dict[str, object]
) -> None:
    order = Order()
    await advances.agree(db, [order.confirmed()])
    await grow_old(db, order, **changes)
    ((issued,),) = await invoices.issue(db, [order.dispatched(line1="10")])  # type: ignore[misc]
    assert isinstance(issued, InvoiceIssued)
    assert issued.total.amount == 100


@pytest.mark.parametrize(
    ("name", "came", "expected"),
    [
        ("HOLD_AFTER_DAYS", "9999999", "0 to 3650 days"),
        ("HOLD_AFTER_DAYS", "-1", "0 to 3650 days"),
        ("ADVANCE_DUE_DAYS", "20261127", "0 to 3650 days"),
        ("WRITE_OFF_UP_TO", "1e40", "10^30"),
        ("REFUNDS", "by hand", "'automatic' or 'by_hand'"),
    ],
)
def test_a_setting_that_nobody_can_mean_ends_the_start_with_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, came: str, expected: str
) -> None:
    monkeypatch.setenv(f"GENDAN_FINANCE_{name}", came)
    with pytest.raises(SettingsFault) as fault:
        insist_on_known_settings()
    assert f"setting GENDAN_FINANCE_{name}" in str(fault.value)
    assert expected in str(fault.value)


def test_the_settings_are_read_before_anything_is_heard() -> None:
    """A wrong one ends the start; it does not become a dead letter of each order."""
    wrong = {**os.environ, "GENDAN_FINANCE_HOLD_AFTER_DAYS": "9999999"}
    start = [sys.executable, "-m", "services.finance"]
    ended = subprocess.run(start, env=wrong, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("setting GENDAN_FINANCE_HOLD_AFTER_DAYS: ")
    assert "came '9999999'" in ended.stderr
