"""What the warehouse says: what it has, what it lacks, what came in and what was packed."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from contracts.event import BY_TIME, Event, OrderEvent, Promise, until, working_hours
from contracts.order import Package, ShipmentLine
from contracts.papers import Paper
from contracts.review import Judged, Reviewed
from contracts.scalars import Count, Day, Number, Quantity
from contracts.sentences import Sentence
from contracts.supply import Cover, Lack, Need


class StockReviewed(Reviewed, topic="stock.reviewed"):
    """What is free for the order; ``ready_on`` is when all of it can leave, if known."""

    summary = Sentence(en="stock checked[: {verdict}][ ({reasons})]", zh="库存评审[：{verdict}][（{reasons}）]")

    lacks: tuple[Lack, ...] = ()


class StockJudged(Judged, topic="stock.judged"):
    """What is free for a trial, as a review says it; nothing is reserved (SAL-24)."""

    lacks: tuple[Lack, ...] = ()


class StockReserved(OrderEvent, topic="stock.reserved"):
    """Goods for one shipment are set aside (WHS-2); ``final`` when nothing lacks. Lines may be empty."""

    stage = "reserved"
    stage_when = "lines"
    summary = Sentence(en="reserved[ {lines}][; still lacking {lacks}]", zh="已备货[ {lines}][；尚缺 {lacks}]")

    order_version: Count
    shipment_id: UUID | None
    lines: tuple[ShipmentLine, ...]
    final: bool
    need_version: Count
    lacks: tuple[Lack, ...] = ()
    cover: tuple[Cover, ...] = ()
    then = (
        Promise(
            of=("order.released", "stock.unreserved"),
            by="sales",
            within=working_hours(4),
            match=("shipment_id",),
            when="lines",
            provisional=True,
        ),
    )


class StockShort(OrderEvent, topic="stock.short"):
    """All that the order still lacks, per item; empty when nothing lacks any more (PUR-1)."""

    summary = Sentence(en="stock is short[ of {lacks}]", zh="库存不足[：{lacks}]")

    order_version: Count
    need_version: Count
    lacks: tuple[Lack, ...]
    cover: tuple[Cover, ...] = ()
    then = (
        Promise(
            of=("purchase.ordered", "purchase.changed", "price.change_requested", "purchase.impossible"),
            by="purchasing",
            within=working_hours(4),
            match=("order_id", "item", "need_version"),
            when="lacks",
            provisional=True,
        ),
    )


class StockLow(Event, topic="stock.low", key="item"):
    """An item fell below its reorder point (WHS-7); ``quantity`` fills it up from what is free now."""

    summary = Sentence(
        en="stock is low[: {item}, {quantity} to fill it up]", zh="库存偏低[：{item}，需补 {quantity}]", minor=True
    )

    item: str
    cover: tuple[Cover, ...]
    free: Number
    reorder_point: Quantity
    quantity: Quantity
    low_version: Count
    then = (
        Promise(
            of=("purchase.ordered", "purchase.changed"),
            by="purchasing",
            within=working_hours(24),
            match=("item",),
            counted_by=BY_TIME,
        ),
    )


class ShortageForeseen(Event, topic="shortage.foreseen", key="item"):
    """At its pace an item will have run out before what is bought now comes (WHS-7); said once for each fall."""

    summary = Sentence(
        en="will be short[: {item}, enough until {runs_out_on}][; a purchase takes {lead_days} days]",
        zh="预计缺货[：{item}，可用至 {runs_out_on}][；采购需 {lead_days} 天]",
        minor=True,
    )

    item: str
    shortage: Count
    """Counts how often that was foreseen of the item."""
    available: Number
    """Free, in transit, or bought for nobody."""
    runs_out_on: Day
    lead_days: Count
    """How many days its last purchase was to take; of what was never bought, the company's figure."""
    lacking: Quantity
    """How much more would be enough until then."""
    then = (
        Promise(
            of=("purchase.ordered", "shortage.averted"),
            by="purchasing",
            within=working_hours(24),
            match=("item",),
            counted_by=BY_TIME,
            alarming=True,
        ),
    )

    @property
    def reason(self) -> str:
        return f"{self.item} {self.runs_out_on}"


