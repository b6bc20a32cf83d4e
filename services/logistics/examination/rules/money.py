"""What is drawn: currency, amount, and the draft (UCP 600 art. 6 c, 18, 30, 31; ISBP 745 section B) (LOG-7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from contracts.money import Money
from services.logistics.examination.rules.case import Case, Found, found, shipped_on
from services.logistics.examination.rules.goods import all_is_shipped
from services.logistics.letter_of_credit.rules.wording import facts, lacking, same, tokens, within

DAYS_AFTER = re.compile(
    r"(\d{1,3}) DAYS? (?:AFTER|FROM) (?:THE )?(?:DATE OF )?(?:B/?L|BILL OF LADING|SHIPMENT|AWB|AIR)"
)
PART_OF_INVOICE = re.compile(r"(\d{1,3}) ?(?:%|PERCENT|PCT|PER CENT)")
LESS_WITHOUT_TOLERANCE = Decimal("0.05")
"""What may be drawn less where nothing is shipped less (UCP 600 art. 30 c)."""


def right_currency(case: Case) -> Found:
    """The credit's, on each invoice, draft and insurance (UCP 600 art. 18 a iii, 28 f i)."""
    currency = case.terms.amount.currency
    for place, money, article in _amounts(case):
        if money.currency != currency:
            yield found(place, currency, money.currency, article)


def _amounts(case: Case) -> Iterator[tuple[str, Money, str]]:
    for i, draft in enumerate(case.docs.drafts if case.terms.drafts_at else ()):
        yield f"drafts.{i}.amount", draft.amount, "UCP 600 art. 14 d; 32B"
    for place, invoice, _ in case.each("invoices"):
        yield f"{place}.total", invoice.total, "UCP 600 art. 18 a iii"
    for place, cover, _ in case.each("insurances"):
        yield f"{place}.amount", cover.amount, "UCP 600 art. 28 f i"


def not_too_much(case: Case) -> Found:
    """Drawn no more than the amount with its tolerance (UCP 600 art. 18 b, 30 a; 39A)."""
    most = case.terms.amount.amount * (100 + case.terms.above) / 100
    if case.drawn is not None and case.drawn > most:
        place, article = _where(case)
        yield found(place, most, case.drawn, article, "ask for an amendment")


def not_too_little(case: Case) -> Found:
    """Where all must be shipped: no less than 39A lets, or 5 % where it tells nothing (UCP 600 art. 30 c, 31)."""
    terms = case.terms
    share = Decimal(terms.below) / 100 if terms.above or terms.below else LESS_WITHOUT_TOLERANCE
    least = terms.amount.amount * (1 - share)
    if terms.partial == "not allowed" and case.drawn is not None and case.drawn < least and all_is_shipped(case):
        place, _ = _where(case)
        yield found(place, least, case.drawn, "UCP 600 art. 30 c")


def _where(case: Case) -> tuple[str, str]:
    if case.terms.drafts_at and case.docs.drafts:
        return "drafts.0.amount", "UCP 600 art. 6, 30; 32B, 39A"
    return "invoices.0.total", "UCP 600 art. 18 b, 30; 32B, 39A"


def invoices_too_much(case: Case) -> Found:
    """An invoice above the amount, though the draft is not: the bank may refuse it (UCP 600 art. 18 b)."""
    most = case.terms.amount.amount * (100 + case.terms.above) / 100
    total = sum((one.total.amount for one in case.docs.invoices), Decimal(0))
    if case.terms.drafts_at and case.docs.drafts and total > most:
        yield found("invoices.0.total", most, total, "UCP 600 art. 18 b", "ask for an amendment")


def draft_of_the_invoice(case: Case) -> Found:
    """The draft is for the invoices' amount, or the part of it that 42C tells (ISBP 745 B13)."""
    invoiced = sum((one.total.amount for one in case.docs.invoices), Decimal(0))
    part = PART_OF_INVOICE.search(case.terms.drafts_at.upper())
    due = invoiced * (Decimal(part[1]) / 100 if part else 1)
    drawn = sum((draft.amount.amount for draft in case.docs.drafts), Decimal(0))
    if case.terms.drafts_at and case.docs.drafts and case.docs.invoices and round(due, 2) != round(drawn, 2):
        yield found("drafts.0.amount", due, drawn, "ISBP 745 B13", other="invoices.0.total")


