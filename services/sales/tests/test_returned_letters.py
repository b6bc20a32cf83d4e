"""A letter that came back later is not delivered: its merchandiser finds it where letters wait for him (SAL-8)."""

from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.http.files import as_text
from chassis.ids import new_id
from chassis.mail.outcome import Outcome
from chassis.refusal import InvalidInput, Refusal
from services.sales.letter import rules, store
from services.sales.letter.rules import Letter
from services.sales.mailing.rules.returning import NOTICES_MAX, NotOurLetter, hear, read
from services.sales.tests.calling import Caller
from services.sales.tests.story import NOON
from services.sales.tests.test_letters import a_letter, taken_up, tried
from tests.needs import needs
from tests.returned import FAILED, notification

pytestmark = needs("SAL-8")
DELAYED = ("Action: delayed", "Status: 4.4.1", "Diagnostic-Code: smtp; 451 try again")
DELIVERED = ("Action: delivered", "Status: 2.1.5")


def sent() -> Letter:
    return tried("taken", a_letter().but(letter_id=new_id()))


def heard(letter: Letter, *block: str, **told: Any) -> Letter:
    found = hear(letter, read(notification(letter.message_id, *block, **told)))
    assert isinstance(found, Letter)
    return found


def test_a_letter_that_came_back_waits_for_a_person_with_the_servers_own_words_and_code() -> None:
    back = heard(sent())
    assert (back.state, back.with_a_person) == ("failed", True)
    assert str(back.reason) == "it came back: 5.1.1 550 5.1.1 <maria@example.org>: User unknown"
    (notice,) = back.notices
    assert (notice.action, notice.status, notice.server) == ("failed", "5.1.1", "in.example.org")


def test_one_that_may_have_been_sent_was_not() -> None:
    assert heard(tried("unsure")).state == "failed"


@pytest.mark.parametrize("block", [DELAYED, DELIVERED])
def test_a_delay_changes_nothing_and_is_noted(block: tuple[str, ...]) -> None:
    letter = heard(sent(), *block)
    assert (letter.state, letter.reason) == ("sent", None)
    assert [one.action for one in letter.notices] == [block[0].removeprefix("Action: ")]


def test_the_same_again_is_none_and_another_one_is_noted_beside_it() -> None:
    once = heard(sent(), *DELAYED)
    assert heard(once, *DELAYED) == once
    twice = heard(once, *FAILED, nth=2)
    assert ([one.action for one in twice.notices], twice.state) == (["delayed", "failed"], "failed")


def test_of_a_letter_that_was_sent_again_the_report_of_before_says_nothing_new() -> None:
    back = heard(sent())
    again = rules.after(taken_up(back), Outcome("taken", "250"), NOON, NOON)
    assert heard(again) == again


@pytest.mark.parametrize("state", ["settled", "superseded", "waiting"])
def test_what_is_over_or_leaves_anew_stays_as_it_is_and_the_report_is_kept(state: Any) -> None:
    letter = heard(sent().but(state=state))
    assert (letter.state, len(letter.notices)) == (state, 1)


def test_a_server_that_tells_of_a_delay_for_days_fills_no_letter() -> None:
    letter = sent()
    for nth in range(NOTICES_MAX + 5):
        letter = heard(letter, *DELAYED, nth=nth)
    assert len(letter.notices) == NOTICES_MAX


@pytest.mark.parametrize("way", ["whole", "envelope", "answer"])
def test_it_is_known_by_the_mail_itself_its_envelope_or_what_is_answered(way: str) -> None:
    letter = sent()
    told: dict[str, Any] = {
        "whole": {
            "given_back": f"Content-Type: message/rfc822\n\nMessage-ID: <{letter.message_id}>\nSubject: 订单\n\n!"
        },
        "envelope": {"given_back": "Content-Type: text/plain\n\n-"},
        "answer": {
            "given_back": "Content-Type: text/plain\n\n-",
            "beside": f"In-Reply-To: <{letter.message_id}>\n",
        },
    }[way]
    mail = notification(letter.message_id, **told)
    if way == "envelope":
        mail = mail.replace(b"Reporting-MTA:", f"Original-Envelope-Id: {letter.message_id}\nReporting-MTA:".encode())
    assert read(mail).letter_id == letter.letter_id


def test_of_several_recipients_one_whom_it_did_not_reach_is_told() -> None:
    both = (*DELIVERED, "", "Final-Recipient: rfc822; b@example.org", *FAILED)
    assert read(notification(sent().message_id, *both)).notice.action == "failed"


def test_what_went_under_another_id_is_refused() -> None:
    letter = sent()
    other = f"{letter.letter_id}@elsewhere.example"
    refused = hear(letter, read(notification(other)))
    assert isinstance(refused, NotOurLetter)
    assert refused.details == {"message": other}
    with pytest.raises(NotOurLetter, match="as 123@elsewhere"):
        read(notification("123@elsewhere.example"))


@pytest.mark.parametrize("mail", [b"From: a@b.example\nSubject: hello\n\nhow are you?", b"\0", b""])
def test_another_mail_is_refused(mail: bytes) -> None:
    with pytest.raises(InvalidInput):
        read(mail)


@given(st.binary(max_size=300), st.integers(0, 1200), st.integers(0, 300))
def test_whatever_comes_is_read_or_refused(noise: bytes, at: int, dropped: int) -> None:
    whole = notification(sent().message_id)
    for content in (noise, whole[:at] + noise + whole[at + dropped :]):
        with suppress(Refusal):
            assert read(content).notice.action


async def kept(call: Caller, letter: Letter) -> None:
    async with call.pool.acquire() as db:
        await store.add(db, [letter.but(number="LT-2026-000001")])


async def test_the_companys_mail_system_brings_it_and_the_letter_waits_in_the_list(call: Caller) -> None:
    letter = sent()
    await kept(call, letter)
    content = as_text(notification(letter.message_id))
    for _ in range(2):
        answer = await call("POST", "/letters/returned", {"content": content})
        assert (answer.status_code, answer.json()["state"]) == (200, "failed"), answer.text
    waiting = [one for one in (await call("GET", "/actions")).json()["subjects"] if one["kind"] == "letter"]
    assert [one["name"] for one in waiting] == ["LT-2026-000001"]
    (found,) = (await call("GET", "/letters?state=failed")).json()["items"]
    assert [one["status"] for one in found["notices"]] == ["5.1.1"]
    again = await call("POST", "/letters/LT-2026-000001/settle", {"words": "打过电话"})
    assert again.json()["state"] == "settled"


async def test_what_nobody_sent_is_refused_in_both_languages(call: Caller) -> None:
    content = as_text(notification(f"{uuid4()}@gendan.example"))
    told = [await call("POST", "/letters/returned", {"content": content}, reads=one) for one in ("en", "zh-CN")]
    assert {one.status_code for one in told} == {409}
    assert "No letter of ours" in told[0].text
    assert told[1].json()["detail"].startswith("我方没有以")
    other = await call("POST", "/letters/returned", {"content": as_text(b"From: a@b.example\n\n?")})
    assert (other.status_code, other.json()["faults"][0]["field"]) == (422, "content")
