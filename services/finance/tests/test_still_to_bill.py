"""What an order comes to: what is billed, and what is still to be billed, however it is changed (FIN-1, FIN-4)."""

from decimal import Decimal
from itertools import permutations
from typing import Any

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.finance import AdvanceRequested
from contracts.order import OrderContent
from services.finance.account.rules.account import Account
from services.finance.account.rules.billing import billed, still_to_ship
from services.finance.advances import rules as advances
from services.finance.credit.handlers import learn, review
from services.finance.house import HOUSE
from services.finance.payments import rules as payments
from services.finance.returns import rules as returns
from services.finance.tests.samples import TODAY, Lines, Order, agreed, customer, shipped
from tests.needs import needs

pytestmark = needs("FIN-1")


def change(account: Account, order: Order, lines: Lines | None = None, **terms: Any) -> Account:
    return advances.agree(account, order.changed(lines, **terms), TODAY, 7).document


def nine_of_ten_billed(**terms: Any) -> tuple[Order, Account]:
    order = Order({1: ("10", "100")}, **terms)
    account = agreed(order)
    if account.advance.outstanding:
        account = payments.settle(account, order.payment(str(account.advance.outstanding)), "automatic").document
    return order, shipped(account, order, order.dispatched(line1="9")).document


@needs("FIN-4")
def test_a_price_changed_under_way_counts_for_what_is_still_to_leave() -> None:
    """FIN-4: ten at 100, nine billed; the last one at 200 is 200 more, and nothing when it is billed too."""
    order, account = nine_of_ten_billed()
    account = change(account, order, {1: ("10", "200")})
    assert (account.value, account.open_value) == (Decimal(1100), Decimal(200))
    assert account.raised
    account = shipped(account, order, order.dispatched(line1="1")).document
    assert (account.value, account.open_value) == (Decimal(1100), Decimal(0))


@needs("FIN-2")
def test_an_advance_after_a_change_of_price_is_its_share_of_what_will_have_been_billed() -> None:
    """FIN-2: 30 % of 1,100, of which 300 came; the last piece does not wait for a share of 2,000."""
    order, account = nine_of_ten_billed(share="0.3")
    (asked,) = advances.agree(account, order.changed({1: ("10", "200")}), TODAY, 7).events
    assert (asked.amount.amount, asked.received.amount) == (Decimal(330), Decimal(300))


@needs("FIN-1", "SAL-9")
@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ({"discount": "0"}, {"discount": "0.5"}, "250"),
        ({"discount": "0.5"}, {"discount": "0"}, "500"),
        ({"tax": "0"}, {"tax": "0.13"}, "565"),
        ({"tax": "0.13"}, {"tax": "0"}, "500"),
        ({"freight": "40"}, {"freight": "900"}, "500"),
    ],
)
def test_a_rate_changed_under_way_counts_for_what_is_still_to_leave(
    before: dict[str, Any], after: dict[str, Any], left: str
) -> None:
    """FIN-1, SAL-9: half of ten at 100 is billed; freight went with the first shipment."""
    order = Order({1: ("10", "100")}, **before)
    account = shipped(agreed(order), order, order.dispatched(line1="5")).document
    account = change(account, order, **after)
    assert account.open_value == Decimal(left)
    assert shipped(account, order, order.dispatched(line1="5")).document.open_value == 0


@needs("SAL-9")
def test_what_was_dropped_or_left_above_the_order_is_not_still_to_come() -> None:
    """SAL-9: line 2 is given up, and of line 1 more has left than the new version says."""
    order = Order({1: ("10", "10"), 2: ("5", "20")})
    account = shipped(agreed(order), order, order.dispatched(line1="8")).document
    account = change(account, order, {1: ("6", "10")})
    assert (account.value, account.open_value) == (Decimal(80), Decimal(0))


def test_what_came_back_is_credited_and_not_still_to_be_billed() -> None:
    """FIN-1: sales counts what has left; nothing is shipped again by itself."""
    order = Order()
    account = agreed(order)
    shipment = order.dispatched(line1="4")
    account = shipped(account, order, shipment).document
    back = order.back(shipment.shipment_id, whole=True)
    account = returns.credit(account, account.invoices[0], back, "CN-1", "automatic", TODAY).document
    assert (account.invoices[0].outstanding, account.open_value) == (Decimal(0), Decimal(60))


