"""Floor 7: the protected channel. Nobody imports it but features.py; lower floors only leave a slot or a link by endpoint."""
