"""What purchasing says: its suppliers, its purchases and the prices that it asks."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from contracts.event import Event, Promise, until, working_days, working_hours
from contracts.gates import ProductionGate
from contracts.markings import Cost
from contracts.money import Money
from contracts.papers import Paper
from contracts.review import Judged, Reason, Reviewed
from contracts.scalars import Count, Country, Currency, Day, Days, Quantity, Share
from contracts.sentences import Sentence
from contracts.supply import ItemReady, Lack, Served
from contracts.value import Value

_RECEIVED = Promise(
    of=("goods.received", "purchase.cancelled"),
    by="warehouse",
    within=until("promised_on"),
    match=("purchase_id",),
    counted_by="version",
    in_part=("goods.received", "purchase.cancelled"),
    outside="the supplier",
)


class SupplierChanged(Event, topic="supplier.changed", key="supplier"):
    """A supplier's trading data, whole; the highest version holds (PUR-5)."""

    compacted = True

    supplier: str
    version: Count
    name: str
    country: Country
    currency: Currency
    payment_days: Days
    active: bool = True
    language: str = ""
    """In which he reads what we send him (BCP 47); empty where nobody said it."""


class SupplyReviewed(Reviewed, topic="supply.reviewed"):
    """Whether and by when the order's items could be bought or made (SAL-5): material, producibility, capacity."""

    summary = Sentence(en="supply checked[: {verdict}][ ({reasons})]", zh="采购评审[：{verdict}][（{reasons}）]")

    impossible: tuple[str, ...] = ()
    """Items that nobody sells us and our own shop cannot make."""
    ready: tuple[ItemReady, ...] = ()
    """Every item that can be bought or made; ``ready_on`` is the latest of them."""


class SupplyJudged(Judged, topic="supply.judged"):
    """Whether and by when the items of a trial could be had, as a review says it; nothing is (SAL-24)."""

    impossible: tuple[str, ...] = ()
    """Items that nobody sells us and our own shop cannot make."""
    ready: tuple[ItemReady, ...] = ()
    """Every item that can be bought or made; ``ready_on`` is the latest of them."""


class PurchaseEvent(Event, key="purchase_id"):
    """An event about one purchase; its key is the purchase, its orders those it serves."""

    purchase_id: UUID
    version: Count
    """Counts per purchase; the highest holds."""
    item: str
    supplier: str
    served: tuple[Served, ...] = ()


class _Expected(PurchaseEvent):
    expected_on: Day | None = None
    """When the goods should be here, in the company's zone: the supplier's promised date, or until he promises one the
    day of the order and his lead time. None in older messages."""


class PriceChangeRequested(PurchaseEvent, topic="price.change_requested"):
    """A unit price above the tolerance of the original budget, with the supplier's sheet (PUR-3)."""

    summary = Sentence(
        en="supplier[ {supplier}] asks a higher price[ for {quantity} × {item}]; to be signed",
        zh="供应商[ {supplier}]涨价[：{quantity} × {item}]，待签批",
    )

    request: Count
    """Counts each supplier asked; a decision on another request is ignored."""
    quantity: Quantity
    unit_price: Cost[Money]
    budget_price: Cost[Money]
    requested_by: str
    confirmed_on: Day | None = None
    """When the supplier himself said that he sells at this price; none where the company does not ask him."""
    confirmed_way: str = ""
    """How: himself, link, letter, mail, phone or meeting."""
    then = (
        Promise(
            of=("price.change_decided", "purchase.cancelled"),
            by="finance",
            within=working_hours(8),
            match=("purchase_id",),
            counted_by="request",
            in_part=("purchase.cancelled",),
        ),
    )


class PurchaseOrdered(_Expected, topic="purchase.ordered"):
    """The purchase order is sent to the supplier (PUR-4)."""

    milestone = "bought"
    summary = Sentence(
        en="ordered[ {quantity} × {item}][ from {supplier}][ with {number}][ ({reasons})]",
        zh="已下采购单[ {number}][：{quantity} × {item}][，供应商 {supplier}][（{reasons}）]",
    )
    papers = (Paper("number", en="purchase order", zh="采购单"),)

    number: str
    purchase_order: str = ""
    """The number of the order of several lines on which it stands, each a purchase; empty: it stands alone (PUR-4)."""
    quantity: Quantity
    unit_price: Cost[Money]
    reasons: tuple[Reason, ...] = ()
    """Why it is only a part of what its orders lack (PUR-7), and that it is ordered too late (PUR-2)."""
    was_due_on: Day | None = None
    """The latest day on which it had to be ordered for the dates promised to customers, where that is over (PUR-2)."""
    then = (
        Promise(
            of=("purchase.confirmed", "purchase.delayed", "purchase.cancelled", "goods.received"),
            by="purchasing",
            within=working_hours(24),
            match=("purchase_id",),
            when="was_due_on",
            counted_by="version",
            in_part=("purchase.cancelled", "goods.received"),
            outside="the supplier",
            alarming=True,
        ),
        Promise(
            of=("purchase.confirmed", "purchase.cancelled", "goods.received"),
            by="purchasing",
            within=working_hours(24),
            match=("purchase_id",),
            counted_by="version",
            in_part=("purchase.cancelled", "goods.received"),
            outside="the supplier",
        ),
    )


