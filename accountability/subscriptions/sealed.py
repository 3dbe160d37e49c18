"""What a subscription seals: the address."""

from accountability.core.rotating import Sealed
from accountability.subscriptions.addresses import PURPOSE
from accountability.subscriptions.models import Subscription


def _purpose(_row: Subscription) -> str:
    return PURPOSE


SEALED = [Sealed(Subscription.address, _purpose)]
