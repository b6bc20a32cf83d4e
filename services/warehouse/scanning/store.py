"""What a code names: each part of it by its index."""

from __future__ import annotations

from asyncpg import Record

from chassis.handling import Reading
from chassis.stored import stored
from contracts.order import Package
from services.warehouse.scanning.view import PackageState, Scanned

SCANNED = """
SELECT coalesce(
           (SELECT item FROM stock WHERE item = $1), (SELECT item FROM item WHERE item = $1), one.item, piece.item, ''
       ) AS item,
       coalesce(piece.serial, '') AS serial,
       coalesce(one.number, '') AS lot,
       coalesce(
           (SELECT place FROM stock WHERE place = $1 AND place <> '' LIMIT 1),
           (SELECT $1 FROM stock WHERE places @> ARRAY[$1] LIMIT 1), ''
       ) AS place
FROM (SELECT) AS asked LEFT JOIN LATERAL (
    SELECT min(number) AS number, min(item) AS item FROM (
        SELECT number, item FROM receipt WHERE number = upper($1)
        UNION SELECT number, item FROM receipt WHERE lot = $1 AND lot <> ''
    ) called HAVING count(*) = 1
) AS one ON true LEFT JOIN LATERAL (
    SELECT min(item) AS item, min(serial) AS serial FROM serial WHERE serial = $1 HAVING count(*) = 1
) AS piece ON true
"""


LABELLED = """
SELECT s.slip_number, s.order_id, package::text AS package
FROM package_label l JOIN shipment s USING (shipment_id), jsonb_array_elements(s.packages) AS package
WHERE l.sscc = $1 AND package ->> 'sscc' = $1
"""


async def scanned(db: Reading, code: str) -> Scanned:
    (row,) = await db.fetch(SCANNED, code)
    found = await db.fetchrow(LABELLED, code)
    return Scanned(**row, package=_packed(found) if found else None)


def _packed(row: Record) -> PackageState:
    return PackageState(
        slip_number=row["slip_number"], order_id=row["order_id"], package=stored(Package, row["package"])
    )
