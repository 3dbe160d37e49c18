#!/usr/bin/env python3
"""Checks what the platform gave out, without the platform: one file, nothing but Python 3.

    check_trail.py history FILE [--key HEX] [--roots FEED]   an exported history (flask trail export case:17)
    check_trail.py receipt FILE --key HEX                    a signed acknowledgement of receipt
    check_trail.py roots FILE                                the published daily roots (/en/about/trail.json)

The key is the platform's public signing key, as published on its page about the trail.
Exit 0: all holds. Exit 1: it says what does not.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

GENESIS = "0" * 64


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def plain_form(content):
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


# --- Ed25519 after RFC 8032, verifying only ---------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def point(octets):
    number = int.from_bytes(octets, "little")
    y = number & ((1 << 255) - 1)
    x = recover_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def add(one, two):
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, base):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, base)
        base, number = add(base, base), number >> 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_signed(key, content, signature):
    """Whether `signature` (hex) over `content` (bytes) was made with the private half of `key` (hex)."""
    try:
        public, signed = bytes.fromhex(key), bytes.fromhex(signature)
    except ValueError:
        return False
    if len(public) != 32 or len(signed) != 64:
        return False
    a, r, s = point(public), point(signed[:32]), int.from_bytes(signed[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signed[:32] + public + content).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- what is checked --------------------------------------------------------------------------------------------------


def faults_of_history(export, key):
    """Every edit, removal or reorder in an exported history, one line each."""
    previous, entries = GENESIS, export["entries"]
    for expected, entry in enumerate(entries, 1):
        where = f"line {expected}"
        if entry["sequence"] != expected:
            yield f"{where}: line {expected} is missing or out of order"
            return
        who = "" if entry["user_id"] is None else str(entry["user_id"])
        fields = [previous, export["chain"], str(entry["sequence"]), entry["at"], entry["role"], who]
        if entry["hash"] != sha("\n".join([*fields, entry["action"], entry["content_hash"]])):
            yield f"{where}: changed, or it does not hang on the line before it"
        content = entry["content"]
        if content is not None and entry["content_hash"] != sha(f"{content['salt']}\n{content['body']}"):
            yield f"{where}: what it says was changed"
        previous = entry["hash"]
    head = {name: export[name] for name in ("format", "chain", "count", "head", "digest")}
    if export["format"] != "trail-1" or export["count"] != len(entries) or export["head"] != previous:
        yield "lines were taken away from the end"
    if export["digest"] != hashlib.sha256(plain_form(entries)).hexdigest():
        yield "something that a line says was changed or taken away"
    if key and not is_signed(key, plain_form(head), export["signature"]):
        yield "the signature is not the platform's"


def faults_of_roots(roots):
    """Whether each day's root hangs on the one before; `roots` oldest first."""
    previous = roots[0]["previous"] if roots else GENESIS
    for row in roots:
        if row["previous"] != previous:
            yield f"{row['on']}: a day before it is missing or was changed"
        if row["root"] != sha("\n".join([row["previous"], row["on"], str(row["count"]), row["tree"]])):
            yield f"{row['on']}: changed"
        previous = row["root"]


def faults_of_receipt(receipt, key):
    if not is_signed(key, plain_form(receipt["acknowledges"]), receipt["signature"]):
        yield "this acknowledgement was changed, or is not the platform's"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["history", "receipt", "roots"])
    parser.add_argument("file")
    parser.add_argument("--key", default="")
    given = parser.parse_args()
    try:
        content = json.loads(Path(given.file).read_text("utf-8"))
        check = {
            "history": lambda: faults_of_history(content, given.key),
            "receipt": lambda: faults_of_receipt(content, given.key),
        }
        found = list(check.get(given.what, lambda: faults_of_roots(content["roots"]))())
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as problem:
        found = [f"this is not such a file ({type(problem).__name__})"]
    print("\n".join(found) if found else "all holds")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
