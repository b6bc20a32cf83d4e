"""What an idle company asks its databases: only what the hour alone makes due is looked for each second."""

from tests.architecture.standing import standing


def test_what_somebodys_work_leaves_to_be_done_is_not_looked_for_each_second() -> None:
    timers = [(house.name, timer) for house in standing() for timer in house.timers]
    each_second = {f"{house} {timer.name}" for house, timer in timers if timer.pace == "second"}
    assert each_second == {"notify deadlines", "notify undoings", "sales weighing"}
