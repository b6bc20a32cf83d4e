"""What a label says, whichever way a scanner types it (NOT-17)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.desk.scanned.label import Wrong, read
from tests.needs import needs

pytestmark = needs("NOT-17")

GTIN, SSCC = "04011200296908", "340123450000000017"
CASE = {"lot": "L-77", "expires_on": "2027-12-31", "quantity": "24"}


@pytest.mark.parametrize(
    "typed",
    [
        f"(01){GTIN}(17)271231(10)L-77(37)24",
        f"01{GTIN}1727123110L-77\x1d3724",
        f"]C101{GTIN}1727123110L-77|3724",
        f"]d201{GTIN}10L-77{{GS}}1727123130000024",
        f"  01{GTIN}10L-77~3724^17271231 ",
        f"https://id.gs1.org/01/{GTIN}/10/L-77?17=271231&30=24",
    ],
)
def test_a_case_tells_its_item_its_lot_its_last_day_and_how_many_it_holds(typed: str) -> None:
    label = read(typed)
    assert (label.gtin, dict(label.fields), label.names, label.wrong) == (GTIN, CASE, ("L-77",), None)


def test_a_logistic_unit_tells_what_is_in_it_whose_order_it_is_and_where_it_was_made() -> None:
    label = read(f"(00){SSCC}(02){GTIN}(37)0024(400)PO-2026-000001(241)P-1(422)156(21)S9")
    fields = {"sscc": SSCC, "quantity": "24", "origin": "CN", "serial": "S9"}
    assert (label.gtin, dict(label.fields)) == (GTIN, fields)
    assert label.names == ("PO-2026-000001", "P-1", SSCC, "S9")


@pytest.mark.parametrize("typed", ["SO-2026-000123", "P-1", "SH/A-01", "L 77", "螺栓", "10", "401"])
def test_what_is_nothing_of_gs1_is_a_name_of_ours(typed: str) -> None:
    label = read(f" {typed} ")
    assert (label.names, label.gtin, dict(label.fields), label.wrong) == ((typed,), "", {}, None)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("4011200296907", Wrong("GTIN", "4011200296907", "8", "7")),
        ("12345678", Wrong("GTIN", "12345678", "0", "8")),
        ("340123450000000018", Wrong("SSCC", "340123450000000018", "7", "8")),
        ("(01)04011200296907(10)L-77", Wrong("GTIN", "4011200296907", "8", "7")),
        ("(01)1(10)L-77", Wrong(found="(01)1(10)L-77")),
        ("]C19", Wrong(found="]C19")),
    ],
)
def test_a_wrong_check_digit_is_told_with_the_one_expected(typed: str, wrong: Wrong) -> None:
    assert read(typed).wrong == wrong


def test_a_code_of_ours_may_look_like_a_number_of_gs1() -> None:
    assert read("12345678").names == ("12345678",)
    assert read("(01)04011200296907").names == ()


@given(st.text(max_size=200))
def test_whatever_a_scanner_types_is_read(typed: str) -> None:
    label = read(typed)
    assert all(isinstance(value, str) and value for value in label.fields.values())


@given(st.from_regex(r"\((00|01|02|10|15|17|21|30|37|240|400|422)\)[0-9A-Z]{0,20}", fullmatch=True))
def test_whatever_stands_behind_an_identifier_is_read(typed: str) -> None:
    read(typed * 2)
