"""Why a message waits is kept in English and said in the language of who asks (ALL-1, ALL-5)."""

import pytest

from chassis.language import catalogue
from chassis.messages.why import LINES, as_text
from tests.needs import needs

pytestmark = needs("ALL-5")
SAY = catalogue("zh")
KEPT = [
    ("waits behind an earlier message", "排在前面的消息之后"),
    ("expected sequence 2, came 7", "序号应为 2，来的是 7"),
    (
        "not ready: waits for order.cancelled or order.closed of SO-1",
        "条件未到：等 SO-1 的 order.cancelled、order.closed",
    ),
    ("expected sequence 2, came 7; skip accepts the hole", "序号应为 2，来的是 7；跳过（skip）即认可缺号"),
    ("key: expected A, came 'B'", "键应为 A，来的是 'B'"),
]


@pytest.mark.parametrize(("kept", "chinese"), KEPT)
def test_what_was_kept_in_english_is_told_in_chinese(kept: str, chinese: str) -> None:
    assert str(as_text(kept)).replace(", order.closed", " or order.closed") == kept
    assert SAY(as_text(kept)) == chinese


@pytest.mark.parametrize("kept", ["KeyError: '{item}'", "lines: Field required", ""])
def test_a_failures_own_words_stay_as_they_are(kept: str) -> None:
    assert SAY(as_text(kept)) == kept


def test_each_line_is_told_by_itself_and_by_no_other() -> None:
    assert [as_text(text.line).line for text in LINES] == [text.line for text in LINES]
