"""What sales says: the order's life, its customers and its items."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from contracts.event import BY_TIME, Event, OrderEvent, Promise, days, hours, minutes, until, working_hours
from contracts.order import OrderContent, OrderDraft, Quadrant, ShipmentLine, Terms
from contracts.papers import Paper
from contracts.review import REVIEWERS, Reason
from contracts.scalars import Count, Country, Currency, Day, Number, Quantity, Rank
from contracts.sentences import Sentence
from contracts.value import Value

REVIEWS = ("stock.reviewed", "supply.reviewed", "route.reviewed", "credit.reviewed")
JUDGEMENTS = ("stock.judged", "supply.judged", "route.judged", "credit.judged")
_REVIEWED = tuple(
    Promise(of=(topic,), by=by, within=hours(48), when="complete", provisional=True)
    for topic, by in zip(REVIEWS, REVIEWERS, strict=True)
)
_DECIDED = Promise(
    of=("order.confirmed", "order.rejected"), by="sales", within=hours(48), when="complete", provisional=True
)
_COMPLETED = Promise(
    of=("order.clarified", "order.rejected"),
    by="sales",
    within=hours(48),
    when="missing",
    by_newer_version=True,
    provisional=True,
    outside="the customer",
)
_CREDIT_COMES = Promise(
    of=("lc.received", "lc.compared"),
    by="logistics",
    within=until("wanted"),
    when="by_credit",
    provisional=True,
    suspends=("order.released",),
    outside="the customer",
)
_SUPPLIED = Promise(of=("stock.reserved", "stock.short"), by="warehouse", within=minutes(10), provisional=True)


class CustomerChanged(Event, topic="customer.changed", key="customer"):
    """A customer's trading data, whole; the highest version holds (SAL-15). Contacts stay in sales."""

    compacted = True

    customer: str
    version: Count
    name: str
    grade: Literal["A", "B", "C"]
    country: Country
    currency: Currency
    language: str
    terms: Terms
    credit_limit: Number
    """In the customer's currency."""
    active: bool = True
    tax_number: str = ""
    """His VAT number with its country before it, or another number of his with the authorities (FIN-1)."""
    merchandiser: str | None = None
    """Who answers for him (person code), and sees him where each sees his own customers alone (ALL-3)."""


class ItemChanged(Event, topic="item.changed", key="item"):
    """An item's master data, whole; the highest version holds (SAL-25)."""

    compacted = True

    item: str
    version: Count
    name: str
    unit: str
    weight_kg: Quantity
    volume_m3: Quantity
    critical: bool = False
    discontinued: bool = False
    """Sold while stock lasts, bought from nobody."""
    customs_code: str = ""
    """Of the Harmonized System or a national tariff, digits alone; empty where it is not known (LOG-8)."""
    origin: Country | None = None
    """The country that it was made in."""
    serialised: bool = False
    """Each piece has a serial number of its own, which is told when it comes, leaves and comes back (WHS-1)."""


class OrderVersion(OrderEvent):
    """One state of the order document; the highest version holds."""

    version: Count

    @property
    def order_version(self) -> int:
        return self.version


class _Unconfirmed(OrderVersion):
    content: OrderContent | OrderDraft
    missing: tuple[str, ...] = ()
    """The fields that the customer must still tell (SAL-3); empty when the order is complete."""

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def reference(self) -> str:
        """What order.placed calls the order: the customer's code and his PO number."""
        return f"{self.content.customer}/{self.content.customer_po}"


class OrderReceived(_Unconfirmed, topic="order.received"):
    """An order is in the book (SAL-2)."""

    stage = "received"
    summary = Sentence(
        en="order received[, version {version}][; still to be told: {missing}]",
        zh="收到订单[，第 {version} 版][；尚缺：{missing}]",
    )
    for_customer = ("version", "missing")

    then = (*_REVIEWED, _DECIDED, _COMPLETED)


class OrderClarified(_Unconfirmed, topic="order.clarified"):
    """A newer version of an order before its confirmation (SAL-3)."""

    stage = "received"
    summary = Sentence(
        en="order clarified[, version {version}][; still to be told: {missing}]",
        zh="订单已补全[，第 {version} 版][；尚缺：{missing}]",
    )
    for_customer = ("version", "missing")

    then = (*_REVIEWED, _DECIDED, _COMPLETED)


