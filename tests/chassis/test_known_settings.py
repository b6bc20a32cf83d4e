"""A setting that nobody knows, or that is wrong, ends the start with its name."""

import re
from pathlib import Path

import pytest

from chassis.environment import SettingsFault
from chassis.known_settings import insist_on_known_settings
from gendan.switches import load
from tests.architecture.sources import sources, texts, tree

NAME = re.compile(r"GENDAN_[A-Z_]*[A-Z]")


@pytest.fixture(autouse=True)
def all_departments() -> None:
    load()


def told(**environment: str) -> list[str]:
    with pytest.raises(SettingsFault) as fault:
        insist_on_known_settings(environment)
    return str(fault.value).splitlines()


def test_a_misspelt_setting_is_told_with_the_near_one() -> None:
    assert told(GENDAN_WAREHOUSE_PAKING="by_hand") == [
        "setting GENDAN_WAREHOUSE_PAKING: nobody knows it; did you mean GENDAN_WAREHOUSE_PACKING?"
    ]


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("GENDAN_WAREHOSE_PACKING", "GENDAN_WAREHOUSE_PACKING"),
        ("gendan_sales_acept", "GENDAN_SALES_ACCEPT"),
        ("GENDAN_COMPANYZONE", "GENDAN_COMPANY_ZONE"),
        ("GENDAN_POSTGRES_BINS", "GENDAN_POSTGRES_BIN"),
    ],
)
def test_also_in_a_departments_name_and_among_the_suites_own(misspelt: str, meant: str) -> None:
    assert told(**{misspelt: "x"}) == [f"setting {misspelt.upper()}: nobody knows it; did you mean {meant}?"]


def test_a_setting_like_no_other_is_told_with_those_of_its_department() -> None:
    (line,) = told(GENDAN_LOGISTICS_ZZZZZZZZZZZZZZZZZZZZZZZZ="1")
    _, _, named = line.partition("expected one of ")
    assert {"GENDAN_LOGISTICS_DISPATCH", "GENDAN_LOGISTICS_HOME_COUNTRY"} <= set(named.split(", "))
    assert all(name.startswith("GENDAN_LOGISTICS_") for name in named.split(", "))


def test_all_faults_are_told_at_once() -> None:
    assert len(told(GENDAN_A="1", GENDAN_B="2")) == 2


def test_a_way_that_does_not_exist_ends_the_start_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GENDAN_WAREHOUSE_PACKING", "by-hand")
    (line,) = told()
    assert line == ("setting GENDAN_WAREHOUSE_PACKING: Input should be 'automatic' or 'by_hand'; came 'by-hand'")


def test_what_is_known_and_what_is_not_ours_passes() -> None:
    insist_on_known_settings({"GENDAN_TOKEN": "x", "GENDAN_CLOCK_RATE": "1", "HOME": "/", "GENDANGER": "none"})


def test_every_name_that_the_command_or_a_test_reads_is_known() -> None:
    files = [file for file in sources("gendan", "tests") if file != Path(__file__)]
    named = {text for file in files for text in texts(tree(file)) if NAME.fullmatch(text)}
    insist_on_known_settings(dict.fromkeys(named, ""))
