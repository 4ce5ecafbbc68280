"""The word that opens every practice key: published on purpose, because such keys prove nothing about anybody."""

PASSPHRASE = "cvicna-zkouska"  # noqa: S105 - published on purpose: it protects nothing
