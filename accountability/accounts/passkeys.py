"""What we ask a browser about passkeys, and whether its answer is true: the WebAuthn library behind our own words.

User verification (finger, face or PIN) is always required, so that a passkey alone is two factors.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import structs

TIME_TO_ANSWER = 120_000


class NotTrue(Exception):
    """The answer does not prove what it should."""


@dataclass(frozen=True)
class Site:
    """Where passkeys are made and used: they are bound to its name, and only answers from its pages count."""

    host: str
    origin: str
    name: str

    @classmethod
    def of(cls, url: str, name: str) -> "Site":
        parts = urlsplit(url)
        return cls(parts.hostname or "", f"{parts.scheme}://{parts.netloc}", name)

    @property
    def can_have_passkeys(self) -> bool:
        """Browsers make them for names, over https or on this very machine; never for bare numbers."""
        try:
            ip_address(self.host)
        except ValueError:
            return self.origin.startswith("https://") or self.host == "localhost"
        return False


@dataclass(frozen=True)
class Made:
    """A new passkey as its authenticator describes it."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def options_to_make(site: Site, handle: bytes, login: str, challenge: bytes, known: list[bytes]) -> dict[str, Any]:
    asked = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=handle,
        user_name=login,
        challenge=challenge,
        timeout=TIME_TO_ANSWER,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return _plain(asked)


def options_to_use(site: Site, challenge: bytes) -> dict[str, Any]:
    """For anybody: the passkey itself says whose it is."""
    asked = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=TIME_TO_ANSWER,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return _plain(asked)


def _plain(options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return found


def made(site: Site, answer: str, challenge: bytes) -> Made:
    """The new passkey behind an answer.

    Raises:
        NotTrue: of another site, of another challenge, without user verification, or simply nonsense.
    """
    found = _true(
        lambda: webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    )
    return Made(found.credential_id, found.credential_public_key, found.sign_count)


def named(answer: str) -> tuple[bytes, bytes | None]:
    """Which passkey an answer speaks of, and whose it says it is; nothing of it is proved yet."""
    found = _true(lambda: webauthn.helpers.parse_authentication_credential_json(answer))
    return found.raw_id, found.response.user_handle


def used(site: Site, answer: str, challenge: bytes, public_key: bytes) -> int:
    """The counter in an answer whose signature is right; comparing it with the one before is the caller's.

    Raises:
        NotTrue: as for `made`, or signed by another key.
    """
    found = _true(
        lambda: webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    )
    return int(found.new_sign_count)


def _true(check: Callable[[], Any]) -> Any:
    """Whatever a forged answer makes the library stumble over, it is not true; no answer may become an error of ours."""
    try:
        return check()
    except Exception as problem:
        raise NotTrue(type(problem).__name__) from problem
