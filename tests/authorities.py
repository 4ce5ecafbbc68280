"""A real public-key infrastructure on loopback (certomancer): OCSP, lists of revoked certificates, and time stamps.

Every service answers as of `Estate.now`, so that a test's fixed time and the services' time are one.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import pem, tsp
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, KeyLabel, PKIArchitecture, ServiceLabel
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from cryptography.x509 import Certificate, load_der_x509_certificate
from werkzeug import Request, Response
from werkzeug.serving import WSGIRequestHandler, make_server

from exam.publishing.signing import PrivateKey, SigningKey

ARCH = "office"
NAMES = {
    "root": "Kořen",
    "issuing": "Vydávající autorita",
    "ocsp": "Odpovídač",
    "tsa": "Razítka 2032",
    "tsa2": "Razítka 2045",
    "tsa-ec": "Razítka P-256",
    "tsa-old": "Razítka 2025",
    "dvorakova": "Zkoušející dvorakova",
    "kratky": "Zkoušející kratky",
    "holubova": "Zkoušející holubova",
    "seal": "Pečeť",
    "revoked": "Odvolaný",
}
RSA_KEYS = {"tsa": 2048, "dvorakova": 2048, "kratky": 3072}
PEOPLE = ("dvorakova", "kratky", "holubova", "seal", "revoked")
STAMPERS = {"tsa": 2032, "tsa2": 2045, "tsa-ec": 2032, "tsa-old": 2025}


@dataclass
class Estate:
    """The services, and where they are reached."""

    url: str
    arch: PKIArchitecture
    now: datetime

    @property
    def root(self) -> bytes:
        """The root, as a reader would trust it."""
        return bytes(pem.armor("CERTIFICATE", self.arch.get_cert(CertLabel("root")).dump()))

    def stamped(self, question: bytes, label: str = "tsa") -> bytes:
        """Return what an authority answers to a question."""
        stamper = self.arch.service_registry.summon_timestamper(ServiceLabel(label), self.now)
        return bytes(stamper.request_tsa_response(tsp.TimeStampReq.load(question)).dump())

    def tsa(self, label: str = "tsa") -> str:
        """Return the address of a time-stamp authority."""
        return f"{self.url}/{ARCH}/tsa/{label}"

    def key(self, name: str) -> SigningKey:
        """Return a person's key with the certificates above it."""
        private = self.arch.key_set.get_private_key(KeyLabel(name))
        return SigningKey(
            certificate=self.certificate(name),
            chain=(self.certificate("issuing"), self.certificate("root")),
            private=_open(private),
        )

    def certificate(self, name: str) -> Certificate:
        """Return a certificate by its label."""
        return load_der_x509_certificate(self.arch.get_cert(CertLabel(name)).dump())


def keep_trust(folder: Path, estate: Estate) -> None:
    """Let a workspace trust the estate's root."""
    folder.mkdir(exist_ok=True)
    (folder / "root.pem").write_bytes(estate.root)


