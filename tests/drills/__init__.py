"""Long trials, started by `dev.py drill NAME`; CI runs a sample of each."""
