"""What the paths of finance name: by id, or by the number on the paper."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from chassis.http.named import named
from services.finance.accounts import store as accounts
from services.finance.invoices import store as invoices

OrderId = Annotated[UUID, named("order", "order_id", accounts.numbered)]
InvoiceId = Annotated[UUID, named("invoice", "invoice_id", invoices.numbered)]
