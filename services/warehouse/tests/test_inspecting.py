"""A lot is inspected before it becomes free: its sample, its verdict, its concession (WHS-4)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.refusal import NotFound
from contracts.purchasing import PurchaseOrdered
from contracts.warehouse import GoodsReceived, GoodsRejected, StockReserved
from services.warehouse.book.rules.inspection import Check, Plan, every_piece
from services.warehouse.book.rules.severity import Standing
from services.warehouse.book.view import ReceiptState
from services.warehouse.inspecting import handlers, store
from services.warehouse.inspecting.rules import (
    Concede,
    DecidedAlready,
    Examine,
    MoreDefectsThanSample,
    MoreThanTheLot,
    NeverDiscontinued,
    NobodyIsOwedIt,
    NotRejected,
    SampleNotComplete,
)
from services.warehouse.inspecting.view import InspectionState, PlanState
from services.warehouse.receiving import handlers as receiving
from services.warehouse.receiving.rules import Discontinued, OverDelivery, Receive, ReceivedAlready
from services.warehouse.reservation import handlers as reservation
from services.warehouse.stock import handlers as stock
from services.warehouse.stock import store as shelves
from services.warehouse.tests.samples import Order, given_up, item_changed, kinds, only, purchased
from tests.needs import needs

pytestmark = needs("WHS-4")
INSPECTION, RECEIPT = f"INS-{clock.today().year}-000001", f"GR-{clock.today().year}-000001"

ZERO = Decimal(0)
PLAN = Plan("gear", "II", ZERO, Decimal("1.0"), Decimal("4.0"))


async def outcome(answers: Any) -> Any:
    (answer,) = await answers
    return answer


async def planned(
    db: asyncpg.Connection, ordered: int = 500, critical: bool = False, reduced: bool = False
) -> PurchaseOrdered:
    """Gears are bought that are inspected by a plan: level II, AQL 1.0 and 4.0."""
    await stock.learn(db, [item_changed("gear", critical=critical)])
    aqls: dict[str, Any] = {"critical": ZERO, "major": PLAN.major, "minor": PLAN.minor}
    plan = PlanState(item="gear", level="II", **aqls, kept_by="qian.rui", reduced=reduced, steady_days=30)
    await handlers.keep_plan(db, [plan])
    return await bought(db, ordered)


async def bought(db: asyncpg.Connection, ordered: int) -> PurchaseOrdered:
    purchase = purchased("gear", ordered)
    await receiving.expect(db, [purchase])
    return purchase


async def arrived(
    db: asyncpg.Connection, purchase: PurchaseOrdered, quantity: int, day: date | None = None
) -> InspectionState:
    """A lot lies in quarantine; its inspection."""
    came = Receive(purchase.purchase_id, Decimal(quantity), ZERO, "", received_on=day)
    answer = await outcome(receiving.receive(db, [came]))
    assert answer.events == ()
    receipt: ReceiptState = answer.body
    (found,) = await store.list_inspections(db, ("gear", "S-07", receipt.number), None, 9)
    assert found.number == receipt.inspected_by
    return found


async def examine(db: asyncpg.Connection, lot: InspectionState, examined: int | None = None, **found: int) -> Any:
    defects = {"critical": 0, "major": 0, "minor": 0} | found
    how_many = lot.sample if examined is None else examined
    asked = Examine(lot.inspection_id, lot.purchase_id, how_many, **defects, note="", inspector="gao.feng")
    return await outcome(handlers.examine(db, [asked]))


async def concede(db: asyncpg.Connection, lot: InspectionState, do: Any = handlers.concede) -> Any:
    return await outcome(do(db, [Concede(lot.inspection_id, lot.purchase_id, "only scratched", "qian.rui")]))


async def shelf(db: asyncpg.Connection) -> tuple[int, int, int]:
    """On hand, in quarantine, on order."""
    found = await shelves.find_shelf(db, "gear")
    assert found
    assert await shelves.faults(db) == []
    return int(found.on_hand), int(found.quarantine), int(found.on_order)


def test_each_class_of_defects_has_its_own_sample_and_a_critical_one_is_never_accepted() -> None:
    assert PLAN.samples(500, {}) == (
        Check("critical", "normal", 50, 0), Check("major", "normal", 50, 1), Check("minor", "normal", 50, 5),
    )  # fmt: skip


def test_a_class_that_is_tightened_draws_by_the_tightened_table_and_the_others_as_before() -> None:
    _, major, minor = PLAN.samples(500, {"major": Standing("tightened")})
    assert (major.size, major.accept, major.severity) == (80, 1, "tightened")
    assert (minor.size, minor.accept, minor.severity) == (50, 5, "normal")


def test_of_a_critical_item_every_piece_is_inspected_and_none_may_be_bad() -> None:
    assert {(check.size, check.accept) for check in every_piece(30)} == {(30, 0)}


async def test_goods_with_a_plan_wait_in_quarantine_and_nobody_is_promised_them(db: asyncpg.Connection) -> None:
    purchase, waiting = await planned(db), Order()
    await reservation.reserve(db, [waiting.confirmed(gear=5)])
    lot = await arrived(db, purchase, 500)
    assert (lot.number, lot.state, lot.sample, lot.supplier) == (INSPECTION, "open", 50, "S-07")
    assert await shelf(db) == (0, 500, 500)
    accepted = await examine(db, lot, major=1, minor=5)
    assert kinds(accepted.events) == ["goods.received", "stock.reserved"]
    received = only(GoodsReceived, accepted.events)
    assert (int(received.accepted), int(received.outstanding), received.receipt_number) == (500, 0, RECEIPT)
    assert only(StockReserved, accepted.events).final
    assert await shelf(db) == (500, 0, 0)
    moves = await shelves.movements_of(db, "gear", 9)
    assert [(move.kind, int(move.quantity), int(move.quarantined)) for move in moves] == [
        ("receipt", 500, -500), ("quarantine", 0, 500),
    ]  # fmt: skip
    assert moves[0].inspection == INSPECTION


@pytest.mark.parametrize("found", [{"major": 2}, {"minor": 6}, {"critical": 1}])
async def test_one_defect_too_many_of_any_class_rejects_the_lot_and_it_stays_owed(
    db: asyncpg.Connection, found: dict[str, int]
) -> None:
    lot = await arrived(db, await planned(db), 500)
    rejected = await examine(db, lot, **found)
    assert kinds(rejected.events) == ["goods.rejected"]
    said = only(GoodsRejected, rejected.events)
    assert (int(said.quantity), said.inspection) == (500, INSPECTION)
    assert rejected.body.state == "rejected"
    assert await shelf(db) == (0, 500, 500)


async def test_the_record_keeps_who_found_what_and_when(db: asyncpg.Connection) -> None:
    lot = await arrived(db, await planned(db), 500)
    await examine(db, lot, minor=2)
    kept = await store.find_inspection(db, lot.inspection_id)
    assert kept
    assert (kept.inspector, kept.examined, [check.found for check in kept.checks]) == ("gao.feng", 50, [0, 0, 2])
    assert kept.decided_at
    assert await store.list_inspections(db, ("nut", None, None), None, 9) == []
    assert await store.list_inspections(db, (None, "S-07", RECEIPT.lower()), None, 9) == [kept]


async def test_no_verdict_without_the_whole_sample_nor_with_more_than_it_has(db: asyncpg.Connection) -> None:
    lot = await arrived(db, await planned(db), 500)
    assert isinstance(await examine(db, lot, 49), SampleNotComplete)
    assert isinstance(await examine(db, lot, 501), MoreThanTheLot)
    assert isinstance(await examine(db, lot, 500, minor=51), MoreDefectsThanSample)
    assert await shelf(db) == (0, 500, 500)
    await examine(db, lot)
    assert isinstance(await examine(db, lot), DecidedAlready)


async def test_an_inspection_that_nobody_knows_is_not_judged(db: asyncpg.Connection) -> None:
    lot = await arrived(db, await planned(db), 500)
    unknown = lot.model_copy(update={"inspection_id": UUID(int=7)})
    for refused in (
        await examine(db, unknown),
        await concede(db, unknown),
        await concede(db, unknown, handlers.resume),
    ):
        assert isinstance(refused, NotFound)


async def test_a_concession_lets_a_rejected_lot_in_by_a_signature_once(db: asyncpg.Connection) -> None:
    lot = await arrived(db, await planned(db), 500)
    assert isinstance(await concede(db, lot), NotRejected)
    await examine(db, lot, major=2)
    conceded = await concede(db, lot)
    assert kinds(conceded.events) == ["goods.received"]
    assert (conceded.body.state, conceded.body.signed_by) == ("conceded", "qian.rui")
    assert conceded.body.signed_for == "only scratched"
    assert await shelf(db) == (500, 0, 0)
    assert isinstance(await concede(db, lot), NotRejected)


async def test_what_purchasing_gave_up_is_not_conceded(db: asyncpg.Connection) -> None:
    purchase = await planned(db)
    lot = await arrived(db, purchase, 500)
    await examine(db, lot, major=2)
    await receiving.give_up(db, [given_up(purchase, 500)])
    assert isinstance(await concede(db, lot), NobodyIsOwedIt)
    assert await shelf(db) == (0, 500, 0)


async def test_what_is_being_inspected_counts_as_come_and_a_rejected_lot_does_not(db: asyncpg.Connection) -> None:
    purchase = await planned(db, ordered=100)
    lot = await arrived(db, purchase, 100)
    again = Receive(purchase.purchase_id, Decimal(6), ZERO, "")
    assert isinstance(await outcome(receiving.receive(db, [again])), OverDelivery)
    await examine(db, lot, major=2)
    assert (await arrived(db, purchase, 100)).state == "open"
    assert await shelf(db) == (0, 200, 100)


async def test_a_delivery_note_told_twice_opens_one_inspection(db: asyncpg.Connection) -> None:
    purchase = await planned(db)
    came = Receive(purchase.purchase_id, Decimal(80), ZERO, "", "DN-1")
    first = await outcome(receiving.receive(db, [came]))
    assert (await outcome(receiving.receive(db, [came]))).body == first.body
    other = Receive(purchase.purchase_id, Decimal(81), ZERO, "", "DN-1")
    assert isinstance(await outcome(receiving.receive(db, [other])), ReceivedAlready)
    assert len(await store.list_inspections(db, ("gear", None, None), None, 9)) == 1


async def test_of_a_critical_item_every_piece_is_inspected_whatever_its_plan(db: asyncpg.Connection) -> None:
    lot = await arrived(db, await planned(db, critical=True), 300)
    assert lot.sample == 300
    assert (await examine(db, lot, minor=1)).body.state == "rejected"


async def test_two_bad_lots_of_a_supplier_tighten_the_class_that_was_bad(db: asyncpg.Connection) -> None:
    purchase = await planned(db, ordered=5_000)
    for _ in range(2):
        await examine(db, await arrived(db, purchase, 500), major=2)
    lot = await arrived(db, purchase, 500)
    assert [(check.defects, check.severity) for check in lot.checks] == [
        ("critical", "normal"), ("major", "tightened"), ("minor", "normal"),
    ]  # fmt: skip
    assert lot.sample == 80


async def test_five_bad_lots_under_tightened_inspection_end_it_until_somebody_resumes_it(
    db: asyncpg.Connection,
) -> None:
    purchase = await planned(db, ordered=5_000)
    lot = await arrived(db, purchase, 500)
    assert isinstance(await concede(db, lot, handlers.resume), NeverDiscontinued)
    await examine(db, lot, major=2)
    for _ in range(6):
        await examine(db, lot := await arrived(db, purchase, 500), major=2)
    refused = await outcome(receiving.receive(db, [Receive(purchase.purchase_id, Decimal(5), ZERO, "")]))
    assert isinstance(refused, Discontinued)
    assert isinstance(await concede(db, lot, handlers.resume), Answer)
    assert {check.severity for check in (await arrived(db, purchase, 500)).checks[1:2]} == {"tightened"}


async def good_for_long(db: asyncpg.Connection, reduced: bool = True) -> PurchaseOrdered:
    """A supplier of 15 good lots."""
    purchase = await planned(db, ordered=20_000, reduced=reduced)
    for _ in range(15):
        await examine(db, await arrived(db, purchase, 500))
    return purchase


def samples(lot: InspectionState) -> list[tuple[str, str, int, int]]:
    return [(check.defects, check.severity, check.size, check.accept) for check in lot.checks]


async def test_who_was_good_for_long_is_inspected_less_until_one_lot_is_rejected(db: asyncpg.Connection) -> None:
    purchase = await good_for_long(db)
    lot = await arrived(db, purchase, 500)
    assert samples(lot) == [("critical", "normal", 32, 0), ("major", "reduced", 32, 1), ("minor", "reduced", 20, 3)]
    assert (await examine(db, lot, major=2, minor=3)).body.state == "rejected"
    major, minor = samples(await arrived(db, purchase, 500))[1:]
    assert (major, minor) == (("major", "normal", 50, 1), ("minor", "reduced", 20, 3))


async def test_without_consent_in_the_plan_nobody_is_inspected_less(db: asyncpg.Connection) -> None:
    purchase = await good_for_long(db, reduced=False)
    assert {severity for _, severity, *_ in samples(await arrived(db, purchase, 500))} == {"normal"}


async def test_consent_that_is_given_later_counts_from_the_next_verdict_and_taken_back_from_the_next_lot(
    db: asyncpg.Connection,
) -> None:
    purchase = await good_for_long(db, reduced=False)
    await planned(db, reduced=True)
    await examine(db, await arrived(db, purchase, 500))
    assert samples(await arrived(db, purchase, 500))[1][1] == "reduced"
    await planned(db, reduced=False)
    assert samples(await arrived(db, purchase, 500))[1] == ("major", "normal", 50, 1)


async def test_a_supplier_whose_lots_come_irregularly_is_inspected_normally_again(db: asyncpg.Connection) -> None:
    purchase = await good_for_long(db)
    on_time, late = (clock.today() + timedelta(days=days) for days in (30, 31))
    assert samples(await arrived(db, purchase, 500, on_time))[1][1] == "reduced"
    lot = await arrived(db, purchase, 500, late)
    assert samples(lot)[1][1] == "normal"
    await examine(db, lot)
    assert samples(await arrived(db, purchase, 500, late))[1][1] == "normal"