class ShortageAverted(Event, topic="shortage.averted", key="item"):
    """What was foreseen to be short is enough again, though nothing was bought since (WHS-7)."""

    summary = Sentence(en="enough again[: {item}]", zh="预计缺货已解除[：{item}]", minor=True)

    item: str
    shortage: Count
    available: Number


class StockAdjusted(Event, topic="stock.adjusted", key="item"):
    """A shelf is opened with what is on it, or a difference was found (WHS-1)."""

    summary = Sentence(
        en="stock adjusted[: {quantity} × {item}][ ({reason})]",
        zh="库存调整[：{quantity} × {item}][，{reason}]",
        minor=True,
    )

    item: str
    quantity: Number
    """Signed: below zero what is missing."""
    opening: bool = False
    """What was there before anything was heard of; nobody says what it cost."""
    reason: str = ""


class StockUnreserved(OrderEvent, topic="stock.unreserved"):
    """A reservation, or a wait for one, ended without dispatch."""

    summary = Sentence(en="reservation given up[: {lines}]", zh="取消备货[：{lines}]", minor=True)

    order_version: Count
    shipment_id: UUID | None
    lines: tuple[ShipmentLine, ...]
    cover: tuple[Cover, ...] = ()


class GoodsPacked(OrderEvent, topic="goods.packed"):
    """Packed and in logistics' hands (WHS-6)."""

    stage = "packed"
    summary = Sentence(
        en="packed[ {lines}][ with outbound slip {slip_number}]", zh="已装箱[ {lines}][，出库单 {slip_number}]"
    )
    papers = (Paper("slip_number", en="outbound slip", zh="出仓单"),)
    for_customer = ("lines",)

    order_version: Count
    shipment_id: UUID
    slip_number: str
    """The outbound slip."""
    lines: tuple[ShipmentLine, ...]
    packages: tuple[Package, ...]
    then = (
        Promise(
            of=("shipment.dispatched", "shipment.cancelled"),
            by="logistics",
            within=working_hours(8),
            match=("shipment_id",),
        ),
    )


class GoodsReceived(Event, topic="goods.received", key="purchase_id"):
    """Goods of a purchase are in stock (WHS-3); who waits is served in the same transaction."""

    milestone, happened = "supplied", "received_on"
    summary = Sentence(
        en=(
            "goods received[ {accepted} × {item}][ with receipt {receipt_number}]"
            "[ of {purchase}][, {outstanding} still to come]"
        ),
        zh="到货入库[ {accepted} × {item}][，入库单 {receipt_number}][，采购单 {purchase}][，尚欠 {outstanding}]",
    )
    papers = (Paper("receipt_number", en="goods receipt", zh="入库单", dated="received_on"),)

    purchase_id: UUID
    item: str
    accepted: Quantity
    outstanding: Quantity
    """Ordered less accepted less cancelled, as the warehouse knows it."""
    receipt_number: str
    received_on: Day | None = None
    """The day on which the goods came, not on which that was reported, in the company's zone."""
    needs: tuple[Need, ...] = ()
    cover: tuple[Cover, ...] = ()


class GoodsRejected(Event, topic="goods.rejected", key="purchase_id"):
    """Goods of a purchase were refused at the dock (WHS-4); they stay outstanding."""

    summary = Sentence(
        en="goods refused at the dock[: {quantity} × {item}][, inspection {inspection}]",
        zh="到货拒收[：{quantity} × {item}][，检验单 {inspection}]",
    )
    papers = (Paper("inspection", en="inspection report", zh="检验单", dated="received_on"),)

    purchase_id: UUID
    item: str
    quantity: Quantity
    inspection: str
    received_on: Day | None = None
    """The day on which the goods came, in the company's zone."""
    then = (
        Promise(
            of=("purchase.confirmed", "purchase.cancelled", "goods.received"),
            by="purchasing",
            within=working_hours(4),
            match=("purchase_id",),
            counted_by=BY_TIME,
            in_part=("goods.received",),
            outside="the supplier",
        ),
    )


