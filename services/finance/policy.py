"""Every figure and every by-hand or automatic switch of finance."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.roles import Role
from contracts.scalars import Count, Days, Number, Share
from contracts.texts import Expected
from services.finance.account.rules.chain import STEPS, Step
from services.finance.bank_statements.rules.table import OwnAccount
from services.finance.payee.rules import BIC, checked
from services.finance.settlements.rules.asked import CHINAS, PaperAsked, PaperName
from services.finance.valuation.rules import RateDay

Way = Literal["automatic", "by_hand"]


def _one_after_the_other(days: tuple[int, ...]) -> tuple[int, ...]:
    if list(days) != sorted(set(days)):
        raise Expected("days one after the other, each once")
    return days


def _some_for_any_amount(signers: dict[Step, Decimal]) -> dict[Step, Decimal]:
    if Decimal(0) not in signers.values():
        raise Expected("somebody who signs any amount: one above 0")
    return signers


Signers = Annotated[dict[Step, Annotated[Number, Field(ge=0)]], AfterValidator(_some_for_any_amount)]
ReminderDays = Annotated[
    tuple[Annotated[int, Field(ge=-60, le=365)], ...], AfterValidator(_one_after_the_other), Field(max_length=10)
]


class Policy(BaseSettings):
    """Opens as the environment says, GENDAN_FINANCE_<NAME>; what holds on a day tells `chassis.figures.holding`."""

    model_config = SettingsConfigDict(env_prefix="GENDAN_FINANCE_", frozen=True, use_attribute_docstrings=True)

    own_customers_only: bool = False
    """ALL-3, SAL-15: merchandisers and salespeople see here the accounts, invoices and papers of
    customers for whom they answer, lead or stand in, or nobody answers; else all of sales see all. Say the same as
    GENDAN_SALES_OWN_CUSTOMERS_ONLY."""
    downloads_a_day: Count = 20_000
    """ALL-3: so many records one person may take out of this department as files in a day; a paper, a file and each row
    of a sheet are a record each."""
    downloads_by_role: dict[Role, Count] = {}
    """ALL-3: the same for who has one of these roles; of several the highest holds, instead of downloads_a_day."""
    credit_review: Way = "automatic"
    """SAL-5: by the limit, or each complete order by a person."""
    overdue_hold: Way = "automatic"
    """FIN-4: hold a customer whose invoice is long overdue, and release him when it is paid."""
    hold_after_days: Days = 30
    """FIN-4: calendar days past the due date before the automatic hold."""
    hold_above: Number = Field(default=Decimal(0), ge=0)
    """FIN-4: what is so long overdue comes to more than this, in the company's currency, before the automatic hold; 0
    is any amount."""
    match_receipts: Way = "automatic"
    """FIN-2: what a bank's file says is for one order beyond doubt is booked by rule, or all of it by a person."""
    bank_accounts: dict[str, OwnAccount] = Field(default_factory=dict)
    """FIN-2: the company's bank accounts by their numbers, with their currency and the columns of their tables; a
    statement of any account is taken while none is told."""
    reminders: Way = "automatic"
    """FIN-4: a customer is reminded of an unpaid invoice on the days of ``reminder_days``, or by a person."""
    reminder_days: ReminderDays = (-3, 3, 10, 20)
    """FIN-4: so many calendar days after an invoice is due its customer is reminded, below zero before it; the first
    is level 1."""
    write_off_up_to: Number = Field(default=Decimal(0), ge=0)
    """FIN-2, FIN-7: when a payment leaves no more than this open of an invoice, in the company's currency, the rest is
    written off as a bank charge; 0 is never."""
    invoice_rate: RateDay = "day"
    """FIN-8: an invoice is worth what the rate of its day says, or that of its month's first day."""
    receipt_rate: RateDay = "day"
    """FIN-8: a payment, of a customer or to a supplier, is worth what the rate of its day says, or of its month."""
    bill_rate: RateDay = "day"
    """FIN-8: a supplier's bill is worth what the rate of the day it was booked says, or that of its month."""
    rate_jump_percent: Number = Field(default=Decimal(10), gt=0)
    """FIN-8: a file's rate that is more per cent off the last one is taken only when somebody says that it is right."""
    advance_due_days: Days = 7
    """FIN-2: calendar days that a customer has for an advance."""
    refunds: Way = "by_hand"
    """FIN-2, FIN-7: what was paid above all that is owed goes back by rule at once, or when a person lets it go; a
    refund is money that leaves the bank."""
    price_change: Way = "by_hand"
    """PUR-3, FIN-7: automatic approves by rule what is within ``price_change_up_to_percent``."""
    price_change_signers: Signers = Field(default_factory=lambda: dict.fromkeys(STEPS, Decimal(0)))
    """FIN-7: who signs a price after the buyer, each above which amount of the whole purchase, in the company's
    currency; 0 is any."""
    voucher_signers: Signers = Field(default_factory=lambda: dict.fromkeys(STEPS[:1], Decimal(0)))
    """FIN-3, FIN-7: who signs what an accountant writes into the ledger by hand, each above which sum of its debits, in
    the company's currency; 0 is any."""
    write_off_signers: Signers = Field(default_factory=lambda: dict.fromkeys(STEPS, Decimal(0)))
    """FIN-7: who signs that a debt is given up, after whoever asks it, each above which amount, in the company's
    currency; 0 is any."""
    price_change_up_to_percent: Number = Field(default=Decimal(0), ge=0)
    """FIN-7: so much above the budget is approved by rule; 0 is never."""
    bill_quantity_tolerance: Share = Decimal(0)
    """FIN-5: so much more than came, or was ordered, a supplier may bill: 0.02 is 2 %."""
    bill_price_tolerance: Share = Decimal(0)
    """FIN-5: so far a billed unit price may be above the ordered one: 0.02 is 2 %."""
    bill_amount_tolerance: Number = Field(default=Decimal(1), ge=0)
    """FIN-5: so much, in the company's currency, a line of a bill may come to above order or receipt anyhow."""
    bill_tax_rates: Annotated[tuple[Share, ...], Field(min_length=1, max_length=50)] = tuple(
        map(Decimal, ("0", "0.01", "0.03", "0.05", "0.06", "0.09", "0.13"))
    )
    """FIN-5: the rates of tax that a supplier's bill may bear; China's, and what comes from abroad without any."""
    bill_tax_tolerance: Number = Field(default=Decimal("0.06"), ge=0)
    """FIN-5: so far the tax of a line may be from its amount by one of these rates, in the bill's currency: who writes
    it rounds it his own way."""
    bank_charges_up_to: Number = Field(default=Decimal(500), ge=0)
    """FIN-6: when at the end of a month no more than this lacks of a payment that sales was told of, in the company's
    currency, a bank is thought to have kept it."""
    dispute_owner: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)] = "accountant"
    """FIN-10, FIN-5: whose it is to clear what a customer or supplier disputes of his statement, until it is given to
    somebody."""
    dispute_days: Days = 7
    """FIN-10, FIN-5: calendar days to clear it."""
    settlement_papers: Annotated[dict[PaperName, PaperAsked], Field(max_length=50)] = Field(
        default_factory=lambda: dict(CHINAS)
    )
    """FIN-8: the papers that exchange control asks for of a payment from or to abroad, and of what goes back to a
    customer there, by what they are called: of which countries and currencies, with the code of the transaction;
    China's for goods."""
    company_account: Annotated[str, StringConstraints(max_length=34), AfterValidator(checked)] = ""
    """FIN-5: the account from which suppliers are paid: an IBAN, or its number."""
    company_bic: Annotated[str, StringConstraints(pattern=f"^({BIC})?$")] = ""
    """FIN-5: the company's bank, by ISO 9362."""
