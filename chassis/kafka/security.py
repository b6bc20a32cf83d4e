"""How Kafka's clients are let in: with TLS where the settings name certificates, else in clear.

Kafka then knows a department by its certificate, and lets it do what it may (`deploy/k8s/kafka/users.yaml`).
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any

from faststream.security import BaseSecurity

from chassis.settings import Settings

_settings: Settings | None = None


def show(settings: Settings) -> None:
    """From now on this process shows Kafka what these settings name."""
    global _settings
    _settings = settings


def tls() -> ssl.SSLContext | None:
    """Read anew for each client, so that one built later shows a renewed certificate; none: in clear."""
    if _settings is None or _settings.kafka_ca_file is None:
        return None
    context = ssl.create_default_context(cafile=_settings.kafka_ca_file)
    if _settings.kafka_certificate_file:
        context.load_cert_chain(_settings.kafka_certificate_file, _settings.kafka_key_file)
    return context


def of_client() -> Mapping[str, Any]:
    """What a client of aiokafka is told."""
    context = tls()
    return {"security_protocol": "SSL", "ssl_context": context} if context else {}


def of_broker() -> BaseSecurity | None:
    """The same for FastStream."""
    context = tls()
    return BaseSecurity(ssl_context=context, use_ssl=True) if context else None
