"""What a customer hears of how his order stands: nothing of suppliers, costs and judgements (SAL-20, SAL-22, NOT-6)."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from contracts.delays import Because
from contracts.stages import Word
from contracts.texts import Text
from contracts.value import Value
from services.sales.order.rules.document import Order
from services.sales.order.rules.stage import stage_of

NOT_CONFIRMED = Text("not confirmed yet")
CONFIRMED = Text("confirmed")
DONE: dict[Word, Text] = {
    **dict.fromkeys(("received", "incomplete", "in_review", "reviewed", "infeasible"), NOT_CONFIRMED),
    **dict.fromkeys(("confirmed", "short"), CONFIRMED),
    "reserved": Text("confirmed, its goods are set aside"),
    "released": Text("confirmed, its goods are being packed"),
    "dispatched": Text("on its way"),
    "delivered": Text("delivered"),
    "accepted": Text("delivered and accepted"),
}
IN_PART = Text("a part is on its way")
CONFIRMING = Text("our confirmation with the promised day")
PACKING = Text("its goods are set aside and packed")
NEXT: dict[Word, Text] = {
    **dict.fromkeys(("received", "incomplete", "in_review", "reviewed", "infeasible"), CONFIRMING),
    **dict.fromkeys(("confirmed", "short"), PACKING),
    "reserved": Text("its goods are packed"),
    "released": Text("its goods leave"),
    "dispatched": Text("it is delivered to you"),
    "delivered": Text("your acceptance"),
    "accepted": Text("our invoice and your payment"),
}
WE_GO_ON = Text("we go on as soon as we have it")
MEASURES: dict[Because, Text] = {
    "supply": Text("it is ordered, and we follow its delivery up"),
    "procurement": Text("we are buying it"),
    "advance": Text("the goods leave once it is paid"),
    "packing": Text("the goods leave as soon as they may"),
    "carriage": Text("we ask the carrier for the earliest day"),
}
IN_TIME = Text("we follow it up, and tell you at once should it be late")
Held = tuple[Text, Text]
"""What holds an order up, and what we do about it."""


class Late(Protocol):
    """What is known of a delay."""

    @property
    def because(self) -> Because: ...
    @property
    def item(self) -> str: ...
    @property
    def until(self) -> date | None: ...


class Progress(Value):
    """An order in the words of the report to its customer (NOT-6)."""

    done: Text
    held_up: Text | None
    """The bottleneck now; None where nothing that sales knows of holds it up."""
    measure: Text | None
    """What is done about that."""
    next: Text
    expected: date | None
    """When all of it will be there, as far as is known; None before it is confirmed, and when it is there."""


def progress_of(order: Order, today: date) -> Progress:
    stage = stage_of(order)
    held_up, measure = _held(order, stage, today) or (None, None)
    begun = stage in ("confirmed", "short", "reserved", "released") and order.dispatched
    expected = max(order.forecast.on, today) if order.forecast else None
    return Progress(
        done=IN_PART if begun else DONE[stage],
        held_up=held_up,
        measure=measure,
        next=NEXT[stage],
        expected=expected,
    )


def why_late(late: Late) -> Text:
    """The step that decides when all is there, as the customer may hear it."""
    until = late.until
    match late.because:
        case "supply":
            return Text("{item} comes to us[ on {until}]", item=late.item, until=until)
        case "procurement":
            return Text("{item} is still to be bought[ and can be here on {until}]", item=late.item, until=until)
        case "advance":
            return Text("the advance is not paid[; it was due on {until}]", until=until)
        case "packing":
            return Text("the goods can leave[ on {until}] at the earliest", until=until)
        case "carriage":
            return Text("the carrier brings the goods[ on {until}]", until=until)


def _held(order: Order, stage: Word, today: date) -> Held | None:
    """What waits for the customer himself comes first: nobody else can end it."""
    return _with_customer(order, stage, today) or (_with_us(order, stage) if order.status == "confirmed" else None)


def _with_customer(order: Order, stage: Word, today: date) -> Held | None:
    offered = order.alternatives
    if order.being_rescued:
        return Text("you wish to cancel it"), Text("we will speak with you about that")
    waits = offered and offered.choice is None and offered.version == order.version
    if offered and waits and offered.answer_by >= today:
        return Text("your choice of the alternatives, until {day}", day=offered.answer_by), WE_GO_ON
    if stage == "incomplete":
        return Text("your answer on: {missing}", missing=order.missing), WE_GO_ON
    if stage == "reviewed" and order.awaits:
        return Text("your approval of the samples {samples}", samples=order.awaits), WE_GO_ON
    return _with_his_bank(order, stage) if order.status == "confirmed" and not order.all_dispatched else None


def _with_his_bank(order: Order, stage: Word) -> Held | None:
    asked = order.current_advance
    if asked and asked.outstanding:
        return Text("your advance[, due on {day}]", day=asked.due), MEASURES["advance"]
    if stage != "reserved" or order.credit_is_in_order:
        return None
    if here := order.current_credit:
        return Text("your letter of credit {number} does not fit the order", number=here.number), WE_GO_ON
    return Text("your letter of credit is not here"), WE_GO_ON


def _with_us(order: Order, stage: Word) -> Held | None:
    seen, delay = order.forecast, order.delay
    if seen and delay and not delay.ended:
        return why_late(seen), MEASURES[seen.because]
    if order.impossible:
        return Text("{items} cannot be had", items=order.impossible.items), Text("we look for a way out, and offer it")
    if stage == "short":
        items = tuple(dict.fromkeys(lack.item for lack in order.lacks))
        return Text("{items} must come to us first", items=items), IN_TIME
    return None
