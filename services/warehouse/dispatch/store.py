"""Labels of packages: which shipment each is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.handling import Db, Reading

LABELLED = "SELECT sscc, shipment_id FROM package_label WHERE sscc = ANY($1::text[])"
LABEL = "INSERT INTO package_label (sscc, shipment_id) SELECT * FROM unnest($1::text[], $2::uuid[])"


async def labelled(db: Reading, labels: Sequence[str]) -> Mapping[str, UUID]:
    """The shipments of those of these labels that are on a package already."""
    return {row["sscc"]: row["shipment_id"] for row in await db.fetch(LABELLED, labels)} if labels else {}


async def label(db: Db, labels: Mapping[str, UUID]) -> None:
    """They are on packages of these shipments from now on."""
    if labels:
        await db.execute(LABEL, list(labels), list(labels.values()))