@contextmanager
def served(folder: Path, now: datetime) -> Iterator[Estate]:
    """Serve the whole estate on a free port until the block ends."""
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [], threaded=True, request_handler=_Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    config = CertomancerConfig(_plan(folder, url), key_search_dir=str(folder), config_search_dir=str(folder))
    arch = config.get_pki_arch(ArchLabel(ARCH))
    estate = Estate(url=url, arch=arch, now=now)
    animator = Animator(AnimatorArchStore({ArchLabel(ARCH): arch}), with_web_ui=False)
    animator.at_time = lambda _request: estate.now  # type: ignore[method-assign]  # one time for tests and services
    server.app = animator
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield estate
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def answering(answer: Callable[[bytes], Response]) -> Iterator[str]:
    """Serve a function of the question's bytes and yield its address."""

    @Request.application
    def application(request: Request) -> Response:
        return answer(request.get_data())

    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(WSGIRequestHandler):
    """Prints no line for each request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's signature
        pass


def _plan(folder: Path, url: str) -> dict[str, object]:
    for name in NAMES:
        (folder / f"{name}.key.pem").write_bytes(_key(name))
    services: dict[str, object] = {
        "ocsp": {"issuing": {"for-issuer": "issuing", "responder-cert": "ocsp", "signing-key": "ocsp"}},
        "crl-repo": {
            "root": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P90D"},
            "issuing": {"for-issuer": "issuing", "signing-key": "issuing", "simulated-update-schedule": "P30D"},
        },
        "cert-repo": {"root": {"for-issuer": "root"}, "issuing": {"for-issuer": "issuing"}},
        "time-stamping": {name: {"signing-key": name, "signing-cert": name} for name in STAMPERS},
    }
    return {
        "external-url-prefix": url,
        "keysets": {ARCH: {"path-prefix": ".", "keys": {name: {"path": f"{name}.key.pem"} for name in NAMES}}},
        "pki-architectures": {
            ARCH: {
                "keyset": ARCH,
                "entity-defaults": {"country-name": "CZ"},
                "entities": {name: {"common-name": told} for name, told in NAMES.items()},
                "certs": _certificates(),
                "services": services,
            }
        },
    }


def _certificates() -> dict[str, dict[str, object]]:
    above: dict[str, object] = {
        "subject": "root",
        "issuer": "root",
        "validity": _validity(2020, 2050),
        "extensions": _authority(None),
    }
    issuing: dict[str, object] = {
        "issuer": "root",
        "validity": _validity(2020, 2040),
        "extensions": [*_authority(0), _list("root")],
    }
    told: dict[str, dict[str, object]] = {
        "root": above,
        "issuing": {"subject": "issuing", **issuing},
        "ocsp": {
            "subject": "ocsp",
            "issuer": "issuing",
            "validity": _validity(2020, 2035),
            "extensions": [
                _usage("digital_signature"),
                {"id": "extended_key_usage", "value": ["ocsp_signing"]},
                {"id": "ocsp_no_check", "value": True},
            ],
        },
    }
    for name, until in STAMPERS.items():
        told[name] = {
            "subject": name,
            "issuer": "root",
            "validity": _validity(2020, until),
            "extensions": [
                _usage("digital_signature"),
                {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
                _list("root"),
            ],
        }
    for name in PEOPLE:
        told[name] = {
            "subject": name,
            "issuer": "issuing",
            "validity": _validity(2025, 2029),
            "extensions": [
                _usage("digital_signature", "non_repudiation"),
                _list("issuing"),
                {
                    "id": "authority_information_access",
                    "smart-value": {
                        "schema": "aia-urls",
                        "params": {
                            "ocsp-responder-names": ["issuing"],
                            "ca-issuer-links": [{"repo": "root", "cert-labels": ["issuing"]}],
                        },
                    },
                },
            ],
        }
    told["revoked"]["revocation"] = {"revoked-since": "2026-06-01T00:00:00+0000", "reason": "key_compromise"}
    return told


def _validity(since: int, until: int) -> dict[str, str]:
    return {"valid-from": f"{since}-01-01T00:00:00+0000", "valid-to": f"{until}-01-01T00:00:00+0000"}


def _authority(length: int | None) -> list[dict[str, object]]:
    value: dict[str, object] = {"ca": True} | ({"path-len-constraint": length} if length is not None else {})
    return [
        {"id": "basic_constraints", "critical": True, "value": value},
        _usage("digital_signature", "key_cert_sign", "crl_sign"),
    ]


def _usage(*bits: str) -> dict[str, object]:
    return {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": list(bits)}}


def _list(repository: str) -> dict[str, object]:
    return {
        "id": "crl_distribution_points",
        "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": [repository]}},
    }


@cache
def _key(name: str) -> bytes:
    """Return a key for the run of the tests: making RSA keys takes a second."""
    made: PrivateKey = (
        rsa.generate_private_key(public_exponent=65537, key_size=RSA_KEYS[name])
        if name in RSA_KEYS
        else ec.generate_private_key(ec.SECP256R1())
    )
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _open(private: asn1_keys.PrivateKeyInfo) -> PrivateKey:
    found = load_der_private_key(private.dump(), None)
    assert isinstance(found, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    return found
