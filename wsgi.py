"""The application as servers and the `flask` command load it."""

from accountability import create_app

app = create_app()
