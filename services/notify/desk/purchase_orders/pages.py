"""The page of purchase orders, asked of purchasing as the person may (PUR-4)."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from chassis.http.router import Router
from services.notify.desk.drawing import page
from services.notify.desk.order.asking import answers_of
from services.notify.desk.purchase_orders.told import PurchaseOrders
from services.notify.desk.session import SignedIn
from services.notify.desk.trace import trace_of

PATH = "/api/v1/purchase-orders"
SHOWN_MAX = 50
router = Router()


@router.get("/purchase-orders")
async def get_purchase_orders(request: Request, session: SignedIn, supplier: str = "", after: str = "") -> Response:
    """The newest first, of all suppliers or one, each with its lines."""
    named = {"supplier": supplier.strip(), "after": after}
    asked = {name: value for name, value in named.items() if value} | {"limit": str(SHOWN_MAX)}
    asks = {"orders": ("purchasing", f"{PATH}?{urlencode(asked)}")}
    answers = await answers_of(request.app.state.departments, session, trace_of(request), asks)
    orders = answers.of("orders", PurchaseOrders) or PurchaseOrders(items=())
    return page(
        request, "purchase_orders.html", session, answers=answers, orders=orders, supplier=named["supplier"]
    )  # fmt: skip
