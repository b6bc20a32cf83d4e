"""Incoterms 2020: who carries, insures and clears, and which rules are for the sea alone (LOG-6)."""

import pytest

from contracts.incoterms import TERMS, agreed
from tests.needs import needs

pytestmark = needs("LOG-6")


def test_there_are_eleven_rules_of_which_four_are_for_the_sea_alone() -> None:
    sea = {code: term.for_any_mode for code, term in TERMS.items() if term.by_sea_only}
    assert len(TERMS) == 11
    assert sea == {"FAS": "FCA", "FOB": "FCA", "CFR": "CPT", "CIF": "CIP"}


def test_the_seller_insures_under_two_rules_and_under_cip_against_all_risks() -> None:
    assert {code: term.cover for code, term in TERMS.items() if term.cover} == {"CIP": "A", "CIF": "C"}


def test_the_seller_pays_the_carriage_where_the_rule_names_a_destination() -> None:
    for term in TERMS.values():
        assert (term.carriage == "seller") == term.names.endswith("destination")


def test_the_seller_clears_for_export_but_for_exw_and_for_import_under_ddp_alone() -> None:
    assert [code for code, term in TERMS.items() if term.export == "buyer"] == ["EXW"]
    assert [code for code, term in TERMS.items() if term.import_ == "seller"] == ["DDP"]


@pytest.mark.parametrize(
    ("told", "code", "place"),
    [("FOB Shanghai", "FOB", "Shanghai"), ("cif  Port  Klang", "CIF", "Port Klang"), ("DAP", "DAP", "")],
)
def test_an_order_names_a_rule_and_perhaps_its_place(told: str, code: str, place: str) -> None:
    known = agreed(told)
    assert known
    assert (known.term.code, known.place) == (code, place)


@pytest.mark.parametrize("told", ["", "DAT Shanghai", "FOBShanghai"])
def test_what_names_no_rule_of_2020_is_none(told: str) -> None:
    assert agreed(told) is None
