"""The environment as frozen settings; a missing or wrong one ends the start with its name and what is expected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AliasChoices, Field
from pydantic.fields import FieldInfo

from chassis.clock import Clock
from chassis.environment import settled
from chassis.kafka_access import KafkaAccess
from chassis.keyring import KeyRing

T = TypeVar("T")


def _of_a_ring(told: str) -> str:
    if told:
        KeyRing.of(told)
    return told


_OF_THE_PROCESS = "of the process"
OfTheProcess = Annotated[T, _OF_THE_PROCESS]
"""A field of a Policy that is no figure: it is set before the start and holds until the next one."""


def is_of_the_process(field: FieldInfo) -> bool:
    """Whether a field bears the mark."""
    return _OF_THE_PROCESS in field.metadata


class Settings(KafkaAccess):
    """What one service needs to start."""

    database_url: Annotated[str, Field(pattern=r"^postgres(ql)?://", repr=False)]
    """The department's own database. It holds a password: not shown, whatever is wrong with it."""
    sealing_keys: Annotated[str, Field(repr=False), AfterValidator(_of_a_ring)] = ""
    """The keys by which contacts, addresses and bank accounts are sealed at rest: each base64 of 32 random bytes,
    separated by commas; the first seals, each opens. Sales, purchasing and finance do not start without."""
    jwks_file: Path | None = None
    """The company's public keys (RFC 7517), read again when a token names one that is not among them. Either this or
    JWKS_URL must be set."""
    jwks_url: Annotated[str, Field(pattern=r"^https?://")] | None = None
    """The same from the identity provider, by https outside a cluster. Takes TOKEN_ISSUER: providers share keys."""
    token_issuer: str | None = None
    """Who issues the tokens, letter for letter as their claim `iss`; none: whoever has a key of the file."""
    token_audience: str = "gendan"
    """For whom a token must be: its claim `aud`."""
    token_roles: str = "roles"
    """The claim that lists a person's roles, with dots where it stands inside others: `realm_access.roles`. A role may
    be written with `_` for a blank."""
    token_person: str = "sub"
    """The claim that holds a person's code; one that nobody can change himself."""
    host: str = "127.0.0.1"
    """The address to listen on; 0.0.0.0 in a container."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """0 takes a free port."""
    instance: str | None = Field(
        None, pattern=r"^[A-Za-z0-9._-]{1,200}$", validation_alias=AliasChoices("instance", "GENDAN_INSTANCE")
    )
    """Names this process among the replicas of its department: who is started again under the same name after a crash
    hears on at once. Never two at a time under one name; a pod's name is right."""
    topic_prefix: Annotated[str, Field(pattern=r"^[a-z0-9.]*$")] = ""
    """Sets one company's topics and consumer groups apart from another's on the same Kafka."""
    departments: dict[str, str] = Field({}, validation_alias=AliasChoices("departments", "GENDAN_DEPARTMENTS"))
    """Notify's pages ask there: each department's address, as JSON {"sales": "http://sales:8000"}. What is not named is
    shown as away; notify asks itself without one."""
    log_level: Annotated[str, Field(pattern="(?i)^(debug|info|warning|error)$")] = "info"
    """debug, info, warning or error."""
    company_zone: str = Field("Asia/Shanghai", validation_alias=AliasChoices("company_zone", "GENDAN_COMPANY_ZONE"))
    """The IANA zone of the company's calendar."""
    clock_anchor: datetime | None = Field(None, validation_alias=AliasChoices("clock_anchor", "GENDAN_CLOCK_ANCHOR"))
    """Sandboxes only: business time at ``clock_wall``."""
    clock_wall: float | None = Field(None, validation_alias=AliasChoices("clock_wall", "GENDAN_CLOCK_WALL"))
    """Sandboxes only: seconds since the epoch at the anchor."""
    clock_rate: float = Field(1.0, gt=0, validation_alias=AliasChoices("clock_rate", "GENDAN_CLOCK_RATE"))
    """Sandboxes only: business seconds per real second."""

    def faults(self) -> Iterator[str]:
        """Of the way to Kafka, and of whose tokens are taken."""
        yield from super().faults()
        if (self.jwks_file is None) == (self.jwks_url is None):
            yield "JWKS_FILE or JWKS_URL: expected one of them"
        if self.jwks_url and not self.token_issuer:
            yield "TOKEN_ISSUER: expected with JWKS_URL; is missing"

    def clock(self) -> Clock:
        """The business clock that these settings describe."""
        if self.clock_anchor is None or self.clock_wall is None:
            return Clock.of(self.company_zone)
        return Clock.of(self.company_zone, self.clock_anchor, self.clock_wall, self.clock_rate)


def settings_from_environment() -> Settings:
    """The service's settings; raises SettingsFault with every fault at once."""
    return settled(Settings)
