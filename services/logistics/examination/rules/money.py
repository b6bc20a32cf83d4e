"""What is drawn: currency, amount, and the draft (UCP 600 art. 6 c, 18, 30, 31; ISBP 745 section B) (LOG-7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from contracts.money import Money
from contracts.texts import Text
from services.logistics.examination.rules.case import Case, Found, found
from services.logistics.examination.rules.goods import all_is_shipped
from services.logistics.letter_of_credit.rules.contradictions import most_of
from services.logistics.letter_of_credit.rules.drawn import due_of, maturity_of, tenor_of
from services.logistics.letter_of_credit.rules.in_words import amount_in_words, says_another_number
from services.logistics.letter_of_credit.rules.wording import facts, same, tokens, within

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
    """Drawn no more than is left of the amount with its tolerance (UCP 600 art. 18 b, 30 a; 39A)."""
    left, most, before = case.available, most_of(case.terms), case.before.drawn
    if case.drawn is not None and case.drawn > left:
        place, article = _where(case)
        asked = Text("{left} of {most}, for {before} was drawn before", left=left, most=most, before=before)
        yield found(place, asked if before else most, case.drawn, article, "ask for an amendment")


def in_one_drawing(case: Case) -> Found:
    """Where 43P forbids parts, nothing was drawn before (UCP 600 art. 31 a)."""
    if case.before.drawn and case.terms.partial == "not allowed":
        place, _ = _where(case)
        asked, came = Text("one drawing for all of it"), Text("{before} was drawn before", before=case.before.drawn)
        yield found(place, asked, came, "UCP 600 art. 31 a; 43P", "ask for a waiver")


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
    most = most_of(case.terms)
    total = sum((one.total.amount for one in case.docs.invoices), Decimal(0))
    if case.terms.drafts_at and case.docs.drafts and total > most:
        yield found("invoices.0.total", most, total, "UCP 600 art. 18 b", "ask for an amendment")


def draft_of_the_invoice(case: Case) -> Found:
    """The draft is for the invoices' amount, or the part of it that 42C tells (ISBP 745 B13)."""
    invoiced = sum((one.total.amount for one in case.docs.invoices), Decimal(0))
    due = due_of(case.terms, invoiced)
    drawn = sum((draft.amount.amount for draft in case.docs.drafts), Decimal(0))
    if case.terms.drafts_at and case.docs.drafts and case.docs.invoices and round(due, 2) != round(drawn, 2):
        yield found("drafts.0.amount", due, drawn, "ISBP 745 B13", other="invoices.0.total")


def tenor(case: Case) -> Found:
    """As 42C has it: at sight, or so many days after the same event (ISBP 745 B2)."""
    asked = tenor_of(case.terms)
    for i, draft in enumerate(case.docs.drafts if case.terms.drafts_at else ()):
        if not _same_tenor(facts(_spelt(asked)), facts(_spelt(draft.tenor)), case.shipped_on):
            yield found(f"drafts.{i}.tenor", case.terms.drafts_at, draft.tenor, "ISBP 745 B2; 42C")


def _same_tenor(asked: tuple[str, ...], said: tuple[str, ...], shipped: date | None) -> bool:
    """A tenor after shipment may say the date itself: 60 DAYS AFTER 1 MAR 2027 (ISBP 745 B2 b)."""
    event = {word for word in asked if word in EVENTS}
    if event & SHIPPED and not EVENTS.intersection(said):
        return said[:1] == asked[:1] and _says_the_day(said[1:], shipped)
    days = [word for word in asked if word.isdigit()]
    return days == [word for word in said if word.isdigit()][: len(days)] and not event.difference(said)


def _says_the_day(said: tuple[str, ...], day: date | None) -> bool:
    """Its day and year as numbers, and its month as a word or a number; where no day is known, any."""
    if day is None:
        return True
    numbers = [int(number) for word in said for number in re.findall(r"\d+", word)]
    months = any(word[:3] == f"{day:%b}".upper() for word in said) or day.month in numbers
    return months and {day.day, day.year} <= set(numbers)


EVENTS = frozenset(("SIGHT", "BL", "AWB", "SHIPMENT", "INVOICE", "DRAFT", "ACCEPTANCE"))
SHIPPED = frozenset(("BL", "AWB", "SHIPMENT"))
"""Events whose date the bill tells."""


def _spelt(text: str) -> str:
    text = re.sub(r"BILLS? OF LADING|B/L", "BL", text.upper())
    return re.sub(r"AIR ?WAY ?BILL", "AWB", text)


def in_words(case: Case) -> Found:
    """The amount in words, where it stands there, is that in figures (ISBP 745 B14)."""
    for i, draft in enumerate(case.docs.drafts if case.terms.drafts_at else ()):
        if says_another_number(draft.amount_in_words, draft.amount.amount):
            asked = amount_in_words(draft.amount)
            yield found(f"drafts.{i}.amount_in_words", asked, draft.amount_in_words, "ISBP 745 B14")


def endorsed(case: Case) -> Found:
    """A draft to our own order is endorsed (ISBP 745 B16)."""
    for i, draft in enumerate(case.docs.drafts if case.terms.drafts_at else ()):
        if draft.payee and same(draft.payee.name, draft.issuer.name) and not draft.endorsed:
            yield found(f"drafts.{i}.endorsed", Text("an endorsement"), None, "ISBP 745 B16")


def maturity(case: Case) -> Found:
    """The day of shipment is not counted (UCP 600 art. 3, from and after; ISBP 745 B2 e)."""
    due = maturity_of(case.terms, case.shipped_on)
    for i, draft in enumerate(case.docs.drafts):
        if due and draft.maturity and draft.maturity != due:
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
    in_one_drawing,
    not_too_little,
    invoices_too_much,
    draft_of_the_invoice,
    in_words,
    tenor,
    maturity,
    drawn_on,
    drawn_under,
    endorsed,
)
