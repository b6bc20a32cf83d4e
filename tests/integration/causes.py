"""What caused what: an order's messages, each followed back to the request or the message that it began with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.integration.company import Fact


@dataclass(frozen=True)
class Causes:
    """``requests``: the route of each request; ``said``: each message with its topic and its cause."""

    requests: Mapping[str, str]
    said: Mapping[str, tuple[str, str | None]]

    @classmethod
    def of(cls, facts: Mapping[str, Sequence[Fact]]) -> Causes:
        every = [fact for of_department in facts.values() for fact in of_department]
        requests = {fact.message_id: fact.topic for fact in every if fact.kind == "asked"}
        said = {fact.message_id: (fact.topic, fact.cause_id) for fact in every if fact.kind == "said"}
        return cls(requests, said)

    def request_of(self, message: str) -> str:
        """The route that a message goes back to; KeyError when its chain of causes is broken."""
        while message not in self.requests:
            message = self.said[message][1] or ""
        return self.requests[message]

    def by_request(self) -> dict[str, set[str]]:
        """The topics that each route brought about in the end."""
        found: dict[str, set[str]] = {}
        for message, (topic, _) in self.said.items():
            found.setdefault(self.request_of(message), set()).add(topic)
        return found
