"""Whatever kind an exception is of by the suite's own table has a Chinese word, and a plan in Chinese (ALL-5)."""

import re

from chassis.language import catalogue
from contracts.sentences import word
from services.notify.desk.spoken import LOCALE
from services.notify.exception.store import kinds
from tests.needs import needs

pytestmark = needs("ALL-5", "NOT-4")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_each_kind_of_exception_has_a_chinese_word() -> None:
    assert all(CHINESE.search(word(kind.name, "zh")) for kind in (*kinds().kinds, kinds().default))


def test_each_kind_of_exception_has_a_plan_in_chinese() -> None:
    say = catalogue("zh", LOCALE)
    assert all(CHINESE.search(say(kind.plan)) for kind in (*kinds().kinds, kinds().default))
