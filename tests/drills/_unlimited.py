"""The platform without its limits on guessing and on floods, so that the web scanner reaches what lies behind them."""

from wsgi import app

app.config["LIMITS_ON"] = False
