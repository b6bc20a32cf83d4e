"""A department finds its Kafka behind TLS, with a certificate or a password, or says why it does not (ALL-9)."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from chassis.ids import new_id
from chassis.kafka.reach import silent_because
from chassis.kafka_access import KafkaAccess
from chassis.process.service import Service, running
from chassis.settings import Settings
from contracts.codec import decoded
from contracts.warehouse import GoodsPacked
from tests.chassis.certificates import Authority
from tests.chassis.guarded_kafka import PASSWORD, Guarded, guarded_kafka
from tests.chassis.house import HOUSE, released
from tests.chassis.records import record_of
from tests.needs import needs
from tests.waiting import within

pytestmark = [needs("ALL-9"), pytest.mark.filterwarnings("error")]

SOON_S = 20


@pytest.fixture(scope="module")
async def guarded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Guarded]:
    async with guarded_kafka(tmp_path_factory.mktemp("guarded"), ["warehouse", "stranger"]) as kafka:
        await kafka.allow("warehouse", "warehouse", HOUSE.topics, [GoodsPacked.topic])
        yield kafka


def by_certificate(guarded: Guarded, listener: str = "MTLS", user: str = "warehouse") -> dict[str, object]:
    shown = guarded.authority.sign(user)
    return {
        "kafka_bootstrap_servers": guarded.at[listener],
        "kafka_security_protocol": "SSL",
        "kafka_ssl_cafile": guarded.authority.file,
        "kafka_ssl_certfile": shown,
        "kafka_ssl_keyfile": shown,
    }


def by_password(guarded: Guarded, user: str = "warehouse", password: str = PASSWORD) -> dict[str, object]:
    return {
        "kafka_bootstrap_servers": guarded.at["SCRAM"],
        "kafka_security_protocol": "SASL_SSL",
        "kafka_sasl_username": user,
        "kafka_sasl_password": password,
        "kafka_ssl_cafile": guarded.authority.file,
    }


def with_access(settings: Settings, access: dict[str, object]) -> Settings:
    """The department's settings, at the guarded Kafka, under the names that its rights are for."""
    return settings.model_copy(update={**access, "topic_prefix": ""})


@pytest.mark.parametrize("way", [by_certificate, by_password])
async def test_a_department_hears_and_says_with_a_certificate_or_a_password(
    guarded: Guarded, settings: Settings, way: Callable[[Guarded], dict[str, object]]
) -> None:
    slip = str(new_id())
    async with running(HOUSE, with_access(settings, way(guarded))):
        await said_inside(guarded, slip)
        assert slip in [packed async for packed in slips_packed(guarded, slip)]


async def said_inside(guarded: Guarded, slip: str) -> None:
    record = record_of(released(new_id(), slip))
    async with AIOKafkaProducer(bootstrap_servers=guarded.at["INSIDE"]) as producer:
        await producer.send_and_wait(record.topic, record.value, key=record.key, headers=list(record.headers))


async def slips_packed(guarded: Guarded, until: str) -> AsyncIterator[str]:
    async with AIOKafkaConsumer(
        GoodsPacked.topic, bootstrap_servers=guarded.at["INSIDE"], auto_offset_reset="earliest"
    ) as client:
        async for record in client:
            slip = decoded(GoodsPacked, record.value or b"").slip_number
            yield slip
            if slip == until:
                return


REFUSED: dict[str, tuple[Callable[[Guarded], dict[str, object]], str]] = {
    "an expired certificate": (lambda kafka: by_certificate(kafka, "OLD"), "certificate has expired"),
    "a broker that is called otherwise": (lambda kafka: by_certificate(kafka, "AWAY"), "IP address mismatch"),
    "a wrong password": (lambda kafka: by_password(kafka, password="guessed"), "invalid credentials"),
    "an unknown user": (lambda kafka: by_password(kafka, "nobody"), "invalid credentials"),
    "a user without rights": (lambda kafka: by_password(kafka, "stranger"), "AuthorizationFailed"),
}


@pytest.mark.parametrize("what", REFUSED)
async def test_who_does_not_reach_kafka_says_why(guarded: Guarded, settings: Settings, what: str) -> None:
    way, why = REFUSED[what]
    async with running(HOUSE, with_access(settings, way(guarded))) as service:

        async def told() -> bool:
            return why in reason_of(service)

        await within(SOON_S, told)


def reason_of(service: Service) -> str:
    state = service.condition.states.get("consumer")
    return state.reason if state else ""


async def test_a_broker_whose_signer_is_unknown_is_not_believed(guarded: Guarded, tmp_path: Path) -> None:
    access = by_certificate(guarded) | {"kafka_ssl_cafile": Authority(tmp_path, "other").file}
    assert "unable to get local issuer certificate" in await silent_because(KafkaAccess(**access))  # type: ignore[arg-type]
