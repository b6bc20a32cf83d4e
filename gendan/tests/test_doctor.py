"""What `gendan doctor` tells of each department."""

from contracts.texts import saying
from gendan.doctor import lines
from gendan.language import speaking

FOUND = {"table": "rate", "row": '{"carrier": "C"}', "field": "days", "came": "9999", "becomes": "3650", "note": ""}


def test_a_healthy_department_says_what_it_looked_at() -> None:
    told = lines("sales", {"tables": ["customer", "item"], "found": [], "healed": False})
    assert told == ["sales: looked at 2 tables (customer, item): nothing to heal"]


def test_what_is_found_is_told_by_table_row_and_field_with_what_it_would_become() -> None:
    told = lines("logistics", {"tables": ["rate"], "found": [FOUND], "healed": False})
    assert told[1] == '  rate {"carrier": "C"}: days is 9999: would become 3650'
    assert lines("logistics", {"tables": ["rate"], "found": [FOUND], "healed": True})[1].endswith("now 3650")


def test_what_a_person_must_decide_is_told_as_that() -> None:
    told = lines("sales", {"tables": [], "found": [FOUND | {"becomes": None, "note": "put it anew"}], "healed": True})
    assert told[1].endswith("for a person: put it anew")


def test_a_department_that_does_not_answer_is_told() -> None:
    assert lines("notify", "ConnectError") == ["notify: does not answer: ConnectError"]


def test_a_finding_is_told_in_chinese_to_who_reads_chinese() -> None:
    with saying(speaking("zh")):
        told = lines("logistics", {"tables": ["rate"], "found": [FOUND], "healed": False})
    assert told == ["物流：已查 1 张表（rate）：发现 1 处", '  rate {"carrier": "C"}：days 为 9999：将改为 3650']