def tenor(case: Case) -> Found:
    """As 42C has it: at sight, or so many days after the same event (ISBP 745 B2)."""
    asked = facts(PART_OF_INVOICE.sub("", case.terms.drafts_at.upper()).split(" FOR ")[0])
    for i, draft in enumerate(case.docs.drafts if case.terms.drafts_at else ()):
        if not _same_tenor(asked, draft.tenor):
            yield found(f"drafts.{i}.tenor", case.terms.drafts_at, draft.tenor, "ISBP 745 B2; 42C")


def _same_tenor(asked: tuple[str, ...], came: str) -> bool:
    """A tenor after shipment may say the date itself: 60 DAYS AFTER 1 MAR 2027 (ISBP 745 B2 b)."""
    said = facts(_spelt(came))
    days = [word for word in asked if word.isdigit()]
    event = [word for word in facts(_spelt(" ".join(asked))) if word.isdigit() or word in EVENTS]
    return days == [word for word in said if word.isdigit()][: len(days)] and not lacking(event, frozenset(said))


EVENTS = frozenset(("SIGHT", "BL", "AWB", "SHIPMENT", "INVOICE", "DRAFT", "ACCEPTANCE"))


def _spelt(text: str) -> str:
    text = re.sub(r"BILLS? OF LADING|B/L", "BL", text.upper())
    return re.sub(r"AIR ?WAY ?BILL", "AWB", text)


def maturity(case: Case) -> Found:
    """The day of shipment is not counted (UCP 600 art. 3, from and after; ISBP 745 B2 e)."""
    days = DAYS_AFTER.search(case.terms.drafts_at.upper())
    shipped = min((day for _, one in case.transports if (day := shipped_on(one))), default=None)
    latest = case.shipped_on
    for i, draft in enumerate(case.docs.drafts):
        if days and shipped and latest and draft.maturity:
            due = latest + timedelta(days=int(days[1]))
            if draft.maturity != due:
                yield found(f"drafts.{i}.maturity", due, draft.maturity, "UCP 600 art. 3; ISBP 745 B2")


def drawn_on(case: Case) -> Found:
    """On whom 42a says, never on the applicant (UCP 600 art. 6 c)."""
    for i, draft in enumerate(case.docs.drafts if case.terms.drafts_at else ()):
        name = draft.drawee.name
        if same(name, case.terms.applicant.name):
            yield found(f"drafts.{i}.drawee", case.terms.drawee, name, "UCP 600 art. 6 c")
        elif case.terms.drawee and not _is(case.terms.drawee, f"{name} {draft.drawee.address}", case):
            yield found(f"drafts.{i}.drawee", case.terms.drawee, name, "ISBP 745 B1; 42a")


def _is(asked: str, said: str, case: Case) -> bool:
    """By its name, or by its BIC, which names no bank in words."""
    bic = re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", asked.strip())
    if asked.upper().startswith(("ISSUING BANK", "YOURSELVES", "OURSELVES", "US")):
        return within(case.terms.issuing_bank, said) or _by_bic(case.terms.issuing_bank)
    return asked.strip()[:8] in tokens(said) or bool(bic) or within(said.split(",")[0], asked) or within(asked, said)


def _by_bic(bank: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2,5}", bank))


def drawn_under(case: Case) -> Found:
    """A clause that names a credit names this one (UCP 600 art. 14 d)."""
    for i, draft in enumerate(case.docs.drafts if case.terms.drafts_at else ()):
        if draft.drawn_under and case.terms.number.upper() not in draft.drawn_under.upper():
            yield found(f"drafts.{i}.drawn_under", case.terms.number, draft.drawn_under, "UCP 600 art. 14 d; 20")


RULES = (
    right_currency,
    not_too_much,
    not_too_little,
    invoices_too_much,
    draft_of_the_invoice,
    tenor,
    maturity,
    drawn_on,
    drawn_under,
)
