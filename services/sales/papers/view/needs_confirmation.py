"""Needs as they would be confirmed now."""

from __future__ import annotations

from chassis.handling import Reading
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, PaperKind, of_no_order
from services.sales.order.paths import READERS
from services.sales.papers import store
from services.sales.papers.rules.needs_confirmation import TITLE, NeedsConfirmation, needs_paper, needs_sheet


async def needs_numbered(db: Reading, number: str) -> Draft[NeedsConfirmation] | None:
    """Each version of the needs is a paper of its own, which says later that the customer agreed."""
    papered = await store.of_needs(db, number)
    if papered is None:
        return None
    return Draft(
        document=number,
        number=number,
        order_id=None,
        customer=papered.needs.customer,
        drawn_from="agreed" if papered.version.agreement else "recorded",
        data=needs_paper(papered.needs, papered.version, papered.inquiry, papered.customer, issuer()),
        language=papered.customer.language,
    )


NEEDS = PaperKind(
    "needs_confirmation",
    TITLE,
    READERS,
    NeedsConfirmation,
    of_no_order,
    needs_numbered,
    needs_sheet,
    answered=True,
)
