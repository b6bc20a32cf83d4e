"""A company's own certificates: an authority, and what it signed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

YEAR = timedelta(days=365)


class Authority:
    """Signs certificates and writes them as PEM into its folder, each with its key."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self.folder, self._key = folder, ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name)
        own = self._certificate(self._name, self._key, YEAR).add_extension(x509.BasicConstraints(True, None), True)
        self.file = folder / f"{name}.crt"
        self.file.write_bytes(own.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def sign(self, name: str, address: str = "127.0.0.1", lasts: timedelta = YEAR, passphrase: bytes = b"") -> Path:
        """For this name and this IP address, from a year ago on; the file with both."""
        key = ec.generate_private_key(ec.SECP256R1())
        address_name = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        signed = self._certificate(_named(name), key, lasts).add_extension(address_name, False)
        certificate = signed.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        locked = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
        secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
        file = self.folder / f"{name}.pem"
        file.write_bytes(secret + certificate)
        return file

    def _certificate(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, lasts: timedelta
    ) -> x509.CertificateBuilder:
        yesterday = datetime.now(UTC) - timedelta(days=1)
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(key.public_key())
        return (
            made.serial_number(x509.random_serial_number())
            .not_valid_before(yesterday - YEAR)
            .not_valid_after(yesterday + lasts)
        )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
