"""Who looks waits for nobody; what was found is told in words."""

from typing import Any

import httpx2
import pytest

from contracts.texts import saying
from gendan.language import speaking
from gendan.replay import Ask, Replayed, is_done, lines, lines_of_groups, parked_in, replay

URLS = {name: f"http://{name}" for name in ("sales", "finance")}


async def tries(ask: Ask) -> tuple[list[str], list[Replayed], set[float]]:
    """Whom it asks in which order when all are away, what it gives, and with which limits."""
    asked, limits = list[str](), set[float]()

    def away(request: httpx2.Request) -> Any:
        asked.append(request.url.host)
        limits.add(request.extensions["timeout"]["read"])
        raise httpx2.ReadTimeout("frozen")

    return asked, await replay(URLS, "token", ask, httpx2.MockTransport(away)), limits


@pytest.mark.parametrize("ask", [Ask({"everything": True}), Ask({"everything": True}, preview=True)])
async def test_a_look_asks_each_once_and_does_not_wait_long(ask: Ask) -> None:
    asked, answers, limits = await tries(ask)
    assert (asked, limits) == (["sales", "finance"], {5.0})
    assert [answer.fault for answer in answers] == ["ReadTimeout", "ReadTimeout"]


async def test_a_replay_keeps_trying_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gendan.replay.FIRST_DELAY_S", 0.001)
    asked, _, limits = await tries(Ask({"everything": True}, "mended"))
    assert (asked[:2], len(asked), limits) == (["sales", "finance"], 10, {60.0})


def message(outcome: str, note: str = "", nth: int = 1) -> dict[str, Any]:
    told = {"message_id": str(nth), "topic": "order.released", "key": "7", "sequence": nth}
    return {**told, "outcome": outcome, "note": note}


def test_a_message_without_a_note_is_one_line_and_all_are_counted() -> None:
    told = list(lines([Replayed("sales", [message("would be tried"), message("left", "waits behind 1", 2)])]))
    assert told == [
        "would be tried: order.released 1 of 7 at sales",
        "left: order.released 2 of 7 at sales",
        "  waits behind 1",
        "in all: 1 would be tried, 1 left",
    ]


def test_that_nothing_was_found_is_told_and_who_could_not_tell() -> None:
    assert list(lines([Replayed("sales")])) == ["nothing parked matches"]
    away = list(lines([Replayed("sales"), Replayed("finance", fault="ReadTimeout")]))
    assert away == ["no answer: finance: ReadTimeout", "nothing parked matches where somebody answered; 1 did not"]


def test_a_replay_after_which_a_message_stays_is_not_done() -> None:
    assert is_done([Replayed("sales", [message("handled")])])
    assert not is_done([Replayed("sales", [message("handled"), message("dead", "KeyError: 'x'", 2)])])


async def test_without_a_choice_it_is_told_what_could_be_replayed_and_how() -> None:
    groups = [group("dead", "KeyError: file:100: [7]", "f00"), group("gap", "4 is missing"), group("behind", "waits")]

    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"groups": groups}) if request.url.host == "sales" else httpx2.Response(503)

    told = await parked_in(URLS, "token", httpx2.MockTransport(answer))
    assert list(lines_of_groups(told)) == [
        "2 dead at sales: order.placed: KeyError: file:100: [7]",
        "  gendan replay --consumer sales --fingerprint f00 --preview",
        "2 behind a gap at sales: order.placed: 4 is missing",
        "  gendan replay --consumer sales --preview",
        "no answer: finance: HTTP 503: ",
    ]


async def test_that_nothing_is_parked_is_told_in_words() -> None:
    told = await parked_in(URLS, "token", httpx2.MockTransport(lambda _: httpx2.Response(200, json={"groups": []})))
    assert list(lines_of_groups(told)) == ["nothing is parked"]


def group(why: str, reason: str, fingerprint: str | None = None) -> dict[str, Any]:
    return {"why": why, "topic": "order.placed", "count": 2, "sample_reason": reason, "fingerprint": fingerprint}


async def test_an_engineer_who_reads_chinese_is_told_in_chinese_by_the_departments_too() -> None:
    asked = set[str]()

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.add(request.headers["accept-language"])
        return httpx2.Response(200, json={"groups": [group("gap", "4 is missing")]})

    with saying(speaking("zh")):
        told = list(lines_of_groups(await parked_in(URLS, "token", httpx2.MockTransport(answer))))
        done = list(lines([Replayed("sales", [message("would be tried"), message("left", "waits behind 1", 2)])]))
    assert asked == {"zh"}
    assert told[0] == "销售：2 条缺号等待：order.placed：4 is missing"
    assert done[-1] == "合计：1 将重试、1 未动"
