"""What happens with a text message that came, and how it is answered."""

from accountability.sms.operations.receiving import Arrival, due, keep, over_limit, part_text, turn_away, work_on

__all__ = ["Arrival", "due", "keep", "over_limit", "part_text", "turn_away", "work_on"]
