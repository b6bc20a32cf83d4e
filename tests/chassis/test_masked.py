"""One rule says how lists show what reaches a person or his bank (ALL-3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.masked import masked, masked_in, not_masked
from tests.chassis.test_resealing import LI_NA
from tests.needs import needs

pytestmark = needs("ALL-3")


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("13912348000", "139****8000"),
        ("+86 139 1234 8000", "+86****8000"),
        ("0574-8765432", "057****5432"),
        ("8765432", "****5432"),
        ("li.na@example.org", "l****@example.org"),
        ("李娜 <li.na@example.org>, 13912348000", "李娜 <l****@example.org>, 139****8000"),
        ("工商银行宁波分行 3901 1010 0920 0123 456", "工商银行宁波分行 390****3456"),
        ("DE89 3704 0044 0532 0130 00", "DE8****3000"),
        ("Am Kai 17, 28195 Bremen", "Am Kai 17, 28195 Bremen"),
        ("李娜", "李娜"),
        ("", ""),
    ],
)
def test_phones_mail_addresses_and_accounts_are_known_again_and_cannot_be_used(told: str, shown: str) -> None:
    assert masked(told) == shown


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_of_each_phone_the_middle_is_gone(phone: str) -> None:
    assert masked(f"手机 {phone}") == f"手机 {phone[:3]}****{phone[-4:]}"


def test_a_document_is_masked_in_what_of_it_stands_sealed() -> None:
    assert masked_in(LI_NA) == LI_NA.but(phone="139****8000", mails=("l****@example.org",))


def test_what_a_list_showed_is_not_taken_for_what_is_kept() -> None:
    assert not_masked("13912348000") == "13912348000"
    with pytest.raises(ValueError, match="not as a list shows it"):
        not_masked("139****8000")
