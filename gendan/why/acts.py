"""What somebody does so that an awaited event comes: a person's or the outside world's step, as a request."""

from __future__ import annotations

import re

ORDER, SHIPMENT = "/api/v1/orders/ORDER", "/api/v1/shipments/SHIPMENT"
TOPIC = re.compile(r"[a-z]+\.[a-z_]+")
ACTS = {
    "order.clarified": ("sales", f"POST {ORDER}/clarify", "merchandiser"),
    "order.confirmed": ("sales", f"POST {ORDER}/confirm", "merchandiser"),
    "order.rejected": ("sales", f"POST {ORDER}/reject", "merchandiser"),
    "order.changed": ("sales", f"POST {ORDER}/change", "merchandiser"),
    "order.released": ("sales", f"POST {ORDER}/shipments/SHIPMENT/release", "merchandiser"),
    "order.accepted": ("sales", f"POST {ORDER}/shipments/SHIPMENT/accept", "customer"),
    "credit.reviewed": ("finance", f"POST {ORDER}/credit-review", "finance manager"),
    "credit.released": ("finance", "POST /api/v1/customers/CUSTOMER/release", "finance manager"),
    "price.change_decided": ("finance", "POST /api/v1/price-changes/PURCHASE/sign", "finance manager"),
    "payment.received": ("finance", "POST /api/v1/payments", "accountant"),
    "purchase.ordered": ("purchasing", "POST /api/v1/purchases/PURCHASE/order", "buyer"),
    "purchase.confirmed": ("purchasing", "POST /api/v1/purchases/PURCHASE/confirm", "buyer"),
    "goods.received": ("warehouse", "POST /api/v1/receipts", "storekeeper"),
    "goods.packed": ("warehouse", f"POST {SHIPMENT}/pack", "storekeeper"),
    "return.received": ("warehouse", "POST /api/v1/returns", "storekeeper"),
    "shipment.dispatched": ("logistics", f"POST {SHIPMENT}/dispatch", "logistics clerk"),
    "shipment.delivered": ("logistics", f"POST {SHIPMENT}/deliver", "logistics clerk"),
    "exception.resolved": ("notify", "POST /api/v1/exceptions/EXCEPTION/resolve", "management"),
}
"""Department, route, and a role that may. What is not here the departments say by rule."""


def act(topic: str, where: str) -> str:
    """The request that brings the event about, or where to look when nobody is asked for it."""
    if not TOPIC.fullmatch(topic):
        return f"see what the order lacks: GET {ORDER} at sales"
    if topic not in ACTS:
        return f"nobody is asked for {topic}, it comes by rule: read the log of {where}, then restart it"
    department, route, role = ACTS[topic]
    return f"{route} at {department} (role {role})"
