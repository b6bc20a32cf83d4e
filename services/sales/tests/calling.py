"""Calls the routes of sales as others do."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
from joserfc import jwt
from joserfc.jwk import OKPKey

from chassis import clock
from chassis.http.identity import AUDIENCE

CUSTOMER = {
    "name": "Alfreds Futterkiste",
    "grade": "A",
    "country": "DE",
    "currency": "USD",
    "terms": {"days": 30},
    "credit_limit": "100000",
}


def an_order(po: str, **asked: Any) -> dict[str, Any]:
    return {
        "customer": "ALFKI",
        "customer_po": po,
        "lines": [{"line": 1, "item": "P-1", "quantity": "10", "unit_price": {"amount": "10.00", "currency": "USD"}}],
        "deliver_to": {"street": "Obere Str. 57", "city": "Berlin", "country": "DE"},
        "wanted": (clock.today() + timedelta(days=20)).isoformat(),
        **asked,
    }


class Caller:
    """Calls the house's routes as somebody."""

    def __init__(self, client: httpx2.AsyncClient, key: OKPKey) -> None:
        self.client, self.key = client, key

    async def __call__(
        self, method: str, path: str, body: Any = None, *, who: str = "wang.fang", role: str = "merchandiser"
    ) -> httpx2.Response:
        claims = {"sub": who, "roles": [role], "aud": AUDIENCE, "exp": 4_000_000_000}
        token = jwt.encode({"alg": "Ed25519"}, claims, self.key, algorithms=["Ed25519"])
        headers = {"authorization": f"Bearer {token}", "idempotency-key": uuid4().hex}
        return await self.client.request(method, f"/api/v1{path}", json=body, headers=headers)
