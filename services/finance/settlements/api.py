"""HTTP of payments from and to abroad (FIN-8); their papers are in `papers`."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from chassis.figures import holding
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.papers.company import issuer
from services.finance.account.paths import READERS
from services.finance.policy import Policy
from services.finance.settlements import store
from services.finance.settlements.rules.asked import SIDES, Way
from services.finance.settlements.rules.payment import settlement
from services.finance.settlements.view import SettlementState, ours_of, state_of
from services.finance.statement.paths import sides_of

router = Router(prefix="/api/v1", tags=["settlements"])


class SettlementsPage(Page[SettlementState]):
    """The newest first; ``next`` is the cursor of the next page."""


@router.get("/settlements", response_model=SettlementsPage)
async def list_settlements(
    db: Look,
    by: Annotated[Person, Depends(allow(*READERS, "buyer"))],
    way: Way | None = None,
    after: UUID | None = None,
    limit: Limit = 100,
) -> SettlementsPage:
    """Payments from abroad and to abroad with the papers that exchange control asks for, and what those lack."""
    ways = [one for one, side in SIDES.items() if side in sides_of(by) and way in (None, one)]
    policy, company = await holding(db, Policy), issuer()
    found = await store.listed(db, company.country, policy.receipt_rate, ways, after, limit)
    ours = ours_of(policy, company)
    items = tuple(state_of(settlement(one, ours), company.tax_number) for one in found)
    return SettlementsPage(items=items, next=items[-1].entry_id if len(items) == limit else None)
