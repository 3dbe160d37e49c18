"""How an address is kept: sealed, and found again by a hash that needs the site's secret."""

from accountability.accounts.codes import keyed
from accountability.core.vault import vault

PURPOSE = "subscription"


def normal(address: str) -> str:
    return address.strip().casefold()


def mark(address: str) -> str:
    return keyed.hash(f"{PURPOSE}:{normal(address)}")


def seal(address: str) -> bytes:
    return vault.seal_text(address.strip(), PURPOSE)


def text(sealed: bytes) -> str:
    return vault.open_text(sealed, PURPOSE)
