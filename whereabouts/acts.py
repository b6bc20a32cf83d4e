"""What somebody does so that an awaited event comes: a person's or the outside world's step, as a request."""

from __future__ import annotations

from contracts.catalogue import EVENTS
from contracts.event import Event
from contracts.finance import CreditReleased, CreditReviewed, PaymentReceived, PriceChangeDecided
from contracts.logistics import CreditAmended, CreditReceived, ShipmentDelivered, ShipmentDispatched
from contracts.notify import ExceptionResolved
from contracts.presentations import DocumentsAccepted, DocumentsPresented
from contracts.purchasing import PurchaseConfirmed, PurchaseOrdered
from contracts.sales import OrderAccepted, OrderChanged, OrderClarified, OrderConfirmed, OrderRejected, OrderReleased
from contracts.texts import Text, said
from contracts.warehouse import GoodsPacked, GoodsReceived, ReturnReceived
from whereabouts.words import event, whom

ORDER, SHIPMENT = "/api/v1/orders/ORDER", "/api/v1/shipments/SHIPMENT"
CREDIT = "/api/v1/letters-of-credit/ORDER"
ACTS: dict[type[Event], tuple[str, str, str]] = {
    OrderClarified: ("sales", f"POST {ORDER}/clarify", "merchandiser"),
    OrderConfirmed: ("sales", f"POST {ORDER}/confirm", "merchandiser"),
    OrderRejected: ("sales", f"POST {ORDER}/reject", "merchandiser"),
    OrderChanged: ("sales", f"POST {ORDER}/change", "merchandiser"),
    OrderReleased: ("sales", f"POST {ORDER}/shipments/SHIPMENT/release", "merchandiser"),
    OrderAccepted: ("sales", f"POST {ORDER}/shipments/SHIPMENT/accept", "customer"),
    CreditReviewed: ("finance", f"POST {ORDER}/credit-review", "finance manager"),
    CreditReleased: ("finance", "POST /api/v1/customers/CUSTOMER/release", "finance manager"),
    PriceChangeDecided: ("finance", "POST /api/v1/price-changes/PURCHASE/sign", "finance manager"),
    PaymentReceived: ("finance", "POST /api/v1/payments", "accountant"),
    PurchaseOrdered: ("purchasing", "POST /api/v1/purchases/PURCHASE/order", "buyer"),
    PurchaseConfirmed: ("purchasing", "POST /api/v1/purchases/PURCHASE/confirm", "buyer"),
    GoodsReceived: ("warehouse", "POST /api/v1/receipts", "storekeeper"),
    GoodsPacked: ("warehouse", f"POST {SHIPMENT}/pack", "storekeeper"),
    ReturnReceived: ("warehouse", "POST /api/v1/returns", "storekeeper"),
    CreditReceived: ("logistics", f"POST {CREDIT}/read", "logistics clerk"),
    CreditAmended: ("logistics", f"POST {CREDIT}/amend", "logistics clerk"),
    DocumentsPresented: ("logistics", f"POST {SHIPMENT}/present", "logistics clerk"),
    DocumentsAccepted: ("logistics", f"POST {SHIPMENT}/bank-accepts", "logistics clerk"),
    ShipmentDispatched: ("logistics", f"POST {SHIPMENT}/dispatch", "logistics clerk"),
    ShipmentDelivered: ("logistics", f"POST {SHIPMENT}/deliver", "logistics clerk"),
    ExceptionResolved: ("notify", "POST /api/v1/exceptions/EXCEPTION/resolve", "management"),
}
"""Department, route, and a role that may. What is not here the departments say by rule."""


def act(topic: str, where: str) -> str:
    """The request that brings the event about, or where to look when nobody is asked for it, or no event is awaited."""
    if topic not in EVENTS:
        return said(Text("see what the order lacks: GET {route} at {where}", route=ORDER, where=whom("sales")))
    asked = ACTS.get(EVENTS[topic])
    if asked is None:
        by_rule = Text(
            "nobody is asked for {topic}, it comes by rule: read the log of {where}, then restart it",
            topic=event(topic),
            where=whom(where),
        )
        return said(by_rule)
    department, route, role = asked
    return said(Text("{route} at {where} (role {role})", route=route, where=whom(department), role=role))
