"""All that is stuck, by cause."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.messages.fingerprint import fingerprint_of
from whereabouts.picture import Silent
from whereabouts.stuck import Known, groups, silent
from whereabouts.tests.pictures import TODAY, Company, before
from whereabouts.verdict import verdict


def answer(service: str, *rows: dict[str, Any], company: Company | None = None) -> dict[str, Any]:
    """A department's `/ops/stuck`."""
    told = (company or Company()).pictures[service].model_dump(mode="json", include=HERE)
    return {**told, "groups": list(rows), "database": "ok"}


HERE = {"service", "hears", "real_now", "business_now", "condition"}


def parked(
    why: str,
    reason: str,
    ago_s: float = 60,
    topic: str = "order.released",
    messages: int = 1,
    first: int = 0,
    died_of: str = "handler",
) -> dict[str, Any]:
    kind = "unsent" if why == "unsent" else "parked"
    orders = [f"order-{nth}" for nth in range(first, first + min(messages, 100))]
    since = before(ago_s).isoformat()
    told = {
        "kind": kind,
        "why": why,
        "died_of": died_of if why == "dead" else "",
        "topic": topic,
        "reason": reason,
        "messages": messages,
    }
    return {**told, "since": since, "orders": orders, "keys": []}


def promise(owner: str, what: str, hours_late: int, order: str | None = "order-1") -> dict[str, Any]:
    due = (TODAY - timedelta(hours=hours_late)).isoformat()
    about = {"owner": owner, "what": what, "topics": what.split(" or ")}
    return {**about, "due": due, "order_id": order, "purchase_id": "purchase-1"}


@pytest.mark.parametrize(
    ("row", "cause", "owner", "next_"),
    [
        (parked("dead", "KeyError: 'x'"), "dead_letter", "ops (warehouse)", "gendan replay --consumer warehouse"),
        (
            parked("dead", "header: no id", died_of="contract"),
            "contract_mismatch",
            "the department that said it, and ops",
            "mend who said",
        ),
        (parked("gap", "4 is missing"), "gap", "ops (warehouse)", "accept the hole"),
        (parked("not_ready", "waits for …"), "not_ready", "ops (warehouse)", "tried again by itself"),
        (parked("unsent", ""), "outbox_waiting", "ops (warehouse)", "restart warehouse"),
    ],
)
def test_each_group_has_its_cause_its_owner_and_what_to_do(
    row: dict[str, Any], cause: str, owner: str, next_: str
) -> None:
    (group,) = groups({"warehouse": answer("warehouse", row)}, [])
    assert (group.cause, group.where, group.owner) == (cause, "warehouse", owner)
    assert next_ in group.next
    assert "None" not in group.next


def test_a_group_tells_its_topic_its_reason_and_its_orders() -> None:
    (group,) = groups({"warehouse": answer("warehouse", parked("dead", "KeyError: 'x'", messages=3))}, [])
    assert group.what == "order.released: KeyError: 'x'"
    assert (group.orders, group.messages) == (("order-0", "order-1", "order-2"), 3)


@pytest.mark.parametrize("reason", ["KeyError: 'x'", "lines.0: Field required"])
def test_dead_letters_are_replayed_by_what_they_died_of(reason: str) -> None:
    (group,) = groups({"finance": answer("finance", parked("dead", reason))}, [])
    died_of = fingerprint_of("finance", "order.released", reason)
    assert group.next.startswith(f"gendan replay --consumer finance --fingerprint {died_of} --preview")


def test_events_of_a_topic_that_kafka_refuses_are_told_as_that() -> None:
    company = Company()
    company.condition("sales", refusing={"order.released": "MessageSizeTooLargeError"})
    rows = (parked("unsent", ""), parked("unsent", "", topic="order.closed"))
    found = groups({"sales": answer("sales", *rows, company=company)}, [])
    assert {(group.what, group.cause) for group in found} == {
        ("order.released", "topic_blocked"),
        ("order.closed", "outbox_waiting"),
    }


def test_events_that_cannot_leave_because_kafka_is_away_are_told_as_that() -> None:
    company = Company()
    company.kafka_away()
    (group,) = groups({"sales": answer("sales", parked("unsent", ""), company=company)}, [])
    assert (group.cause, group.owner) == ("kafka_unreachable", "ops (Kafka)")


def test_the_oldest_group_comes_first_whosever_it_is() -> None:
    answers = {
        "sales": answer("sales", parked("dead", "KeyError: 'x'", 30)),
        "finance": answer("finance", parked("dead", "KeyError: 'x'", 90), parked("gap", "", 60)),
    }
    assert [(group.where, group.cause) for group in groups(answers, [])] == [
        ("finance", "dead_letter"),
        ("finance", "gap"),
        ("sales", "dead_letter"),
    ]


def test_what_waits_behind_another_message_is_no_group_of_its_own() -> None:
    rows = (parked("dead", "KeyError: 'x'"), parked("behind", "waits behind an earlier message"))
    assert [group.cause for group in groups({"sales": answer("sales", *rows)}, [])] == ["dead_letter"]


def test_what_was_parked_this_moment_is_not_stuck_but_a_dead_letter_is() -> None:
    rows = [parked(why, "KeyError: 'x'", ago_s=1) for why in ("not_ready", "gap", "dead")]
    assert [group.cause for group in groups({"sales": answer("sales", *rows)}, [])] == ["dead_letter"]


def test_what_is_overdue_is_one_group_by_whom_and_what_since_the_first_was_due() -> None:
    late = [promise("logistics", "shipment.dispatched", hours, f"order-{hours}") for hours in (2, 5, 3)]
    late.append(promise("logistics", "route.reviewed", 1, order=None))
    first, second = groups({}, late)
    assert (first.where, first.owner, first.what) == ("logistics", "logistics", "shipment.dispatched is overdue")
    assert first.since == TODAY - timedelta(hours=5)
    assert first.orders == ("order-5", "order-3", "order-2")
    assert first.next == "POST /api/v1/shipments/SHIPMENT/dispatch at logistics (role logistics clerk)"
    assert (second.orders, second.others) == ((), ("purchase-1",))


