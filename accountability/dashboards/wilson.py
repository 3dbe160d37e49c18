"""Wilson's interval: between which shares the truth lies, as far as so few or so many cases can tell."""

from math import sqrt

Z95 = 1.959963984540054


def interval(part: int, whole: int, z: float = Z95) -> tuple[float, float]:
    """The 95 % interval of a share, as fractions between 0 and 1."""
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"{part} of {whole} is no share")
    share = part / whole
    scale = 1 + z * z / whole
    middle = (share + z * z / (2 * whole)) / scale
    reach = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / scale
    return max(0.0, middle - reach), min(1.0, middle + reach)
