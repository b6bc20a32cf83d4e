"""Five hundred orders in one request: each is taken or refused by itself, and once (SAL-2)."""

from typing import Any

from tests.integration.bodies import CUSTOMER_MASTER, draft
from tests.integration.order import SOON_S
from tests.integration.switches import Switch
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within
from world.client import Answer

pytestmark = needs("SAL-2")

CUSTOMER = "BATCH"
"""Whose orders no other story places: none of theirs waits among these."""
BAD: dict[int, dict[str, Any]] = {
    7: {"currency": "dollars"},
    250: {"lines": [{"line": 0, "item": "any", "quantity": "-1"}], "customer_po": ""},
    499: {"customer": "no such code!"},
}


def batch(item: str) -> list[tuple[str, dict[str, Any]]]:
    """Five hundred drafts, three of them bad; each with its idempotency key."""
    return [(f"batch-{n:05d}", draft(f"BATCH-{n}", {item: 1}, customer=CUSTOMER) | BAD.get(n, {})) for n in range(500)]


def fields(answer: Answer) -> set[str]:
    return {fault["field"] for fault in answer.body["faults"]}


async def test_the_good_are_taken_the_bad_are_answered_with_all_their_faults_and_again_none_is_taken(
    trade: Trade, switch: Switch
) -> None:
    switch("sales", confirm="by_hand")
    await trade.put("sales", f"/customers/{CUSTOMER}", CUSTOMER_MASTER)
    item = await trade.keep(1000)
    merchandiser = trade.company.api.acting_as("li.na", "merchandiser")
    answers = await merchandiser.batch("sales", "/orders/batch", batch(item))
    refused = {n: answer for n, answer in enumerate(answers) if not answer.ok}
    assert {n: fields(answer) for n, answer in refused.items()} == {
        7: {"currency"},
        250: {"lines.0.line", "lines.0.quantity", "customer_po"},
        499: {"customer"},
    }
    orders = {answer.body["order_id"] for answer in answers if answer.ok}
    assert len(orders) == 497

    again = await merchandiser.batch("sales", "/orders/batch", batch(item))
    assert [answer.body for answer in again if answer.ok] == [answer.body for answer in answers if answer.ok]
    anew = await merchandiser.batch("sales", "/orders/batch", [(f"again-{key}", body) for key, body in batch(item)])
    assert {answer.body["order_id"] for answer in anew if answer.ok} == orders

    async def all_reviewed() -> bool:
        return await trade.waiting_for("to be confirmed", CUSTOMER) == 497

    await within(SOON_S, all_reviewed)
