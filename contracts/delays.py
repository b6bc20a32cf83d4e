"""What sales says of an order that will be late: when it will be there, why, and what may be done about it (SAL-20)."""

from __future__ import annotations

from typing import Literal

from contracts.event import OrderEvent, Promise, working_hours
from contracts.milestones import Milestone
from contracts.scalars import Count, Day
from contracts.sentences import Sentence
from contracts.value import Value

Because = Literal["supply", "procurement", "advance", "packing", "carriage"]
"""The step that decides when all of an order is there."""
Way = Literal["ship_in_part", "other_supplier", "express_carriage", "new_date"]
"""What may be done about a delay."""
DelayEnd = Literal["recovered", "agreed", "arrived", "cancelled"]
"""In time again; the customer agreed to another date; it is there, late; nobody waits for it any more."""

BECAUSE: dict[Because, Sentence] = {
    "supply": Sentence(
        en="{item} comes[ from {supplier}][ on {until}][: {words}]",
        zh="{item}[ 由 {supplier}][ 于 {until}] 到货[：{words}]",
    ),
    "procurement": Sentence(
        en="{item} is still to be bought[ and can be here on {until}]", zh="{item} 尚待采购[，最早 {until} 到货]"
    ),
    "advance": Sentence(en="the advance is not paid[, due on {until}]", zh="预付款未到[，应于 {until} 付清]"),
    "packing": Sentence(en="the goods can leave[ on {until}] at the earliest", zh="货物最早[ {until}] 出仓"),
    "carriage": Sentence(
        en="the carrier brings the goods[ on {until}][: {words}]", zh="承运人[ 于 {until}] 送达[：{words}]"
    ),
}
"""``until`` is the day on which that step is over; ``words`` are the supplier's or the carrier's own."""
OVER_WITH: dict[Because, Milestone] = {
    "supply": "supplied",
    "procurement": "supplied",
    "advance": "released",
    "packing": "dispatched",
    "carriage": "delivered",
}
"""The milestone that an order comes to when that step is over."""
WAYS: dict[Way, Sentence] = {
    "ship_in_part": Sentence(en="ship in part what is here[: there on {on}]", zh="现有货物先分批发出[：{on} 送达]"),
    "other_supplier": Sentence(en="buy from another supplier", zh="改由备选供应商供货"),
    "express_carriage": Sentence(
        en="send it by the fastest transport[: there on {on}]", zh="改用最快的运输方式[：{on} 送达]"
    ),
    "new_date": Sentence(en="agree on a new date with the customer[: {on}]", zh="与客户商定新交期[：{on}]"),
}


class Option(Value):
    """A way out, and when all of the order (of a part shipment: what is here) would be with the customer by it."""

    way: Way
    on: Day | None = None

    def __str__(self) -> str:
        return f"{self.way} {self.on}" if self.on else self.way


class DelayEvent(OrderEvent):
    """An event about a delay of an order: it is forecast to be later with the customer than promised (SAL-20)."""

    order_version: Count
    delay: Count
    """Counts the delays of an order; the same as long as it stays late."""
    promised: Day
    """What the customer counts on."""


def _late(because: Sentence) -> Sentence:
    return Sentence(
        en=f"late: there on {{forecast}}, promised for {{promised}}; {because.en}",
        zh=f"交期预警：预计 {{forecast}} 到货，承诺 {{promised}}；{because.zh}",
    )


class DelayForecast(DelayEvent, topic="delay.forecast", said_by="sales"):
    """The order will be later than promised, as far as is known today; said again when the date changes (SAL-20)."""

    summary = Sentence(
        en="late: there on {forecast}, promised for {promised}",
        zh="交期预警：预计 {forecast} 到货，承诺 {promised}",
        when={f"because={step}": _late(sentence) for step, sentence in BECAUSE.items()},
    )

    forecast: Day
    """When all of it will be there: the earliest day that is still possible, in the company's zone."""
    because: Because
    """The step that decides it."""
    item: str = ""
    supplier: str = ""
    until: Day | None = None
    """When that step is over."""
    words: str = ""
    """Why, in the words of the supplier or the carrier."""
    options: tuple[Option, ...] = ()
    then = (
        Promise(
            of=("delay.ended",),
            by="sales",
            within=working_hours(8),
            counted_by="delay",
            alarming=True,
            outside="the customer",
        ),
    )

    @property
    def reason(self) -> str:
        return self.because


class DelayEnded(DelayEvent, topic="delay.ended", said_by="sales"):
    """The order is not later than promised any more, or nobody waits for it (SAL-20)."""

    summary = Sentence(
        en="no longer late: it is expected in time",
        zh="交期恢复正常",
        when={
            "how=agreed": Sentence(en="the customer agreed to {promised}", zh="客户同意新交期 {promised}"),
            "how=arrived": Sentence(en="arrived later than promised", zh="货物已迟到送达"),
            "how=cancelled": Sentence(en="nobody waits for the late order any more", zh="订单取消，延期终止"),
        },
    )

    how: DelayEnd
