"""Whether what was said holds: call-backs to a random sample, and bursts that one hand may have made."""
