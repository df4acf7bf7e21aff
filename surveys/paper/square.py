"""The square that a phone scans: a QR code as a picture of one path."""

import segno

QUIET = 4
"""White units around the square, which the standard asks for."""


def square(address: str) -> str:
    """A QR code of an address as SVG, one unit a module, with its quiet zone."""
    rows = segno.make(address, error="m", micro=False).matrix
    size = len(rows) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><path fill="#000" d="{path}"/></svg>'
    )
