"""Where a key of one's own is: in a file, or on a device that never gives it out."""

import argparse
from pathlib import Path


def add_key_source(parser: argparse.ArgumentParser, *, p12: str) -> None:
    """Add what names a key, and whence its passphrase or PIN comes; `p12` is the help of the file."""
    parser.add_argument("--p12", type=Path, metavar="FILE", help=p12)
    parser.add_argument("--module", metavar="FILE", help="the PKCS#11 module of a device that keeps the key")
    parser.add_argument("--token", metavar="LABEL", help="the label of the device's token")
    parser.add_argument("--key", metavar="LABEL", help="the label of the key on it")
    parser.add_argument(
        "--certificates",
        type=Path,
        metavar="FILE",
        help="the certificate and those above it (PEM; default: the device's)",
    )
    parser.add_argument(
        "--passphrase-fd", type=int, metavar="FD", help="read the passphrase or PIN of the key from this descriptor"
    )


def names_key(arguments: argparse.Namespace) -> bool:
    """Tell whether anything of a key is named."""
    return any((arguments.p12, *_device(arguments), arguments.certificates))


def names_one_key(arguments: argparse.Namespace) -> bool:
    """Tell whether a file or a whole device is named, and not both."""
    if arguments.p12 is None:
        return all(_device(arguments))
    return not any((*_device(arguments), arguments.certificates))


def _device(arguments: argparse.Namespace) -> tuple[str | None, ...]:
    return arguments.module, arguments.token, arguments.key
