"""Every text that people read is in Chinese too: a new one fails here until it is in its folder's catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic_core._pydantic_core import list_all_errors

from chassis.language import DEFAULT, LOCALES, po_file
from contracts.texts import FIELD, OPTIONAL
from gendan.generated.catalogues import OWNERS, entries_in
from gendan.generated.generate import CHECKOUT
from tests.architecture.sources import name, sources, tree
from tests.needs import needs

pytestmark = needs("ALL-5")

CATALOGUES = [
    po_file(Path(*owner.split("."), "locale"), language)
    for owner in OWNERS
    for language in LOCALES
    if language != DEFAULT
]
PYDANTIC: dict[str, str] = {error["type"]: error["message_template_python"] for error in list_all_errors()}
CHINESE = re.compile(r"[\u4e00-\u9fff]|^\W*(\{\w+\}\W*)+$")
"""Chinese, or arguments alone."""


@pytest.fixture(params=CATALOGUES, ids=lambda file: file.stem)
def catalogue(request: pytest.FixtureRequest) -> dict[tuple[str | None, str], str]:
    return entries_in(CHECKOUT / request.param)


def test_each_text_has_its_line_in_chinese(catalogue: dict[tuple[str | None, str], str]) -> None:
    lacking = [text for (_, text), line in catalogue.items() if not line]
    assert not lacking, "run `make contracts`, then say these in Chinese in the catalogue"
    assert not [text for (_, text), line in catalogue.items() if not CHINESE.search(line) and "ISO" not in line]


def test_a_line_in_chinese_has_the_same_arguments(catalogue: dict[tuple[str | None, str], str]) -> None:
    ours = {text: line for (context, text), line in catalogue.items() if context != "pydantic"}
    assert not {text: line for text, line in ours.items() if set(FIELD.findall(text)) != set(FIELD.findall(line))}


def test_what_may_be_left_out_in_english_may_be_left_out_in_chinese(
    catalogue: dict[tuple[str | None, str], str],
) -> None:
    def always(text: str) -> set[str]:
        return set(FIELD.findall(OPTIONAL.sub("", text)))

    assert not [text for (context, text), line in catalogue.items() if not context and always(line) - always(text)]


def test_a_line_for_pydantic_has_none_but_its_arguments() -> None:
    catalogue = entries_in(CHECKOUT / po_file(Path("chassis", "locale"), "zh"))
    lines = {kind: line for (context, kind), line in catalogue.items() if context == "pydantic"}
    assert not {kind for kind, line in lines.items() if set(FIELD.findall(line)) - set(FIELD.findall(PYDANTIC[kind]))}


def calls(names: set[str], *packages: str) -> Iterator[tuple[str, ast.Call]]:
    for file in sources(*packages):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield name(file), node


def test_a_line_stands_where_it_is_said_and_is_put_together_nowhere() -> None:
    """What is no literal is in no catalogue."""
    made = {"contracts/texts.py", "contracts/reasons.py", "chassis/refusal.py", "chassis/messages/why.py"}
    made |= {f"chassis/http/{name}.py" for name in ("command_routes", "figure_view")}
    said = calls({"Text", "Expected"}, "contracts", "chassis", "services")
    assert not {file for file, call in said if not isinstance(call.args[0], ast.Constant)} - made


def test_what_a_request_has_wrong_is_said_by_expected() -> None:
    """The keys' file is read before anybody asks."""
    refusing = {file for file, _ in calls({"ValueError"}, "contracts", "chassis/http", "services")}
    refusing -= {"chassis/http/keys.py"}
    assert not [file for file in refusing if file.endswith(("api.py", "policy.py")) or not file.startswith("services")]
