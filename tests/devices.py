"""A device that keeps keys (SoftHSM2): one for the run of the tests, because its module reads its settings once."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from exam.publishing.certificates import der
from exam.publishing.signing import SigningKey

PIN = "73190264"
MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
TOKEN = "Zkouska"  # noqa: S105 - a label


def module() -> str:
    """Return where the module lies."""
    return next(path for path in MODULES if Path(path).exists())


@cache
def device() -> Path:
    """Make the device once and return its folder."""
    folder = Path(mkdtemp(prefix="exam-softhsm-"))
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n", "utf-8")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    _util("--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", PIN)
    return folder


def put(label: str, key: SigningKey, *, with_certificate: bool = True) -> None:
    """Put a key and its certificate on the device, under one label."""
    from pkcs11 import Attribute, CertificateType, ObjectClass  # noqa: PLC0415 - an optional extra
    from pkcs11 import lib as library  # noqa: PLC0415 - an optional extra

    path = device() / "key.pem"
    path.write_bytes(key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _util("--import", str(path), "--token", TOKEN, "--label", label, "--id", label.encode().hex(), "--pin", PIN)
    path.unlink()
    if with_certificate:
        with library(module()).get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.LABEL: label,
                    Attribute.SUBJECT: key.certificate.subject.public_bytes(),
                    Attribute.ID: label.encode(),
                    Attribute.VALUE: der(key.certificate),
                }
            )


def _util(*arguments: str) -> None:
    command = shutil.which("softhsm2-util")
    assert command
    subprocess.run([command, *arguments], check=True, capture_output=True)  # noqa: S603 - our own words