class TrialRequested(Event, topic="trial.requested", key="trial_id"):
    """Somebody asks whether and by when an order could be served, without placing it (SAL-24)."""

    trial_id: UUID
    content: OrderContent
    """What would be ordered; its number is the trial's: TR-2026-000123."""
    then = tuple(
        Promise(of=(topic,), by=by, within=minutes(10), match=("trial_id",))
        for topic, by in zip(JUDGEMENTS, REVIEWERS, strict=True)
    )

    @property
    def order(self) -> OrderReceived:
        """The order that it would be, which each department judges by its own rule for reviews."""
        return OrderReceived(order_id=self.trial_id, version=1, content=self.content)


class OrderRejected(OrderVersion, topic="order.rejected"):
    """Not feasible or not wanted; final (SAL-5)."""

    ends = "rejected"
    summary = Sentence(en="order rejected[: {reasons}]", zh="订单被拒绝[：{reasons}]")
    for_customer = ()

    reasons: tuple[Reason, ...]


class _Binding(OrderVersion):
    content: OrderContent
    reason: str = ""

    @property
    def by_credit(self) -> bool:
        """A letter of credit is to pay it: nothing leaves before that is in order (SAL-17)."""
        return self.content.terms.by_credit

    @property
    def wanted(self) -> Day:
        return self.content.wanted


class OrderConfirmed(_Binding, topic="order.confirmed"):
    """The order is accepted; every department may act on it (SAL-8)."""

    stage = "confirmed"
    summary = Sentence(en="order confirmed[, version {version}]", zh="订单已确认[，第 {version} 版]")
    for_customer = ("version",)

    then = (_SUPPLIED, _CREDIT_COMES)


class OrderChanged(_Binding, topic="order.changed"):
    """A new version of a confirmed order (SAL-9)."""

    stage = "confirmed"
    summary = Sentence(
        en="order changed[ to version {version}][: {reason}]",
        zh="订单已变更[为第 {version} 版][：{reason}]",
        when={
            "reason=dispatched_first": Sentence(
                en="order changed[ to version {version}] to what really left",
                zh="订单已变更[为第 {version} 版]，以实际发货为准",
            ),
            "reason=reviewed_anew": Sentence(
                en="order changed[ to version {version}]: a new promised date after its review",
                zh="订单已变更[为第 {version} 版]：评审后重新承诺交期",
            ),
        },
    )
    for_customer = ("version",)

    then = (_SUPPLIED, _CREDIT_COMES)


class ReviewRequested(OrderEvent, topic="review.requested"):
    """A confirmed order was changed: each department judges what is still to leave of it, and keeps what it holds for
    it meanwhile (SAL-9)."""

    summary = Sentence(
        en="the departments are asked about version {order_version}", zh="请各部门评审第 {order_version} 版"
    )

    order_version: Count
    content: OrderContent
    """All of the order as it was changed."""
    left: tuple[ShipmentLine, ...] = ()
    """How much of each line was dispatched already."""
    then = tuple(
        Promise(of=(topic,), by=by, within=hours(48), provisional=True)
        for topic, by in zip(REVIEWS, REVIEWERS, strict=True)
    )

    @property
    def order(self) -> OrderReceived:
        """What is still to leave, which a department judges by its own rule for reviews."""
        left = {line.line: line.quantity for line in self.left}
        rest = (line.but(quantity=line.quantity - left.get(line.line, 0)) for line in self.content.lines)
        content = self.content.but(lines=tuple(line for line in rest if line.quantity > 0))
        return OrderReceived(order_id=self.order_id, version=self.order_version, content=content)


class OrderWeighed(OrderEvent, topic="order.weighed"):
    """It is served sooner or later than before, though it is no other version: its day came nearer, or its customer's
    grade is another (SAL-7)."""

    summary = Sentence(en="priority {priority} from now on", zh="优先级现为 {priority}")

    order_version: Count
    """That of the content which was weighed."""
    weighed: Count
    """How often the order was weighed otherwise until now; the highest holds."""
    priority: Rank
    """Higher is served first."""
    quadrant: Quadrant


class OrderHandedOver(OrderEvent, topic="order.handed_over"):
    """From now on another person answers for an order; its content and version stay (NOT-10)."""

    summary = Sentence(
        en="handed over from {was} to {merchandiser}[ by {handover}]",
        zh="跟单员由 {was} 交接给 {merchandiser}[（交接单 {handover}）]",
    )

    order_version: Count
    """That of the content which has the new merchandiser; a later one says who he is itself."""
    handed: Count
    """How often the order was handed over until now; the highest holds."""
    merchandiser: str
    """Who answers for it now (person code)."""
    was: str
    """Who did before."""
    handover: str
    """The number of the handover: HO-2026-000123."""


