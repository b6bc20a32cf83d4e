"""An offer of alternatives as it would be issued now."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from contracts.order import OrderContent
from contracts.texts import Text
from services.sales.order.paths import READERS
from services.sales.papers import store
from services.sales.papers.rules.alternatives import TITLE, AlternativesOffer, alternatives_paper, alternatives_sheet
from services.sales.papers.store import Papered

NOTHING_OFFERED = Text("nothing is offered that is not answered")


async def alternatives_of(db: Reading, order_id: UUID) -> Sequence[Found[AlternativesOffer]]:
    """Of an order of which some were offered; once he has chosen there is nothing more to issue."""
    papered = await store.of_order(db, order_id)
    return _alternatives(papered) if papered else []


async def alternatives_numbered(db: Reading, number: str) -> Found[AlternativesOffer] | None:
    papered = await store.numbered(db, number)
    return next(iter(_alternatives(papered)), None) if papered else None


def _alternatives(papered: Papered) -> list[Found[AlternativesOffer]]:
    """Each offer is a version of the paper."""
    order, content, known = papered.order, papered.order.content, papered.order.alternatives
    if known is None or not isinstance(content, OrderContent):
        return []
    if known.choice is not None or known.version != order.version:
        return [NotYet(NOTHING_OFFERED, content.number, content.customer)]
    draft = Draft(
        document=content.number,
        number=content.number,
        order_id=order.order_id,
        customer=content.customer,
        drawn_from=known.drawn_from,
        data=alternatives_paper(known, content, issuer()),
        language=papered.language,
    )
    return [draft]


ALTERNATIVES = PaperKind(
    "alternatives",
    TITLE,
    READERS,
    AlternativesOffer,
    alternatives_of,
    alternatives_numbered,
    alternatives_sheet,
    answered=True,
)
