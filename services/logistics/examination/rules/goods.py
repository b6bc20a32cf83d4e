"""The goods: their description, quantities, prices and trade term (UCP 600 art. 14 e, 18 c, 30, 31) (LOG-7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from contracts.texts import Text
from services.logistics.documents.rules.document import GoodsLine
from services.logistics.documents.rules.trade import CommercialInvoice
from services.logistics.examination.rules.case import Case, Found, found, words_of
from services.logistics.letter_of_credit.rules.finding import Doubt
from services.logistics.letter_of_credit.rules.goods import EDITION, NOT_GOODS, TERM, Asked, asked_goods, unit_of
from services.logistics.letter_of_credit.rules.wording import facts, lacking, stock, within

WORSE = frozenset(("USED", "SECOND-HAND", "SECONDHAND", "REFURBISHED", "RECONDITIONED", "DEFECTIVE", "REBUILT"))
"""Words that make other goods of them (ISBP 745 C5)."""


def described(case: Case) -> Found:
    """The invoice describes the goods as the credit does (UCP 600 art. 18 c; ISBP 745 C3)."""
    asked = asked_goods(case.terms)
    for place, invoice, _ in case.each("invoices"):
        said = stock(words_of(invoice))
        missing = [lacking(one.words, said) for one in asked]
        if missing and not any(not words for words in missing):
            yield found(f"{place}.goods", case.terms.goods, invoice.described, "UCP 600 art. 18 c; 45A")
        elif worse := WORSE.intersection(facts(invoice.described)) - set(facts(case.terms.goods)):
            yield found(f"{place}.goods", case.terms.goods, ", ".join(sorted(worse)), "ISBP 745 C5")


def lines_described(case: Case) -> Found:
    """Each line is one of the goods of the credit; what it does not name must not be there, free of charge or not
    (ISBP 745 C11, C13 b)."""
    asked = [frozenset(one.words) for one in asked_goods(case.terms)]
    for place, invoice, _ in case.each("invoices"):
        for i, line in enumerate(invoice.lines):
            besides = FREE.search(line.description.upper()) and not FREE.search(case.terms.goods.upper())
            other = len(invoice.lines) > 1 and asked and not any(_shares(line, words) for words in asked)
            if other or besides:
                yield found(f"{place}.lines.{i}.description", case.terms.goods, line.description, "ISBP 745 C11; 45A")


FREE = re.compile(r"FREE OF CHARGE|\bF\.?O\.?C\b|NO COMMERCIAL VALUE|\bSAMPLES?\b")


def _shares(line: GoodsLine, words: frozenset[str]) -> bool:
    said = facts(line.description)
    return len(lacking(words, frozenset(said))) < len(words) or not words


def quantities(case: Case) -> Found:
    """No more than is left of what the credit asks, nor less where all must be shipped (UCP 600 art. 30 a, b; 31 a)."""
    for one, came, place in _compared(case):
        most, least = (one.quantity or 0) * (1 + one.share), (one.quantity or 0) * (1 - one.share)
        before = _shipped_before(one, case)
        if came + before > most:
            asked = _left(most, before, one.unit) if before else f"{most:f} {one.unit}"
            yield found(place, asked, f"{came:f}", "UCP 600 art. 30; 45A", "ask for an amendment")
        elif came < least and case.terms.partial == "not allowed":
            yield found(place, f"{least:f} {one.unit}", f"{came:f}", "UCP 600 art. 31 a; 43P", "ask for a waiver")


def _left(most: Decimal, before: Decimal, unit: str) -> Text:
    left = max(most - before, Decimal(0))
    told = {"left": f"{left:f}", "most": f"{most:f} {unit}", "before": f"{before:f}"}
    return Text("{left} of {most}, for {before} was shipped before", **told)


def all_is_shipped(case: Case) -> bool:
    """As far as quantities are told."""
    return all(came >= (one.quantity or 0) * (1 - one.share) for one, came, _ in _compared(case))


def _compared(case: Case) -> Iterator[tuple[Asked, Decimal, str]]:
    """Each kind of goods with what the invoices ship of it, and where its first line stands."""
    lines = list(_lines(case))
    for one in _counted(case):
        of_it = [(place, line) for place, line in lines if _is_of(line, one, case)]
        if of_it:
            yield one, _sum(line for _, line in of_it), f"{of_it[0][0]}.quantity"


def _shipped_before(one: Asked, case: Case) -> Decimal:
    """What other presentations used up of a kind of goods (UCP 600 art. 31)."""
    return _sum(line for line in case.before.shipped if _is_of(line, one, case))


def _counted(case: Case) -> list[Asked]:
    return [one for one in asked_goods(case.terms) if one.quantity is not None]


def _is_of(line: GoodsLine, one: Asked, case: Case) -> bool:
    """By its unit and, where the credit counts several kinds, by its words."""
    return unit_of(line.unit) == one.unit and (len(_counted(case)) == 1 or _is(line, one))


def _sum(lines: Iterable[GoodsLine]) -> Decimal:
    return sum((line.quantity for line in lines), Decimal(0))


def _is(line: GoodsLine, one: Asked) -> bool:
    """Whether most of the words of the one stand in the line."""
    missing = lacking(one.words, frozenset(facts(line.description)))
    return len(missing) * 2 < len(one.words)


def _lines(case: Case) -> Iterator[tuple[str, GoodsLine]]:
    for place, invoice, _ in case.each("invoices"):
        yield from ((f"{place}.lines.{i}", line) for i, line in enumerate(invoice.lines))


def prices(case: Case) -> Found:
    """The unit price that the credit tells (ISBP 745 C6; UCP 600 art. 30 c)."""
    for one in asked_goods(case.terms):
        for place, line in _lines(case):
            price = line.unit_price.amount if line.unit_price else None
            if one.price is not None and price is not None and price != one.price and _is(line, one):
                yield found(f"{place}.unit_price", one.price, price, "ISBP 745 C6; 45A")


def trade_term(case: Case) -> Found:
    """As the credit has it, with its place and its source (UCP 600 art. 18 c; ISBP 745 C8)."""
    told, edition = TERM.search(case.terms.goods.upper()), EDITION.search(case.terms.goods.upper())
    for place, invoice, _ in case.each("invoices"):
        if told:
            yield from _term(place, invoice, told[1], (told[2] or "").strip(), edition[1] if edition else "")


def _term(place: str, invoice: CommercialInvoice, rule: str, named: str, edition: str) -> Found:
    asked, term = f"{rule} {named}".strip(), invoice.term
    if term is None:
        if not within(asked, words_of(invoice)):
            yield found(f"{place}.term", asked, None, "ISBP 745 C8; 45A")
        return
    if term.rule.upper() != rule or (named and not within(named, term.place)):
        yield found(f"{place}.term", asked, f"{term.rule} {term.place}", "ISBP 745 C8; 45A")
    elif edition and term.edition != edition:
        yield found(f"{place}.term", f"INCOTERMS {edition}", term.edition, "ISBP 745 C8; 45A")


def described_elsewhere(case: Case) -> Found:
    """Other documents may describe the goods in general terms, not otherwise (UCP 600 art. 14 e)."""
    asked = frozenset(word for one in asked_goods(case.terms) for word in one.words)
    known = asked | stock(" ".join(one.described for one in case.docs.invoices))
    for place, one in case.of_goods:
        if one.described and not place.startswith("invoices"):
            yield from _described_elsewhere(f"{place}.goods", case.terms.goods, one.described, asked, known)


def _described_elsewhere(place: str, goods: str, came: str, asked: frozenset[str], known: frozenset[str]) -> Found:
    if not asked or "".join(facts(came)) in "".join(facts(goods)):
        return
    extra = lacking([word for word in facts(came) if word not in PACKED], known)
    if GENERAL.search(came.upper()) and not _touches(asked, facts(came)):
        yield Doubt(tag="45A", words=came, why=Text("whether these are the goods of the credit"))
    elif clash := _clash(extra, asked, stock(came)):
        yield found(place, goods, clash, "UCP 600 art. 14 d, 14 e")


def _touches(asked: frozenset[str], said: tuple[str, ...]) -> bool:
    return len(lacking(said, asked)) < len(said)


def _clash(extra: tuple[str, ...], asked: frozenset[str], said: frozenset[str]) -> str:
    """Another model, M10 for M8; a word more where one of the credit's lacks, brass for steel; other goods at all."""
    missing = lacking(sorted(asked), said)
    stems = {_stem(word) for word in missing if word[-1:].isdigit()}
    models = [word for word in extra if word[-1:].isdigit() and _stem(word) in stems and _stem(word)]
    words = [word for word in extra if word.isalpha() and word not in NOT_GOODS]
    return " ".join(models or (words if missing else ()))


def _stem(model: str) -> str:
    return re.sub(r"[\d/-]+$", "", model)


GENERAL = re.compile(
    r"\b(?:GOODS|CARGO|MERCHANDISE|\w*WARE|TOOLS|MACHINERY|PARTS|TEXTILES|GARMENTS|PRODUCTS|MATERIALS?)\b"
)
"""General terms, in which goods may be described outside of the invoice."""
PACKED = frozenset(
    ("CARTON", "PALLET", "PALLETS", "PACKAGES", "PACKAGE", "CONTAINER", "CONTAINERS", "BOXES", "CASES", "BAGS", "STC",
     "SAID", "CONTAIN", "SHIPPERS", "LOAD", "COUNT", "PC", "SET", "KG", "MT", "BALES", "ROLLS", "DRUMS", "GROSS", "NET",
     "WEIGHT", "MADE", "CHINA", "FREIGHT", "PREPAID", "COLLECT", "HS", "CODE", "UNIT", "PAIR", "CRATES", "WOODEN",
     "NEW")
)  # fmt: skip
RULES = (described, lines_described, quantities, prices, trade_term, described_elsewhere)
