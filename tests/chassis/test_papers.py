"""A sheet on paper: what people wrote stays text, and the same is the same to the byte."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from chassis.papers.changed import changed
from chassis.papers.printing import printed
from chassis.papers.sheet import Column, Fact, Party, Sheet, Table
from chassis.papers.written import amount, money, price, quantity, share
from contracts.texts import as_it_is
from tests.needs import needs

pytestmark = needs("LOG-6")
AT = datetime(2026, 3, 2, 8, 30, 0, 123456, UTC)
PLANTED = '#panic("x") *bold* _low_ $x^2$ <label> @ref \\u{41} // no /* no */ `raw` [a] "q" = title'
SHEET = Sheet(
    title=as_it_is("Packing list"),
    number="PL-1",
    parties=(Party(label=as_it_is("Buyer"), lines=("Alfreds & Co #1", PLANTED)),),
    facts=(Fact(label=as_it_is("Order"), value="SO-2026-000001"),),
    tables=(
        Table(
            columns=(Column(label=as_it_is("Item")), Column(label=as_it_is("Pieces"), number=True)),
            rows=(("门 直 骨", "1"), ("P-2", "2")),
        ),
    ),
    totals=(Fact(label=as_it_is("Total"), value="3"),),
    notes=("a note",),
    signatures=(as_it_is("For the seller"),),
)


async def drawn(sheet: Sheet = SHEET, language: str = "en") -> bytes:
    return await printed(sheet, 1, language, AT, None)


def words(pdf: bytes) -> str:
    return " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


async def test_what_somebody_wrote_is_never_read_as_markup() -> None:
    told = words(await drawn()).replace(" ", "")
    assert PLANTED.replace(" ", "") in told


async def test_the_same_sheet_of_the_same_moment_is_the_same_to_the_byte() -> None:
    assert await drawn() == await drawn()


async def test_chinese_and_latin_stand_side_by_side() -> None:
    told = words(await drawn(language="zh"))
    assert "门 直 骨" in told
    assert "第 1 版" in told


async def test_a_paper_is_made_to_be_read_in_many_years() -> None:
    """PDF/A says so in its metadata (ISO 19005)."""
    told = PdfReader(BytesIO(await drawn())).xmp_metadata
    assert told
    assert b"pdfaid:part" in told.stream.get_data()


async def test_a_long_table_goes_on_with_its_head_on_the_next_page() -> None:
    (table,) = SHEET.tables
    pdf = await drawn(SHEET.but(tables=(table.but(rows=table.rows * 60),)))
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) > 1
    assert "Pieces" in pages[1].extract_text()


@pytest.mark.parametrize(
    ("value", "currency", "told"),
    [("1234.5", "USD", "1,234.50"), ("1234.5", "JPY", "1,235"), ("1.2345", "KWD", "1.235"), ("-3", "EUR", "-3.00")],
)
def test_an_amount_has_the_digits_of_its_currency(value: str, currency: str, told: str) -> None:
    assert amount(Decimal(value), currency) == told
    assert money(Decimal(value), currency) == f"{currency} {told}"


def test_a_price_keeps_the_decimals_that_were_agreed() -> None:
    assert [price(Decimal(value), "USD") for value in ("0.0125", "3", "1200")] == ["0.0125", "3.00", "1,200.00"]


def test_quantities_and_shares_have_no_zeros_that_say_nothing() -> None:
    assert [quantity(Decimal(value)) for value in ("10.000", "1E+3", "0.5")] == ["10", "1,000", "0.5"]
    assert share(Decimal("0.075")) == "7.5 %"


def test_what_changed_is_told_field_by_field() -> None:
    before = {"total": "10", "lines": [{"item": "A", "quantity": "1"}], "note": None}
    now = {"total": "12", "lines": [{"item": "A", "quantity": "1"}, {"item": "B", "quantity": "2"}], "note": None}
    assert changed(before, now) == [
        {"field": "total", "before": "10", "now": "12"},
        {"field": "lines.1.item", "before": None, "now": "B"},
        {"field": "lines.1.quantity", "before": None, "now": "2"},
    ]
