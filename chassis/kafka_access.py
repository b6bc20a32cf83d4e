"""Where Kafka is, and how a client proves who it is: by nothing, by a certificate (mTLS), or by a password (SCRAM)."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from faststream.kafka.security import parse_security
from faststream.security import BaseSecurity, SASLScram256, SASLScram512
from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from chassis.environment import SecretFiles


class KafkaAccess(BaseSettings):
    """What a client of Kafka needs; each setting has the name that Kafka's own has."""

    model_config = SettingsConfigDict(frozen=True, populate_by_name=True, extra="ignore", use_attribute_docstrings=True)

    kafka_bootstrap_servers: Annotated[str, Field(pattern=r".+:\d+")]
    """host:port, several separated by commas."""
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_SSL"] = "PLAINTEXT"
    """PLAINTEXT, SSL or SASL_SSL: a password goes through TLS alone."""
    kafka_sasl_mechanism: Literal["SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    """How a password is proved with SASL_SSL."""
    kafka_sasl_username: str | None = None
    """The Kafka user, with SASL_SSL."""
    kafka_sasl_password: str | None = Field(None, repr=False)
    """Its password."""
    kafka_ssl_cafile: Path | None = None
    """PEM of who signed the brokers' certificates; none: whom this machine trusts."""
    kafka_ssl_certfile: Path | None = None
    """PEM of the client's own certificate and those above it, with KAFKA_SSL_KEYFILE: mTLS. Both are read again by
    each new client."""
    kafka_ssl_keyfile: Path | None = None
    """PEM of its key, without a passphrase."""

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource, **named: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (*sources, *named.values(), SecretFiles(settings_cls))

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if faults := [*self.faults()]:
            raise ValueError("\n".join(faults))
        return self

    def faults(self) -> Iterator[str]:
        """What of them does not go together, each with the variable's name."""
        guarded, by_password = self.kafka_security_protocol != "PLAINTEXT", self.kafka_security_protocol == "SASL_SSL"
        for name in ("kafka_sasl_username", "kafka_sasl_password"):
            if bool(getattr(self, name)) is not by_password:
                yield _belongs(name, "SASL_SSL", is_there=not by_password)
        files = ("kafka_ssl_cafile", "kafka_ssl_certfile", "kafka_ssl_keyfile")
        if not guarded:
            yield from (_belongs(name, "SSL or SASL_SSL", is_there=True) for name in files if getattr(self, name))
        elif bool(self.kafka_ssl_certfile) is not bool(self.kafka_ssl_keyfile):
            yield "KAFKA_SSL_CERTFILE, KAFKA_SSL_KEYFILE: expected both or none"
        else:
            yield from self._unreadable()

    def _unreadable(self) -> Iterator[str]:
        try:
            self._trusting()
        except (OSError, ssl.SSLError) as fault:
            yield f"KAFKA_SSL_CAFILE: expected certificates as PEM; {fault}; came '{self.kafka_ssl_cafile}'"
            return
        try:
            self._tls()
        except (OSError, ssl.SSLError) as fault:
            came = f"came '{self.kafka_ssl_certfile}', '{self.kafka_ssl_keyfile}'"
            yield f"KAFKA_SSL_CERTFILE, KAFKA_SSL_KEYFILE: expected a certificate and its key as PEM; {fault}; {came}"

    def tls(self) -> ssl.SSLContext | None:
        """Checks the broker's certificate and its name, and shows the client's own; none where nothing is guarded."""
        return None if self.kafka_security_protocol == "PLAINTEXT" else self._tls()

    def _tls(self) -> ssl.SSLContext:
        tls = self._trusting()
        if self.kafka_ssl_certfile and self.kafka_ssl_keyfile:
            tls.load_cert_chain(self.kafka_ssl_certfile, self.kafka_ssl_keyfile, password=_no_passphrase)
        return tls

    def _trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.kafka_ssl_cafile)

    def security(self) -> BaseSecurity | None:
        """The same for FastStream."""
        tls, user, password = self.tls(), self.kafka_sasl_username, self.kafka_sasl_password
        if tls is None:
            return None
        if user is None or password is None:
            return BaseSecurity(ssl_context=tls)
        scram = SASLScram512 if self.kafka_sasl_mechanism == "SCRAM-SHA-512" else SASLScram256
        return scram(user, password, ssl_context=tls)

    def client(self) -> dict[str, Any]:
        """The same as arguments of aiokafka's clients."""
        return {"bootstrap_servers": self.kafka_bootstrap_servers, **parse_security(self.security())}


def _belongs(name: str, protocol: str, *, is_there: bool) -> str:
    told = "came without it" if is_there else "is missing"
    return f"{name.upper()}: expected with KAFKA_SECURITY_PROTOCOL {protocol}; {told}"


def _no_passphrase() -> str:
    raise OSError("the key has a passphrase")
