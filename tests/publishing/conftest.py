"""Keys and files that many tests read and none changes."""

import pytest

from tests.publishing.authority import Authority
from tests.publishing.office import Office, open_office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("office") / "keys")


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return somebody else who has this program, and so can make practice keys for any name."""
    return open_office(tmp_path_factory.mktemp("stranger") / "keys")


@pytest.fixture(scope="session")
def signed(office: Office) -> bytes:
    """Return a record with two signatures; two examiners sign on paper."""
    return office.sign(office.unsigned)


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority("Zkušební autorita")
