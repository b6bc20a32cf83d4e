"""How counted work is dealt out to the bare limit's transactions."""

import json

from tests.bench.limit.work import BODY_BYTES_MAX, Step, as_json, from_json, work_of
from tests.bench.readings import Clock, Counts, Done
from tests.bench.topics import Topics

Amounts = dict[str, float]
NOTHING: Amounts = {"transactions": 0, "statements": 0, "statement_wal_bytes": 0}
SALES: Amounts = {"transactions": 4, "statements": 10, "statement_wal_bytes": 80_000}
NOTIFY: Amounts = {"transactions": 6, "statements": 12, "statement_wal_bytes": 10}


def counted() -> Done:
    """Sales does four transactions and notify six; thirty records of a hundred bytes came to lie on Kafka."""
    none: Amounts = {"inserted": 0, "updated": 0, "deleted": 0}
    rows: Amounts = {"inserted": 90, "updated": 10, "deleted": 5}
    began = Clock(0, {}, 0, {}, {"sales": NOTHING, "notify": NOTHING}, {})
    ended = Clock(0, {}, 0, {}, {"sales": SALES, "notify": NOTIFY}, {})
    before = Topics({("a", 0): 0}, 0, {"sales": {}, "notify": {("a", 0): 2}})
    after = Topics({("a", 0): 30}, 3_000, {"sales": {("a", 0): 8}, "notify": {("a", 0): 30}})
    counts = Counts({"sales": none, "notify": none}, before), Counts({"sales": rows, "notify": rows}, after)
    return Done(10, (began, ended), counts, {})


def test_each_department_hears_what_it_heard_and_makes_what_it_made() -> None:
    sales, notify = work_of(counted())
    assert (sales.transactions, sales.statements, sales.inserted, sales.updated, sales.deleted) == (4, 10, 90, 10, 5)
    assert (sales.places, notify.places) == ([("a", 0, 0, 8)], [("a", 0, 2, 30)])


def test_records_published_are_dealt_out_by_transactions() -> None:
    assert [(work.published, work.record_bytes) for work in work_of(counted())] == [(12, 100), (18, 100)]


def test_a_row_is_as_long_as_its_share_of_the_wal_and_never_below_nothing() -> None:
    sales, notify = work_of(counted())
    assert (sales.body_bytes, notify.body_bytes) == (800 - 180, 0)
    assert BODY_BYTES_MAX < 2_000


def test_the_transactions_add_up_to_the_work() -> None:
    sales, _ = work_of(counted())
    steps = list(sales.steps())
    assert steps[0] == Step(heard=2, statements=2, inserted=22, updated=2, deleted=1, published=3)
    assert sum(step.inserted for step in steps) == sales.inserted
    assert sum(step.heard for step in steps) == sales.heard == 8


def test_a_department_that_did_nothing_has_no_part() -> None:
    done = counted()
    done.clocks[1].statements["notify"] = NOTHING
    assert [work.department for work in work_of(done)] == ["sales"]


def test_the_work_goes_to_another_process_as_json() -> None:
    works = work_of(counted())
    orders, read = from_json(json.loads(json.dumps(as_json(10, works))))
    assert orders == 10
    assert [list(work.steps()) for work in read] == [list(work.steps()) for work in works]
