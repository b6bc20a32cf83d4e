"""No department and no command knows an event by the text of its topic: what is true of an event, its contract says."""

import ast
import re
from collections.abc import Iterator

import pytest

from contracts.catalogue import EVENTS
from tests.architecture.sources import name, sources, tree

QUOTED = re.compile("|".join(f"'{re.escape(topic)}'" for topic in EVENTS))


def test_no_file_names_a_topic() -> None:
    named = [(name(file), topic) for file in sources("services", "gendan") for topic in topics_in(tree(file))]
    assert not named


@pytest.mark.parametrize("text", ["x = 'order.closed'", "x = {'order.closed': 1}", "SQL = f\"cause = 'order.closed'\""])
def test_a_topic_is_found_as_a_string_and_inside_sql(text: str) -> None:
    assert list(topics_in(ast.parse(text)))


@pytest.mark.parametrize("text", ['"""order.closed"""', "x = OrderClosed.topic", "x = 'after order.closed'"])
def test_docstrings_sentences_and_contracts_are_left_alone(text: str) -> None:
    assert not list(topics_in(ast.parse(text)))


def topics_in(module: ast.Module) -> Iterator[str]:
    """Strings that are a topic, or SQL that quotes one."""
    docstrings = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(module) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    told = (node.value for node in constants if isinstance(node.value, str))
    yield from (text for text in told if text in EVENTS or QUOTED.search(text))
