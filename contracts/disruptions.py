"""What logistics says of transport that something holds up, and how a person decided (LOG-3)."""

from __future__ import annotations

from typing import Literal

from contracts.event import Promise, working_hours
from contracts.logistics import ShipmentEvent
from contracts.scalars import Day, Days, Mode
from contracts.sentences import Sentence
from contracts.value import Value

DisruptionKind = Literal["congestion", "weather", "strike", "closed border", "carrier failure", "other"]
"""What holds transport up."""
Settled = Literal["waits", "rebooked", "lifted"]
"""The goods wait it out; another transport takes them; nothing holds them up any more."""


class WayOut(Value):
    """What may be done: wait with who carries the goods, or send them with another; and when they are there then."""

    carrier: str
    mode: Mode
    on: Day
    through: tuple[str, ...] = ()
    """The places of its way (UN/LOCODE), where the carrier tells it."""

    def __str__(self) -> str:
        way = f" ({'-'.join(self.through)})" if self.through else ""
        return f"{self.carrier} {self.mode} {self.on}{way}"


class TransportDisrupted(ShipmentEvent, topic="transport.disrupted", said_by="logistics"):
    """Goods under way meet what holds transport up; said again when it lasts longer, or shorter (LOG-3)."""

    summary = Sentence(
        en="held up[ at {where}][: {kind}][, until {until}]; there on {expected} if it waits[, else {ways}]",
        zh="运输受阻[（{kind}）][，地点或航线 {where}][，至 {until}]；等待则 {expected} 送达[，另可 {ways}]",
    )

    number: str
    """Of the disruption."""
    kind: DisruptionKind
    where: str
    """The place (UN/LOCODE), or what else names the lane."""
    until: Day
    days: Days
    """So many longer it takes, as was reported."""
    expected: Day
    """When the goods are there if they wait."""
    ways: tuple[WayOut, ...] = ()
    """Others who could take them, the best first."""
    then = (
        Promise(
            of=("transport.settled", "shipment.delivered", "return.received"),
            by="logistics",
            within=working_hours(8),
            match=("shipment_id",),
            provided="held_up",
            counted_by="version",
            in_part=("return.received",),
            alarming=True,
        ),
    )

    @property
    def reason(self) -> str:
        return f"{self.kind} {self.where}"


class TransportSettled(ShipmentEvent, topic="transport.settled", said_by="logistics"):
    """A person decided what becomes of goods that are held up, or nothing holds them up any more (LOG-3)."""

    summary = Sentence(
        en="it waits until nothing holds it up[: {reason}]",
        zh="决定等待[：{reason}]",
        when={
            "how=rebooked": Sentence(en="another transport takes it[: {reason}]", zh="决定改走其他运输[：{reason}]"),
            "how=lifted": Sentence(en="nothing holds it up any more[: {reason}]", zh="运输受阻已解除[：{reason}]"),
        },
    )

    how: Settled
    reason: str

    @property
    def held_up(self) -> bool:
        return True