class OrderCancelled(OrderVersion, topic="order.cancelled"):
    """Undo what was done for the order; final (SAL-9)."""

    ends = "cancelled"
    summary = Sentence(en="order cancelled[: {reason}]", zh="订单已取消[：{reason}]")
    for_customer = ()

    reason: str


class OrderReleased(OrderEvent, topic="order.released"):
    """Settlement is checked and the sales slip issued: this shipment may leave (SAL-17)."""

    stage = "released"
    summary = Sentence(
        en="shipment released[ with sales slip {slip_number}]", zh="出货放行[，销售出库单 {slip_number}]"
    )
    papers = (Paper("slip_number", en="sales slip", zh="销售单"),)

    order_version: Count
    shipment_id: UUID
    slip_number: str
    then = (
        Promise(
            of=("goods.packed", "stock.unreserved"), by="warehouse", within=working_hours(8), match=("shipment_id",)
        ),
    )


class OrderAccepted(OrderEvent, topic="order.accepted"):
    """The customer accepts this delivery (SAL-11)."""

    stage = "accepted"
    summary = Sentence(en="the customer accepted the delivery[ of {shipment}]", zh="客户已验收[ {shipment}]")
    for_customer = ()

    order_version: Count
    shipment_id: UUID
    completes_order: bool
    then = (Promise(of=("order.closed",), by="sales", within=days(60), when="completes_order"),)


class OrderClosed(OrderEvent, topic="order.closed"):
    """The end of an order: all of it delivered, accepted and paid, or undone."""

    stage = "closed"
    ends = "closed"
    summary = Sentence(
        en="order closed",
        zh="订单结案",
        when={
            "outcome=delivered": Sentence(
                en="order closed: delivered, accepted and paid", zh="订单结案：已交货、验收并付清"
            ),
            "outcome=cancelled": Sentence(en="order closed: cancelled and undone", zh="订单结案：已取消并撤回"),
        },
    )
    for_customer = ("outcome",)

    order_version: Count
    outcome: Literal["delivered", "cancelled"]


class ReturnRequested(OrderEvent, topic="return.requested"):
    """Goods that left are asked back."""

    summary = Sentence(en="goods asked back[: {lines}][ of {shipment}]", zh="要求退货[：{lines}][（{shipment}）]")
    for_customer = ("lines",)

    shipment_id: UUID
    lines: tuple[ShipmentLine, ...]
    in_part: bool = False
    """The customer keeps the rest of the shipment; his service ticket watches what he gives back (SAL-13)."""
    in_all: tuple[ShipmentLine, ...] = ()
    """So much of each of these lines is to be back then, with what came before (WHS-8); empty in older messages."""
    then = (
        Promise(
            of=("return.received", "return.waived"),
            by="warehouse",
            within=days(30),
            match=("shipment_id",),
            when="entire",
            in_part=("return.received",),
            outside="the customer",
        ),
    )

    @property
    def entire(self) -> bool:
        """All of the shipment that is still out is asked back."""
        return not self.in_part


class ReturnWaived(OrderEvent, topic="return.waived"):
    """The customer keeps goods that were asked back, and pays them."""

    summary = Sentence(en="the customer keeps[ {lines}][ of {shipment}]", zh="客户留用[ {lines}][（{shipment}）]")
    for_customer = ("lines",)

    shipment_id: UUID
    lines: tuple[ShipmentLine, ...]


class PaymentPromised(OrderEvent, topic="payment.promised"):
    """The customer was asked to pay, and promised to until a day (SAL-16, FIN-4)."""

    summary = Sentence(en="the customer promised to pay[ until {promised_on}]", zh="客户承诺[于 {promised_on} 前]付款")
    for_customer = ("promised_on",)

    customer: str
    promised_on: Day
    then = (
        Promise(
            of=("payment.received",),
            by="finance",
            within=until("promised_on"),
            counted_by=BY_TIME,
            in_part=("payment.received",),
            outside="the customer",
        ),
    )


class StatedOrder(Value):
    """One order's money as sales sees it at the end of a month, in the order's currency."""

    order_id: UUID
    customer: str
    currency: Currency
    expected: Number
    """For what left until then and has not come back, at the order's own prices."""
    told: Number
    """What was paid, as sales was told by the customer and by merchandisers."""
    in_another_currency: bool = False
    """Something was told to be paid in another currency, which is not in it."""


class ReceivablesStated(Event, topic="receivables.stated", key="month"):
    """A part of what sales' own ledger says at the end of a month: each order of which something left or was told to be
    paid, and which is not over (FIN-6, SAL-16). The parts of a month follow each other; the last one says so."""

    month: str
    """2026-11."""
    part: Count
    last: bool
    stated: tuple[StatedOrder, ...]