class PurchaseChanged(_Expected, topic="purchase.changed"):
    """Which needs the purchase serves now; none: it is kept for stock."""

    summary = Sentence(
        en="purchase[ {purchase}] divided anew[: it serves {served}]",
        zh="采购单[ {purchase}]重新分配[：供 {served}]",
        minor=True,
    )

    outstanding: Quantity


class _Dated(PurchaseEvent):
    promised_on: Day
    """When the supplier promises to deliver, in the company's zone."""
    outstanding: Quantity


class PurchaseConfirmed(_Dated, topic="purchase.confirmed"):
    """The supplier's promised date."""

    summary = Sentence(
        en="supplier[ {supplier}] promises[ {item}][ of {purchase}][ for {promised_on}]",
        zh="供应商[ {supplier}]承诺[ {item}][（{purchase}）][于 {promised_on} 交货]",
    )

    then = (_RECEIVED,)


class PurchaseDelayed(_Dated, topic="purchase.delayed"):
    """The supplier's new date."""

    summary = Sentence(
        en="supplier[ {supplier}] delays[ {item}][ of {purchase}][ to {promised_on}][: {reason}]",
        zh="供应商[ {supplier}]延期[ {item}][（{purchase}）][至 {promised_on}][：{reason}]",
    )

    reason: str
    then = (_RECEIVED,)


class PurchaseCancelled(PurchaseEvent, topic="purchase.cancelled"):
    """A quantity of the purchase is given up."""

    summary = Sentence(
        en="purchase given up[: {quantity} × {item}][ of {purchase}][ ({reason})]",
        zh="采购取消[：{quantity} × {item}][（{purchase}）][，{reason}]",
    )

    quantity: Quantity
    was_ordered: bool
    outstanding: Quantity
    reason: str
    """``reasons`` in English."""
    reasons: tuple[Reason, ...] = ()


class PurchaseImpossible(PurchaseEvent, topic="purchase.impossible"):
    """No supplier can; ``served`` are the needs that stay uncovered (PUR-7)."""

    summary = Sentence(en="nobody can supply[ {item}][: {reasons}]", zh="无人可供[ {item}][：{reasons}]")

    reasons: tuple[Reason, ...]
    alternatives: tuple[Lack, ...] = ()
    """Other items that could be had, with the quantity."""
    then = (
        Promise(
            of=("order.changed", "order.cancelled"),
            by="sales",
            within=working_hours(24),
            by_newer_version=True,
            provisional=True,
        ),
    )


class ProductionStep(Value):
    """A milestone of production: when it was planned, when it is expected now, and what share of it is complete.

    ``gate``: no later one begins before its inspection passed (WHS-4).
    """

    name: str
    planned_on: Day
    forecast_on: Day
    done: Share
    gate: ProductionGate | None = None


class ProductionProgressed(Event, topic="production.progressed", key="purchase_id"):
    """How far our own shop is with what it makes: said at its release and when something is told (PUR-9)."""

    summary = Sentence(
        en="production[ of {quantity} × {item}][ on line {line}][: {number}][, here on {ends_on}]",
        zh="生产进度[：{quantity} × {item}][，生产线 {line}][，{number}][，{ends_on} 入库]",
    )

    purchase_id: UUID
    """The production order's purchase, by which the dock receives what it makes."""
    version: Count
    """Counts per production order; the highest holds."""
    item: str
    number: str
    quantity: Quantity
    line: str
    state: str
    starts_on: Day
    ends_on: Day
    """When it should be here, in the company's zone."""
    steps: tuple[ProductionStep, ...]
    materials: tuple[Lack, ...] = ()
    """What is bought for it."""
    served: tuple[Served, ...] = ()


class _Claim(Event, key="purchase_id"):
    """What a supplier owes by his supply agreement because goods of a purchase came late, or were given up late.

    Each part that comes late makes a claim of its own; its key is the purchase.
    """

    purchase_id: UUID
    claim_id: UUID
    number: str
    supplier: str
    item: str
    agreement: str
    """The reference of the supply agreement that held on the day of the purchase order."""
    quantity: Quantity
    """That was late, without what the agreement tolerates."""
    amount: Cost[Money]


class ClaimRaised(_Claim, topic="claim.raised"):
    """Goods are late by the supplier's first word; the claim counts once a person has upheld it (PUR-8)."""

    summary = Sentence(
        en="claim[ {number}] on supplier[ {supplier}][: {quantity} × {item}][, due {due_on}][, {days_late} days late]",
        zh="向供应商[ {supplier}]索赔[ {number}][：{quantity} × {item}][，应于 {due_on} 到货][，迟交 {days_late} 天]",
    )

    due_on: Day
    """The supplier's first promised day, in the company's zone."""
    came_on: Day
    """When the goods came, or were given up."""
    days_late: Days
    """Beyond the agreed grace, in the days in which the agreement counts."""
    then = (Promise(of=("claim.decided",), by="purchasing", within=working_days(5), match=("claim_id",)),)


class ClaimDecided(_Claim, topic="claim.decided"):
    """A person upheld the claim, which the supplier owes from now on, or waived it (PUR-8)."""

    summary = Sentence(
        en="claim[ {number}] on supplier[ {supplier}] decided[: {verdict}][ ({reason})]",
        zh="向供应商[ {supplier}]的索赔[ {number}]已决定[：{verdict}][（{reason}）]",
    )

    verdict: Literal["upheld", "waived"]
    reason: str
    """What a person wrote."""
    decided_by: str
    decided_on: Day
