"""Turns a PDF into pictures of its pages, in a process of its own with little memory and time: a file from a stranger runs there.

Run as a file, it reads the PDF from its standard input and writes each page as a length (4 bytes) and a JPEG.
"""

import resource
import subprocess
import sys
from io import BytesIO

MEMORY = 1024 * 1024 * 1024
SECONDS = 10
LONGEST_SIDE = 1600
SIDE_LIMIT = 14_400


class NoPicture(Exception):
    """It is no PDF that can be shown, or it asks for more than a page of paper ever does."""


def pages(content: bytes, most: int) -> list[bytes]:
    """The first pages as JPEG; text, links, scripts and the author's name in the PDF are gone.

    Raises:
        NoPicture: broken, locked with a password, or too large to be drawn.
    """
    command = [sys.executable, "-I", __file__, str(most)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS + 5, check=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as problem:
        raise NoPicture(type(problem).__name__) from problem
    found, out = [], BytesIO(done.stdout)
    while size := out.read(4):
        found.append(out.read(int.from_bytes(size, "big")))
    if not found:
        raise NoPicture("no pages")
    return found


def _main(most: int) -> None:
    import pypdfium2

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    for number in range(min(len(document), most)):
        page = document[number]
        longest = max(page.get_size())
        if not 1 <= longest <= SIDE_LIMIT:
            raise SystemExit(3)
        picture = page.render(scale=LONGEST_SIDE / longest).to_pil().convert("RGB")
        file = BytesIO()
        picture.save(file, "JPEG", quality=82)
        sys.stdout.buffer.write(len(file.getvalue()).to_bytes(4, "big") + file.getvalue())


if __name__ == "__main__":
    _main(int(sys.argv[1]))
