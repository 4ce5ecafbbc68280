"""`exam record sign FILE`: signs an exported file at a machine without its workspace, with a key file or a device."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli.exits import Exit
from exam.cli.key_source import add_key_source, names_key, names_one_key
from exam.cli.pins import typed

if TYPE_CHECKING:
    from exam.publishing.signing import Signing
    from exam.wording import Language

Pen = tuple[str, Callable[["Signing"], bytes]]
"""The SHA-256 of a certificate, and what signs with its key."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what a file needs to be signed."""
    add_key_source(parser, p12="the key for an exported file")
    parser.add_argument("--without-chair", action="store_true", help="sign an exported file first: the chair does not")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where the signed file goes")
    parser.add_argument("--timestamp", default="", metavar="URL", help="stamp the signature of an exported file there")
    parser.add_argument("--trust", type=Path, metavar="DIR", help="folder with the certificates to trust for the stamp")


def is_of_file(arguments: argparse.Namespace) -> bool:
    """Tell whether a key of one's own is named, or anything else that only an exported file needs."""
    return names_key(arguments) or any((arguments.out, arguments.timestamp, arguments.trust, arguments.without_chair))


def is_complete(arguments: argparse.Namespace) -> bool:
    """Tell whether a file can be signed: one key, a place for what is signed, and roots for a stamp."""
    stamped = bool(arguments.timestamp) == (arguments.trust is not None)
    return names_one_key(arguments) and arguments.out is not None and stamped


def sign_exported(arguments: argparse.Namespace) -> int:
    """Sign an exported file; an authority that fails costs the stamp, never the signature.

    Raises:
        ExamError: no such key, another one than the record plans, or the file is none that is to be signed.
    """
    from exam.bootstrap import system_clock  # noqa: PLC0415
    from exam.publishing.bare_signing import sign_file  # noqa: PLC0415
    from exam.publishing.sealing import workspace_authority  # noqa: PLC0415
    from exam.service.stamping import TimestampError  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    language, clock = Language(arguments.language or "cs"), system_clock()
    pdf = Path(arguments.target).read_bytes()
    certificate, sign = _pen(arguments, pdf, language)
    chairless = arguments.without_chair
    try:
        stamp = workspace_authority(arguments.timestamp, arguments.trust, clock).stamp if arguments.timestamp else None
        made = sign_file(pdf, clock.now(), certificate, sign, stamp, chairless=chairless)
    except TimestampError as error:
        told = {"authority": arguments.timestamp, "reason": str(error)}
        sys.stderr.write(render("stamp-waits", told, language) + "\n")
        made = sign_file(pdf, clock.now(), certificate, sign, chairless=chairless)
    arguments.out.write_bytes(made)
    sys.stderr.write(render("record.signed-file", {"path": arguments.out}, language) + "\n")
    return Exit.FINE


def _pen(arguments: argparse.Namespace, pdf: bytes, language: "Language") -> Pen:
    from exam.publishing.adding_keys import certificates_of  # noqa: PLC0415
    from exam.publishing.certificates import fingerprint  # noqa: PLC0415
    from exam.publishing.hardware_keys import HardwareKey, sign_with_hardware  # noqa: PLC0415
    from exam.publishing.signing import load_p12, sign_open  # noqa: PLC0415
    from exam.wording import render  # noqa: PLC0415

    secret = typed(arguments.passphrase_fd, render("keys.passphrase", {}, language))
    if arguments.p12 is not None:
        key = load_p12(arguments.p12, secret)
        return key.fingerprint, lambda signing: sign_open(key, pdf, signing)
    device = HardwareKey(module=arguments.module, token=arguments.token, key=arguments.key)
    chain = tuple(certificates_of(device, arguments.certificates))
    return fingerprint(chain[0]), lambda signing: sign_with_hardware(device, secret, chain, pdf, signing)
