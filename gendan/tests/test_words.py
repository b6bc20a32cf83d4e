"""What commands say is a text of the catalogue, so that it has its Chinese (ALL-5)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.texts import Text
from gendan import told
from gendan.terminal import failed, report, speak

GENDAN = Path(told.__file__).parent
LETTERS = 3
"""So many in a row are a word of ours."""
pytestmark = pytest.mark.needs("ALL-5")


def said_by_the_way() -> Iterator[str]:
    """Lines of progress and failures that are written as they are, with their file."""
    trees = {file.name: ast.parse(file.read_text()) for file in GENDAN.rglob("*.py") if "tests" not in file.parts}
    failures = {kind for tree in trees.values() for kind in _failures(tree)}
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node.func) in {"report", *failures}:
                yield from (f"{name}:{node.lineno}: {words}" for said in node.args[:1] if (words := _words(said)))


def _failures(tree: ast.Module) -> Iterator[str]:
    kinds = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return (kind.name for kind in kinds if any(_called(base) == "Told" for base in kind.bases))


def _called(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _words(said: ast.expr) -> str:
    parts = said.values if isinstance(said, ast.JoinedStr) else [said]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return " ".join(text for text in texts if sum(map(str.isalpha, text)) >= LETTERS)


def test_no_line_of_a_command_is_written_past_the_catalogue() -> None:
    assert list(said_by_the_way()) == []


def test_a_command_speaks_the_language_that_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    speak("zh")
    try:
        report(Text("Ctrl-C stops all"))
        failed(told.Told(Text("another gendan is running on {data}", data=".state")))
    finally:
        speak(None)
    heard = capsys.readouterr()
    assert "按 Ctrl-C 全部停止" in heard.out
    assert "另一个 gendan 正在 .state 上运行" in heard.err