class LotExpiring(Event, topic="lot.expiring", key="receipt"):
    """A lot's last day comes near (WHS-1); ``orders`` have some of it packed, or are served by it before others."""

    summary = Sentence(
        en="lot expires on {expires_on}[: {lot}][ of {item}][ from {supplier}][, receipt {receipt}]",
        zh="批次将于 {expires_on} 到期[：{lot}][ {item}][，供应商 {supplier}][，入库单 {receipt}]",
    )

    receipt: str
    """The goods receipt with which it came."""
    item: str
    lot: str
    """As its supplier calls it, if he does."""
    supplier: str
    expires_on: Day
    """It may be used on this day, and not after it."""
    here: Quantity
    then = (
        Promise(
            of=("lot.gone",),
            by="warehouse",
            within=until("expires_on"),
            match=("receipt",),
            counted_by=BY_TIME,
            alarming=True,
        ),
    )

    @property
    def reason(self) -> str:
        return f"{self.item} {self.expires_on}"


class LotGone(Event, topic="lot.gone", key="receipt"):
    """Of a lot whose last day came near nothing is left here: it was sold, or taken out (WHS-1)."""

    summary = Sentence(
        en="nothing left of the lot[ {lot}][ of {item}][, receipt {receipt}]",
        zh="批次已清空[：{lot}][ {item}][，入库单 {receipt}]",
        minor=True,
    )

    receipt: str
    item: str
    lot: str


class LotRecalled(Event, topic="lot.recalled", key="receipt"):
    """A lot may not be used any more (WHS-1); ``orders`` have some of it, dispatched or packed, or were promised it."""

    summary = Sentence(
        en="lot recalled[: {lot}][ of {item}][ from {supplier}][, receipt {receipt}][ ({reason})]",
        zh="批次召回[：{lot}][ {item}][，供应商 {supplier}][，入库单 {receipt}][（{reason}）]",
    )

    receipt: str
    """The goods receipt with which it came."""
    item: str
    lot: str
    """As its supplier calls it, if he does."""
    supplier: str
    reason: str
    here: Quantity
    """How many of it lie here, barred."""
    left_us: Quantity
    """How many of it were dispatched."""


class RecallLifted(Event, topic="recall.lifted", key="receipt"):
    """A recalled lot may be used again (WHS-1); ``orders`` got some of it."""

    summary = Sentence(
        en="recall lifted[: {lot}][ of {item}][, receipt {receipt}][ ({reason})]",
        zh="解除召回[：{lot}][ {item}][，入库单 {receipt}][（{reason}）]",
    )

    receipt: str
    item: str
    lot: str
    supplier: str
    reason: str


class ReturnReceived(OrderEvent, topic="return.received"):
    """Goods of a shipment came back (WHS-8)."""

    summary = Sentence(en="goods came back[: {lines}][ of {shipment}]", zh="退货收到[：{lines}][（{shipment}）]")
    for_customer = ("lines",)

    shipment_id: UUID
    lines: tuple[ShipmentLine, ...]
    whole: bool
    """All of the shipment is back now."""
    returned_on: Day | None = None
    """The day on which the goods came back, in the company's zone."""
    scrapped: tuple[ShipmentLine, ...] = ()
    """What of the lines is not sold again."""

    @property
    def restocked(self) -> tuple[ShipmentLine, ...]:
        """What of the lines is."""
        lost = {line.line: line.quantity for line in self.scrapped}
        kept = (line.but(quantity=line.quantity - lost.get(line.line, Decimal(0))) for line in self.lines)
        return tuple(line for line in kept if line.quantity)

    @property
    def held_up(self) -> bool:
        """Whatever held goods up on their way ends when they are back (LOG-3)."""
        return True

    @property
    def outstanding(self) -> bool:
        return not self.whole
