"""A call to Slack over TLS, beside one over a connection that is kept."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from ipaddress import IPv4Address
from pathlib import Path
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.slack.calls import TLS, call, client
from tests.benchmarks import programs
from tests.benchmarks.measuring import Row, Scale, interleaved
from tests.benchmarks.requests import FORM
from tests.world import TOKEN

SAID = {"channel": "C1", "ts": "1.1", "text": "You each write your own answer. " * 20}


def rows(scale: Scale) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        certificate = _certificate(Path(folder) / "slack.pem")
        with programs.slack(certificate) as slack:
            TLS.load_verify_locations(certificate)
            ours = client(TOKEN, f"https://127.0.0.1:{slack.port}/api/")
            kept = HTTPSConnection("127.0.0.1", slack.port, context=TLS)

            def on_it() -> None:
                kept.request("POST", "/api/chat.update", urlencode(SAID), {"Content-Type": FORM})
                kept.getresponse().read()

            works = [lambda: call(ours, "chat.update", **SAID), on_it]
            here, bare = interleaved(works, scale.of(2, 60, 200))
            kept.close()
    yield Row("a call to Slack over TLS", here, bare, "over one connection, without the SDK", aim="kept")


def _certificate(path: Path) -> Path:
    """One of ours for this machine, good for an hour."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path