def test_what_is_overdue_about_neither_order_nor_purchase_is_named_by_its_promise() -> None:
    late = {**promise("notify", "exception.resolved", 1, order=None), "purchase_id": None, "id": "promise-1"}
    (group,) = groups({}, [late])
    assert group.others == ("promise-1",)


def test_a_group_names_at_most_a_hundred_orders_and_counts_all() -> None:
    (group,) = groups({}, [promise("finance", "invoice.issued", 1, f"order-{nth}") for nth in range(130)])
    assert (len(group.orders), group.messages) == (100, 130)


def test_an_older_department_that_does_not_tell_what_a_message_died_of_is_understood() -> None:
    row = parked("dead", "KeyError: 'x'")
    del row["died_of"]
    assert [group.cause for group in groups({"sales": answer("sales", row)}, [])] == ["dead_letter"]


def test_dead_letters_of_several_causes_are_as_many_groups() -> None:
    rows = [
        parked("dead", reason, first=nth) for nth, reason in enumerate(("KeyError: 'x'", "ValueError: y", "a.b: no"))
    ]
    found = groups({"finance": answer("finance", *({**row, "fingerprint": row["reason"]} for row in rows))}, [])
    assert [group.what for group in found] == [f"order.released: {row['reason']}" for row in rows]
    assert [group.next.split()[5] for group in found] == ["KeyError:", "ValueError:", "a.b:"]


def test_orders_are_told_by_their_numbers_and_what_is_no_order_by_itself() -> None:
    order, purchase = str(UUID(int=1)), str(UUID(int=2))
    row = {**parked("dead", "KeyError: 'x'"), "orders": [order], "keys": ["K-101", purchase]}
    known = Known({order: "SO-2026-000001", purchase: "PO-2026-000007"}, frozenset({order}))
    (group,) = groups({"finance": answer("finance", row)}, [], known)
    assert (group.orders, group.others) == (("SO-2026-000001",), ("K-101", "PO-2026-000007"))


def test_an_events_key_that_is_an_order_is_told_as_one() -> None:
    order = str(UUID(int=1))
    row = {**parked("unsent", ""), "orders": None, "keys": [order, order]}
    (group,) = groups({"sales": answer("sales", row)}, [], Known({order: "SO-2026-000001"}, frozenset({order})))
    assert (group.orders, group.others) == (("SO-2026-000001",), ())


def test_no_order_stands_twice_and_the_oldest_group_has_it() -> None:
    answers = {
        "sales": answer("sales", parked("dead", "KeyError: 'x'", 30, messages=3)),
        "finance": answer("finance", parked("dead", "KeyError: 'x'", 90, messages=2)),
    }
    older, newer = groups(answers, [])
    assert (older.orders, newer.orders, newer.more) == (("order-0", "order-1"), ("order-2",), 2)


def test_what_only_notify_misses_takes_no_order_from_what_stops_business() -> None:
    answers = {
        "sales": answer("sales", parked("dead", "KeyError: 'x'", 30)),
        "notify": answer("notify", parked("dead", "KeyError: 'x'", 90)),
    }
    notify, sales = groups(answers, [])
    assert (notify.orders, notify.more, sales.orders) == ((), 1, ("order-0",))


def test_an_order_that_a_message_hinders_is_not_called_overdue_besides() -> None:
    answers = {"sales": answer("sales", parked("dead", "KeyError: 'x'", 30))}
    found = groups(answers, [promise("logistics", "shipment.dispatched", 2, "order-0")])
    assert [(group.cause, group.orders) for group in found] == [("dead_letter", ("order-0",))]


def test_an_order_of_which_much_is_overdue_stands_where_it_has_been_longest() -> None:
    late = [
        promise("finance", "invoice.issued", 1, "order-1"),
        promise("logistics", "shipment.dispatched", 9, "order-1"),
    ]
    (group,) = groups({}, late)
    assert (group.where, group.orders) == ("logistics", ("order-1",))


@pytest.mark.parametrize(
    ("owner", "what", "sales_says"),
    [
        ("sales", "order.released or stock.unreserved", "li.na"),
        ("sales", "order.released or stock.unreserved", "finance"),
        ("finance", "payment.received", None),
        ("logistics", "shipment.dispatched", None),
    ],
)
def test_what_is_overdue_has_the_owner_and_the_next_step_that_why_has(
    owner: str, what: str, sales_says: str | None
) -> None:
    company = Company()
    company.awaits(owner, what, timedelta(hours=-2))
    if sales_says:
        company.awaits(sales_says, "something", None, told_by="sales")
    waits = {"order-1": company.pictures["sales"].waits}
    of_why = verdict(company.answers())
    answers = {name: answer(name, company=company) for name in company.pictures}
    (group,) = groups(answers, [promise(owner, what, 2)], Known(waits=waits))
    assert (group.cause, group.where, group.owner) == (of_why.cause, of_why.where, of_why.owner)
    assert group.next == of_why.next


def test_who_does_not_answer_and_whose_database_does_not_are_told() -> None:
    away = {**answer("finance"), "database": "away: TimeoutError"}
    answers: dict[str, dict[str, Any] | Silent] = {
        "sales": Silent("sales", "ConnectError"),
        "finance": away,
        "notify": answer("notify"),
    }
    assert groups(answers, []) == []
    assert silent(answers) == [
        "sales does not answer: ConnectError",
        "the database of finance is away: TimeoutError",
    ]
