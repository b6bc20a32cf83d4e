"""The verdict where no department knows an order by the name, or nobody answers (ALL-1)."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from contracts.texts import Text, Word, said
from whereabouts.causes import next_command, owner_of
from whereabouts.found import Verdict
from whereabouts.links import Cause
from whereabouts.picture import Picture, Silent
from whereabouts.words import whom

NEAR_MAX = 3
ALL = Word("all departments")


def nobody_knows(answers: Sequence[Picture | Silent], unknown: tuple[str, ...]) -> Verdict:
    knowing = [answer for answer in answers if isinstance(answer, Picture) and answer.known]
    if knowing:
        return _of_no_order(knowing, unknown)
    answering = Text("no department that answers") if unknown else Text("no department")
    near = sorted({name for answer in answers if isinstance(answer, Picture) for name in answer.near})
    asked = [whom(answer.service) for answer in answers if isinstance(answer, Picture)]
    cause: Cause = "unknown_name"
    meant = tuple(
        Text("did you mean {name}? gendan why {quoted}", name=name, quoted=quote(name)) for name in near[:NEAR_MAX]
    )
    return Verdict(
        "unknown",
        cause,
        "sales",
        said(Text("{answering} knows an order, a paper or a message by this name", answering=answering)),
        owner_of(cause, "sales"),
        said(Text("{names}", names=meant)) if meant else next_command(cause, "sales"),
        (said(Text("asked: {departments}", departments=asked)),),
        unknown=unknown,
        near=tuple(near),
    )


def _of_no_order(knowing: Sequence[Picture], unknown: tuple[str, ...]) -> Verdict:
    where = ", ".join(whom(picture.service) for picture in knowing)
    what = said(Text("{where} knows this paper, and it is about no order: goods for the shelf, perhaps", where=where))
    owner, next_ = owner_of("no_order", where), next_command("no_order", where)
    return Verdict("unknown", "no_order", knowing[0].service, what, owner, next_, unknown=unknown)


def nobody_answers(answers: Sequence[Picture | Silent], unknown: tuple[str, ...]) -> Verdict:
    """Nothing is known of the order: neither that it is there nor that it is not."""
    cause: Cause = "service_silent" if all(isinstance(answer, Silent) for answer in answers) else "database_away"
    where = ALL.line
    what = said(Text("nobody answered, so nothing is known of an order by this name"))
    owner, next_ = owner_of(cause, where), next_command(cause, where)
    asked = said(Text("asked: nobody answered"))
    return Verdict("unknown", cause, where, what, owner, next_, (asked,), unknown=unknown)
