"""Every text of the desk is in the catalogue (ALL-5)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import extract, extract_python
from jinja2.ext import babel_extract

from services.notify.desk import words
from services.notify.desk.words import FILE, catalogue
from tests.needs import needs

DESK = FILE.parents[3]
KEYWORDS = {"_": None, "N_": None, "gettext": None}

pytestmark = needs("ALL-5")


def msgids() -> set[str]:
    """What templates and code of the desk say."""
    return {message for file in [*DESK.rglob("*.py"), *DESK.rglob("*.html")] for message in _in(file)}


def _in(file: Path) -> Iterator[str]:
    if "tests" in file.parts:
        return
    how: Any = babel_extract if file.suffix == ".html" else extract_python
    with file.open("rb") as source:
        for _, message, _, _ in extract(how, source, KEYWORDS, options={"silent": "false"}):
            yield message if isinstance(message, str) else message[0]


def test_every_text_of_the_desk_is_told_in_chinese_too() -> None:
    missing = {text for text in msgids() if not (entry := catalogue().get(text)) or not entry.string}
    assert not missing


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    said = msgids()
    assert not [entry.id for entry in catalogue() if entry.id and not entry.context and entry.id not in said]
    assert not [entry.id for entry in catalogue() if entry.fuzzy and entry.id]


def test_a_translation_names_the_same_fields() -> None:
    for entry in catalogue():
        if entry.id:
            fields = {part.partition("}")[0] for part in str(entry.id).split("{")[1:]}
            assert fields == {part.partition("}")[0] for part in str(entry.string).split("{")[1:]}, entry.id


def test_an_event_is_called_as_its_contract_says() -> None:
    assert words.topic_word("stock.reserved", "zh") == "已备货"
    assert words.topics_word(["stock.reserved", "stock.short"], "en") == "Reserved or Stock is short"
    assert words.topic_word("a.new.topic", "zh") == "a new topic"
