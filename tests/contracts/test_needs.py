"""docs/needs.md is made from the catalogue, the docstrings of the code and the marks of the tests."""

from pathlib import Path

import pytest

from gendan.generated.generate import CHECKOUT
from gendan.generated.named import NEED, named
from gendan.generated.needs import DEPARTMENTS, catalogue, page

COUNTS = {"SAL": 25, "PUR": 13, "WHS": 10, "LOG": 8, "FIN": 10, "NOT": 19, "ALL": 10}
TOML = """
[SAL-1]
title = "Intake"
works = "An order is taken."
open = ""

[SAL-2]
title = "Priority"
works = "Goods are dealt."
open = "Profit."

[PUR-1]
title = "Audit"
works = ""
open = "Everything."
"""
RULES = '''
"""Rules of intake (SAL-1)."""

class Policy:
    """Figures."""

    grade: int = 1
    """SAL-2: what a grade counts."""

def take() -> None:
    """Taken (SAL-1, SAL-2)."""

def _deal() -> None: ...
'''
TESTS = '''
"""What SAL-2 says here is no mark."""

from tests.needs import needs

pytestmark = needs("SAL-1")

@needs("SAL-2")
async def test_own() -> None: ...

def test_around() -> None: ...

def helper() -> None: ...

class TestSome:
    pytestmark = [needs("SAL-2")]

    @pytest.mark.needs("SAL-1")
    def test_inside(self) -> None: ...
'''


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for path, text in {
        "docs/needs.toml": TOML,
        "services/sales/intake/rules.py": RULES,
        "services/sales/policy.py": '"""Figures (SAL-1)."""',
        "tests/sales/test_intake.py": TESTS,
        "tests/sales/helpers.py": '"""No rule (SAL-1)."""',
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def rules_of(root: Path, need: str) -> list[str]:
    return [str(place) for name, place in named(root).rules if name == need]


def shown_by(root: Path, need: str) -> list[tuple[str, bool]]:
    return [(place.name, place.own) for name, place in named(root).tests if name == need]


def test_a_place_is_what_names_the_need_in_its_docstring_a_file_a_field_or_a_function(checkout: Path) -> None:
    rules = "services/sales/intake/rules.py"
    assert rules_of(checkout, "SAL-1") == [rules, f"{rules}::take", "services/sales/policy.py"]
    assert rules_of(checkout, "SAL-2") == [f"{rules}::Policy.grade", f"{rules}::take"]


def test_a_test_shows_the_needs_of_its_own_marks_of_its_class_and_of_its_module(checkout: Path) -> None:
    inside = "TestSome.test_inside"
    assert shown_by(checkout, "SAL-1") == [("test_own", False), ("test_around", False), (inside, True)]
    assert shown_by(checkout, "SAL-2") == [("test_own", True), (inside, False)]


def test_the_page_tells_what_works_what_is_open_where_and_which_tests_show_it(checkout: Path) -> None:
    text, rules, tests = page(checkout), "services/sales/intake/rules.py", "tests/sales/test_intake.py"
    assert "Of 3 needs 1 work whole, 1 in part, 1 not yet." in text
    assert f"- where: `{rules}` (`take`), `{rules}::take`, `services/sales/policy.py`\n" in text
    assert (
        "### SAL-2 Priority\n\nGoods are dealt.\n\n- open: Profit.\n"
        f"- where: `{rules}::Policy.grade`, `{rules}::take`\n"
        f"- tests: `{tests}::test_own`, `{tests}::TestSome.test_inside`\n"
    ) in text
    assert "| PUR-1 | Audit | Everything. |" in text


def test_of_many_places_and_tests_the_first_are_shown_with_their_count(checkout: Path) -> None:
    marked = (f'@needs("SAL-2")\ndef test_{letter}() -> None: ...\n\n' for letter in "abcdef")
    (checkout / "tests/sales/test_many.py").write_text("".join(marked))
    shown = next(line for line in page(checkout).splitlines() if "test_a`" in line)
    assert (shown.count("::"), shown.endswith("; 8 in all")) == (5, True)


def test_what_works_and_has_no_test_is_listed(checkout: Path) -> None:
    assert "## Without a test\n\nNone.\n" in page(checkout)
    (checkout / "tests/sales/test_intake.py").unlink()
    assert "## Without a test\n\n- SAL-1 Intake\n- SAL-2 Priority\n" in page(checkout)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("tests/sales/test_more.py", '@needs("SAL-9")\ndef test_more() -> None: ...\n'),
        ("services/sales/more.py", '"""More (SAL-9)."""\n'),
    ],
)
def test_an_unknown_need_is_refused_with_its_place(checkout: Path, file: str, text: str) -> None:
    (checkout / file).write_text(text)
    with pytest.raises(ValueError, match=rf"docs/needs.toml: SAL-9 \({file}"):
        page(checkout)


def test_the_catalogue_has_every_need_without_holes_and_in_the_order_of_the_departments() -> None:
    numbered = [f"{prefix}-{number}" for prefix in DEPARTMENTS for number in range(1, COUNTS[prefix] + 1)]
    assert [need.id for need in catalogue(CHECKOUT)] == numbered
    assert all(NEED.fullmatch(name) for name in numbered)


def test_a_need_says_what_works_or_what_is_open() -> None:
    assert not [need.id for need in catalogue(CHECKOUT) if not need.title or not (need.works or need.open)]


def test_what_a_test_shows_is_told_as_working() -> None:
    working = {need.id for need in catalogue(CHECKOUT) if need.works}
    assert not {need for need, _ in named(CHECKOUT).tests} - working
