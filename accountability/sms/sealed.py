"""What this room seals, for flask vault rotate."""

from accountability.core.rotating import Sealed
from accountability.sms.models import SmsPart, SmsPhone

SEALED = [
    Sealed(SmsPart.body, lambda part: f"sms:{part.mark}"),
    Sealed(SmsPhone.draft, lambda phone: f"sms-draft:{phone.hash}"),
]