def bill_the_rest(account: Account, order: Order, content: OrderContent) -> Account:
    """All that the order still asks leaves, one piece of a line at a time, then the rest."""
    for part in (Decimal(1), None):
        left = still_to_ship(account.invoices, content)
        rest: Any = {f"line{line.line}": str(min(line.quantity, part or line.quantity)) for line in left}
        if rest:
            account = shipped(account, order, order.dispatched(**rest)).document
    return account


rates = st.sampled_from(["0", "0.03", "0.125", "0.5", "1"])
lines = st.dictionaries(
    st.integers(1, 3),
    st.tuples(st.integers(1, 9).map(str), st.sampled_from(["0", "0.337", "3.335", "100"])),
    min_size=1,
    max_size=3,
)
versions = st.fixed_dictionaries(
    {"lines": lines, "discount": rates, "tax": rates, "freight": st.sampled_from(["0", "7.005"]), "share": rates}
)
steps = st.lists(
    st.one_of(versions, st.tuples(st.integers(1, 3), st.integers(1, 4), st.booleans())), min_size=1, max_size=10
)


@needs("FIN-1", "FIN-4")
@given(first=versions, steps=steps, currency=st.sampled_from(["USD", "JPY", "KWD"]))
def test_after_any_changes_and_shipments_the_order_comes_to_all_its_invoices(
    first: dict[str, Any], steps: list[Any], currency: str
) -> None:
    """FIN-1, FIN-4: shipped short or above the order, at an old or the new version, with goods that come back."""
    order = Order(**first, currency=currency)
    account = agreed(order)
    for step in steps:
        account = _do(account, order, step)
        now = order.contents[order.version]
        ended = bill_the_rest(account, order, now)
        assert account.value == billed(ended.invoices)
        assert account.still_to_bill == billed(ended.invoices) - billed(account.invoices)
        assert ended.still_to_bill == ended.open_value == 0
        assert account.advance.asked == account.advance_wanted


def _do(account: Account, order: Order, step: Any) -> Account:
    if isinstance(step, dict):
        return change(account, order, **step)
    line, quantity, old = step
    version = 1 if old else order.version
    if line not in {known.line for known in order.contents[version].lines}:
        return account
    some: Any = {f"line{line}": str(quantity)}
    shipment = order.dispatched(version=version, **some)
    account = shipped(account, order, shipment).document
    if quantity < 4:
        return account
    one: Any = {f"line{line}": "1"}
    back = order.back(shipment.shipment_id, **one)
    return returns.credit(account, account.invoices[-1], back, "CN-1", "automatic", TODAY).document


def test_a_shipment_of_an_old_version_that_is_heard_late_asks_the_advance_anew() -> None:
    """Design, invariant 5: whichever of change and dispatch is heard first, the same advance is asked in the end."""
    order = Order({1: ("10", "100")}, share="0.3")
    account = agreed(order)
    account = payments.settle(account, order.payment("300"), "automatic").document
    left = order.dispatched(line1="9")
    account = change(account, order, {1: ("10", "200")})
    assert account.advance.asked == 600
    asked = shipped(account, order, left).events[-1]
    assert isinstance(asked, AdvanceRequested)
    assert (asked.amount.amount, asked.order_version) == (Decimal(330), 2)
    assert asked.due == account.advance.due


@needs("FIN-4")
async def test_the_credit_carries_the_same_whichever_is_heard_first(db: asyncpg.Connection) -> None:
    """FIN-4: the order in the book, its change and what left before it, in any order of the last two."""
    await learn(db, [customer("100000")])
    for n, (one, two) in enumerate(permutations(("change", "dispatch"))):
        order = Order({1: ("10", "100")}, number=f"SO-{n}", customer=f"C-{n}")
        await learn(db, [customer("100000", customer=f"C-{n}")])
        await review(db, [order.received()])
        first = order.confirmed()
        events = {"dispatch": order.dispatched(line1="9"), "change": order.changed({1: ("10", "200")})}
        for event in (first, events[one], events[two]):
            for handler in HOUSE.handles[type(event)]:
                await handler(db, [event])
    rows = await db.fetch("SELECT open_value FROM order_account")
    assert [row["open_value"] for row in rows] == [200, 200]
