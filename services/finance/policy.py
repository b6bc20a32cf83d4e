"""Every figure and every by-hand or automatic switch of finance."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.scalars import Days, Number, Share

Way = Literal["automatic", "by_hand"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=140)]


class Policy(BaseSettings):
    """Opens as the environment says, GENDAN_FINANCE_<NAME>; what holds on a day tells `chassis.figures.holding`."""

    model_config = SettingsConfigDict(env_prefix="GENDAN_FINANCE_", frozen=True, use_attribute_docstrings=True)

    credit_review: Way = "automatic"
    """SAL-5: by the limit, or each complete order by a person."""
    overdue_hold: Way = "automatic"
    """FIN-4: hold a customer whose invoice is long overdue, and release him when it is paid."""
    hold_after_days: Days = 30
    """FIN-4: calendar days past the due date before the automatic hold."""
    write_off_up_to: Number = Field(default=Decimal(0), ge=0)
    """FIN-2, FIN-7: when a payment leaves no more than this open of an invoice, in the company's currency, the rest is
    written off as a bank charge; 0 is never."""
    advance_due_days: Days = 7
    """FIN-2: calendar days that a customer has for an advance."""
    refunds: Way = "by_hand"
    """FIN-2, FIN-7: what was paid above all that is owed goes back by rule at once, or when a person lets it go; a
    refund is money that leaves the bank."""
    price_change: Way = "by_hand"
    """PUR-3, FIN-7: automatic approves by rule what is within ``price_change_up_to_percent``."""
    price_change_up_to_percent: Number = Field(default=Decimal(0), ge=0)
    """FIN-7: so much above the budget is approved by rule; 0 is never."""
    bill_quantity_tolerance: Share = Decimal(0)
    """FIN-5: so much more than came, or was ordered, a supplier may bill: 0.02 is 2 %."""
    bill_price_tolerance: Share = Decimal(0)
    """FIN-5: so far a billed unit price may be above the ordered one: 0.02 is 2 %."""
    bill_amount_tolerance: Number = Field(default=Decimal(1), ge=0)
    """FIN-5: so much, in the company's currency, a line of a bill may come to above order or receipt anyhow."""
    company_name: Line = ""
    """FIN-5: the company's own name, as its bank knows it."""
    company_account: Annotated[str, StringConstraints(max_length=34)] = ""
    """FIN-5: the account from which suppliers are paid: an IBAN, or its number."""
    company_bic: Annotated[str, StringConstraints(pattern=r"^([A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?)?$")] = ""
    """FIN-5: the company's bank, by ISO 9362."""
