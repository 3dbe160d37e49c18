"""Which columns and files of a case the vault sealed, and for what purpose each."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from accountability.cases.models import AppealWords, Attachment, Case, CaseSecret, Note, Relay
from accountability.core.db import db
from accountability.core.rotating import Sealed, SealedFiles


def _of_case(kind: str) -> Callable[[Any], str]:
    """Purposes name the case by its public id."""
    return lambda row: f"{kind}:{db.session.scalar(sa.select(Case.public_id).where(Case.id == row.case_id))}"


SEALED = [
    Sealed(CaseSecret.story, _of_case("story")),
    Sealed(CaseSecret.contact, _of_case("contact")),
    Sealed(CaseSecret.receipt, _of_case("receipt")),
    Sealed(CaseSecret.identity, _of_case("identity")),
    Sealed(Relay.body, _of_case("relay")),
    Sealed(Note.body, _of_case("note")),
    Sealed(AppealWords.body, _of_case("appeal")),
    SealedFiles(Attachment, lambda row: [(row.storage_key, f"file:{row.storage_key}")]),
]
