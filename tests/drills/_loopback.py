"""Starts the web scanner so that it cannot leave this machine: whoever asks for another address is refused."""

import socket
import sys

OURS = {"127.0.0.1", "::1", "localhost"}
SENDS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
ASKS = {"socket.getaddrinfo", "socket.gethostbyname"}


def only_loopback(event, arguments):
    """An audit hook, which nothing that is loaded later can take away."""
    if event in SENDS and isinstance(arguments[1], tuple) and arguments[1][0] not in OURS:
        raise ConnectionRefusedError(f"not on this machine: {arguments[1][0]}")
    if event in ASKS and arguments[0] not in OURS:
        raise socket.gaierror(f"not on this machine: {arguments[0]}")


if __name__ == "__main__":
    sys.addaudithook(only_loopback)
    from wapitiCore.main.wapiti import wapiti_asyncio_wrapper

    wapiti_asyncio_wrapper()
