"""To whom letters go, as the customer master has it now; nothing is locked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.stored import stored
from services.sales.masters.rules import Customer

OF_LETTERS = """
SELECT letter_id, customer.state FROM letter JOIN customer USING (customer) WHERE letter_id = ANY($1::uuid[])
"""


async def customers_of(db: Reading, letters: Sequence[UUID]) -> dict[UUID, Customer]:
    """By letter."""
    return {row["letter_id"]: stored(Customer, row["state"]) for row in await db.fetch(OF_LETTERS, list(letters))}
