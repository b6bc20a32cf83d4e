"""What an order's steps write in the book (WHS-2, WHS-6)."""

from decimal import Decimal

import asyncpg

from contracts.warehouse import StockReserved
from services.warehouse.book.work import NUMBERS_AHEAD
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.reservation import handlers as reservation
from services.warehouse.stock import handlers as stock
from services.warehouse.stock.rules import Count
from services.warehouse.tests.samples import Order, dispatched, item_changed
from tests.needs import needs
from tests.written import Rows, rows_of_partial_indexes, written

pytestmark = needs("WHS-2", "WHS-6")


async def test_each_step_writes_its_shipment_and_its_shelf_alone(db: asyncpg.Connection) -> None:
    order = Order()
    await stock.learn(db, [item_changed("bolt")])
    await stock.count(db, [Count("bolt", Decimal(10))])
    async with written(db) as reserved:
        ((said,),) = await reservation.reserve(db, [order.confirmed(bolt=2)])
    assert isinstance(said, StockReserved)
    async with written(db) as packed:
        await dispatch.take_released(db, [order.released(said.shipment_id)])
    async with written(db) as left:
        await dispatch.leave(db, [dispatched(order, said.shipment_id, said.lines)])
    new, changed = Rows(inserted=1), Rows(updated=1)
    assert reserved == {"demand": new, "shipment": new, "stock": Rows(updated=1, in_place=1)}
    assert packed == {"shipment": changed, "series": new, "spare_number": Rows(inserted=NUMBERS_AHEAD)}
    assert left == {"shipment": changed, "stock": Rows(updated=1, in_place=1), "movement": new}
    assert await rows_of_partial_indexes(db) == {"shipment_slip": 1, "shipment_sales_slip": 1, "movement_left": 1}


async def test_a_slip_after_the_first_takes_a_number_that_is_there(db: asyncpg.Connection) -> None:
    await stock.learn(db, [item_changed("bolt")])
    await stock.count(db, [Count("bolt", Decimal(10))])
    for first in (True, False):
        order = Order()
        ((said,),) = await reservation.reserve(db, [order.confirmed(bolt=2)])
        assert isinstance(said, StockReserved)
        async with written(db) as packed:
            await dispatch.take_released(db, [order.released(said.shipment_id)])
        if not first:
            assert packed == {"shipment": Rows(updated=1), "spare_number": Rows(deleted=1)}
