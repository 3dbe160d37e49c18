"""Tests are sentences about behaviour.

The collector rests while everything is imported (conftest wakes it and tells it that all this stays): a seventh of the time.
"""

import gc

gc.disable()
