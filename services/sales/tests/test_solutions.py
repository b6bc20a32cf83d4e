"""A customer without an account says by a link whether his ticket is solved (SAL-13)."""

import re
from typing import Any

from structlog.testing import capture_logs

from chassis.http.page import FIRST
from services.sales.letter import store as letters
from services.sales.mailing import handlers as mailing
from services.sales.tests.calling import CUSTOMER, Caller
from services.sales.tests.test_complaints import arrive
from services.sales.tests.test_mailing import LI_NA
from services.sales.tests.test_papers import confirmed_by, words
from services.sales.tests.test_tickets import FRONT, after, opened, said
from services.sales.ticket.rules import Ticket
from services.sales.ticketing.rules.moving import AnotherSolution
from tests.mail_server import Post
from tests.needs import needs

pytestmark = needs("SAL-13")
DESK = {"who": FRONT, "role": "customer service"}


def test_who_was_told_an_earlier_solution_answers_no_later_one() -> None:
    again = after(opened(), "solve", "reopen", "solve")
    assert again.solution_number == "ST-2026-000001-2"
    how = {"by": "ALFKI", "only_of": "ALFKI"}
    assert isinstance(said(again, True, solution="ST-2026-000001-1", **how), AnotherSolution)
    assert isinstance(said(again, True, solution="ST-2026-000001-2", **how), Ticket)


async def test_what_is_solved_is_asked_by_mail_and_a_yes_by_its_link_closes_it_once(call: Caller, post: Post) -> None:
    ticket = await a_ticket(call)
    await solve(call, ticket)
    link, body = await asked(post, call)
    assert "已寄出说明书" in body
    shown = (await call.client.get(link, headers={"accept-language": "zh"})).text
    assert all(part in shown for part in ("问题解决了吗", f"{ticket}-1", "已寄出说明书"))
    assert FRONT not in shown
    with capture_logs() as lines:
        done = await call.client.post(link, data={"solved": "true"})
        assert done.status_code == 200, done.text
        again = await call.client.post(link, data={"solved": "false", "words": "还没有"})
        assert (again.status_code, again.json()["type"]) == (410, "/problems/link-ended")
        assert "已寄出说明书" not in (await call.client.get(link)).text
    assert [line["why"] for line in lines if line["event"] == "link refused"] == ["ended", "ended"]
    now = (await call("GET", f"/tickets/{ticket}")).json()
    assert (now["state"], now["done"][-1]["what"], now["done"][-1]["by"]) == ("closed", "confirmed", "ALFKI")


async def test_a_no_takes_it_up_anew_with_his_words_and_the_next_answer_is_asked_by_a_link_of_its_own(
    call: Caller, post: Post
) -> None:
    ticket = await a_ticket(call)
    await solve(call, ticket)
    link, _ = await asked(post, call)
    silent = await call.client.post(link, data={"solved": "false"})
    assert (silent.status_code, [fault["field"] for fault in silent.json()["faults"]]) == (422, ["words"])
    odd = await call.client.post(link, data={"solved": "maybe"})
    assert [fault["field"] for fault in odd.json()["faults"]] == ["solved"]
    assert (await call.client.post(link, data={"solved": "false", "words": "还是松的"})).status_code == 200
    now = (await call("GET", f"/tickets/{ticket}")).json()
    assert (now["state"], now["person"], now["reopened"]) == ("front_desk", FRONT, 1)
    assert now["done"][-1]["words"] == "还是松的"
    await solve(call, ticket)
    second, _ = await asked(post, call)
    assert second != link
    assert (await call.client.post(second, data={"solved": "true"})).status_code == 200


async def test_a_link_of_what_was_taken_up_anew_meanwhile_takes_and_shows_nothing(call: Caller, post: Post) -> None:
    ticket = await a_ticket(call)
    await solve(call, ticket)
    link, _ = await asked(post, call)
    await step(call, ticket, "reopen")
    refused = await call.client.post(link, data={"solved": "true"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-solved")
    assert "已寄出说明书" not in (await call.client.get(link)).text
    await solve(call, ticket)
    other = await call.client.post(link, data={"solved": "true", "words": "好"})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/another-solution")


async def test_of_what_is_answered_before_its_letter_leaves_no_letter_leaves(call: Caller, post: Post) -> None:
    ticket = await a_ticket(call)
    await solve(call, ticket)
    await step(call, ticket, "reopen")
    await mailing.send_next(call.pool)
    (letter,) = (await call("GET", "/letters")).json()["items"]
    assert (letter["kind"], letter["state"], post.taken) == ("solution", "superseded", [])


async def test_two_tickets_of_one_order_are_asked_both_and_each_solution_once(call: Caller, post: Post) -> None:
    order_id = await confirmed_by(call)
    number = (await call("GET", f"/orders/{order_id}")).json()["number"]
    await arrive(call, order_id)
    goods = {"kind": "repair", "order": number, "line": 1, "quantity": "1"}
    first, second = [await a_ticket(call, **goods) for _ in range(2)]
    for ticket in (first, second):
        await solve(call, ticket)
    await step(call, first, "reopen")
    await solve(call, first)
    told = (await call("GET", f"/orders/{order_id}/letters")).json()["items"]
    assert [(one["document"], one["state"]) for one in told] == [
        (f"{first}-1", "superseded"), (f"{second}-1", "waiting"), (f"{first}-2", "waiting"),
    ]  # fmt: skip
    papers = (await call("GET", f"/papers?order={order_id}")).json()["items"]
    assert {one["document"] for one in papers if one["kind"] == "solution"} == {f"{first}-2", f"{second}-1"}
    drawn = await call("GET", f"/papers/solution/{first}-2.pdf?language=zh-Hans", who="ALFKI", role="customer")
    assert all(part in words(drawn.content) for part in ("服务答复", f"{first}-2", "已寄出说明书"))
    assert (await call("GET", f"/papers/solution/{first}-1.pdf", who="ALFKI", role="customer")).status_code == 409


async def test_without_an_address_for_customers_nobody_is_asked_by_mail(call: Caller) -> None:
    await solve(call, await a_ticket(call))
    assert (await letters.listed(call.pool, None, FIRST, 10)).items == ()


async def a_ticket(call: Caller, **about: Any) -> str:
    """Its number."""
    await call("PUT", "/customers/ALFKI", {**CUSTOMER, "contacts": [LI_NA], "language": "zh"})
    wish = {"kind": "consultation", "channel": "mail", "customer": "ALFKI", "words": "如何安装？", **about}
    made = await call("POST", "/tickets", wish, **DESK)
    assert made.status_code == 200, made.text
    return str(made.json()["number"])


async def solve(call: Caller, ticket: str) -> None:
    await step(call, ticket, "solve")


async def step(call: Caller, ticket: str, name: str) -> None:
    taken = await call("POST", f"/tickets/{ticket}/step", {"step": name, "words": "已寄出说明书"}, **DESK)
    assert taken.status_code == 200, taken.text


async def asked(post: Post, call: Caller) -> tuple[str, str]:
    """The link of the newest mail, and what that says."""
    assert await mailing.send_next(call.pool)
    body = next(post.taken[-1].iter_parts()).get_content()
    (link,) = re.findall(r"https://orders.example.com(/papers/shared/\S+/reply)", body)
    return link, body
