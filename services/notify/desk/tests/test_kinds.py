"""Whatever kind an exception is of by the suite's own table has a Chinese word (ALL-5)."""

from services.notify.desk.words import catalogue
from services.notify.exception.store import kinds
from tests.needs import needs


@needs("ALL-5", "NOT-4")
def test_each_kind_of_exception_has_a_chinese_word() -> None:
    known = {entry.id for entry in catalogue() if entry.context == "kind" and entry.string}
    assert known == {kind.name for kind in (*kinds().kinds, kinds().default)}
