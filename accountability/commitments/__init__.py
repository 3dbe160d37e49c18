"""Who promised what by when, what was done of it, and who confirms it; the spine under cases and all that comes later."""
