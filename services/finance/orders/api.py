"""HTTP of an order's account: looked at, never written by hand."""

from __future__ import annotations

from chassis import clock
from chassis.http.identity import Role
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import NotFound
from services.finance.account.paths import OrderId, Reader
from services.finance.orders import store
from services.finance.orders.view import AccountState, account_state

COST_READERS: tuple[Role, ...] = ("accountant", "finance manager", "general manager", "management")
router = Router(prefix="/api/v1", tags=["orders"])


@router.get("/orders/{order_id}/account", response_model=AccountState)
async def get_account(by: Reader, order_id: OrderId, db: Look) -> AccountState:
    """What an order comes to; its advance, invoices, payments, credit notes and refunds; what is still due (FIN-2)."""
    account = await store.account_of(db, order_id)
    if account is None:
        raise NotFound(what="order", id=order_id)
    payments, notes = await store.payments_of(db, order_id), await store.credit_notes_of(db, order_id)
    told = account_state(account, payments, notes, clock.today())
    return told.but(cost=await store.cost_of(db, order_id)) if set(COST_READERS) & set(by.roles) else told
