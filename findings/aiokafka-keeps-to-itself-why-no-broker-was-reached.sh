#!/usr/bin/env bash
# aiokafka 0.14.0: for a broker whose certificate is not trusted `start()` raises the same KafkaConnectionError, "Unable to bootstrap from …", as for
# a port where nobody listens. Neither its text nor its cause nor its context says why; the reason goes to the log alone. Who shows people
# what a client raised tells them "unreachable" where a certificate is to be renewed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "aiokafka==0.14.0" "cryptography==50.0.2"
"$folder/venv/bin/python" - "$folder" <<'PY'
import asyncio
import logging
import ssl
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

FOLDER = Path(sys.argv[1])
logged = []
handler = logging.Handler()
handler.emit = lambda record: logged.append(record.getMessage())
logging.getLogger("aiokafka").addHandler(handler)
logging.getLogger("aiokafka").propagate = False


def certificate() -> Path:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "broker")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = FOLDER / "broker.pem"
    file.write_bytes(secret + made.sign(key, hashes.SHA256()).public_bytes(pem))
    return file


async def raised(port: int) -> KafkaConnectionError:
    trusting = ssl.create_default_context()
    producer = AIOKafkaProducer(bootstrap_servers=f"127.0.0.1:{port}", security_protocol="SSL", ssl_context=trusting)
    try:
        await producer.start()
    except KafkaConnectionError as fault:
        return fault
    finally:
        await producer.stop()
    raise SystemExit("it changed: a broker that nobody trusts is believed")


async def main() -> None:
    shown = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    shown.load_cert_chain(certificate())
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0, ssl=shown)
    untrusted = await raised(server.sockets[0].getsockname()[1])
    nobody = await raised(1)
    server.close()
    print("raised:", untrusted, "| cause:", untrusted.__cause__, "| logged:", logged[0])
    assert type(untrusted) is type(nobody) and str(untrusted).startswith("KafkaConnectionError: Unable to bootstrap")
    assert untrusted.__cause__ is None and untrusted.__context__ is None
    assert "certificate" not in str(untrusted).lower()
    assert "CERTIFICATE_VERIFY_FAILED" in logged[0]


asyncio.run(main())
PY
