"""Why a message waits is kept in English and said in the language of who asks (ALL-1, ALL-5)."""

import pytest

from chassis.language import catalogue
from chassis.messages.why import LINES, as_text
from tests.needs import needs

pytestmark = needs("ALL-5")
SAY = catalogue("zh")
NOT_TAKEN = "the database does not take what was to be written"
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


@pytest.mark.parametrize("kept", ["lines: Field required", ""])
def test_what_breaks_a_contract_stays_as_it_is(kept: str) -> None:
    assert SAY(as_text(kept)) == kept


@pytest.mark.parametrize(
    ("kept", "english", "chinese"),
    [
        ("KeyError: '{item}'", "its handler failed", "处理程序出错"),
        ("EventTooLarge: 2", "its handler failed", "处理程序出错"),
        ("QueryCanceledError: statement timeout", "the database took too long", "数据库超时"),
        ("TimeoutError: ", "the database took too long", "数据库超时"),
        ('UniqueViolationError: "a_pkey"\nDETAIL: x', NOT_TAKEN, "数据库不接受要写入的内容"),
        ("DataError: invalid input", NOT_TAKEN, "数据库不接受要写入的内容"),
    ],
)  # fmt: skip
def test_a_failure_is_told_by_its_kind_with_its_own_words_beside_it(kept: str, english: str, chinese: str) -> None:
    assert str(as_text(kept)) == f"{english} ({kept})"
    assert SAY(as_text(kept)) == f"{chinese}（{kept}）"


def test_a_failure_at_a_hole_is_told_so_too() -> None:
    assert (
        SAY(as_text("KeyError: 'x'; skip accepts the hole")) == "处理程序出错（KeyError: 'x'）；跳过（skip）即认可缺号"
    )


def test_each_line_is_told_by_itself_and_by_no_other() -> None:
    assert [as_text(text.line).line for text in LINES] == [text.line for text in LINES]
