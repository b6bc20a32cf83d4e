"""Documents that cannot lie: decisions name tests that exist, the page of settings is the code's."""

import re
from pathlib import Path

import pytest

from deploy.locked import CHECKOUT
from deploy.settings_table import FILE, text

DECISIONS = sorted((CHECKOUT / "docs" / "decisions").glob("[0-9]*.md"))
PARTS = ["Context", "Decision", "What we gave up", "Reopen when", "Enforced by"]
LINES_MAX = 40

each_decision = pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)


@each_decision
def test_a_decision_fits_a_page_and_says_when_to_reopen_it(page: Path) -> None:
    lines = page.read_text().splitlines()
    assert len(lines) < LINES_MAX
    assert lines[0].startswith(f"# {page.stem[:4]} ")
    assert [line[3:] for line in lines if line.startswith("## ")] == PARTS


@each_decision
def test_what_enforces_a_decision_exists(page: Path) -> None:
    enforced = page.read_text().partition("## Enforced by")[2]
    named = re.findall(r"`((?:tests|gendan|services|whereabouts)/\S+\.py)::(\w+)`", enforced)
    contracts = re.findall(r"import contract `(\w+)`", enforced)
    assert named or contracts
    for file, test in named:
        assert re.search(rf"^(async )?def {test}\(", (CHECKOUT / file).read_text(), re.MULTILINE), test
    for contract in contracts:
        assert f'id = "{contract}"' in (CHECKOUT / "pyproject.toml").read_text()


def test_decisions_are_numbered_without_holes() -> None:
    assert [int(page.stem[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_page_of_settings_is_that_of_the_code() -> None:
    assert FILE.read_text() == text(), "stale, run `python -m deploy.settings_table`"
