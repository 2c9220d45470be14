"""QR codes as vector drawings, for papers."""

import re

import zxingcpp

_MASK = 3
"""One of the eight patterns laid over the data: trying all takes long, and signed data needs no choosing."""
_DARK = re.compile(rb"\x00+")


def qr_svg(text: str) -> str:
    """An SVG of one user unit a module, without quiet zone: keep four modules of white paper around it.

    Medium resilience: 15 % of the code may be soiled. Capitals and digits take the least room.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK)
    image = code.to_image(add_quiet_zones=False)
    side = image.shape[0]
    modules = bytes(memoryview(image))  # type: ignore[arg-type] # its annotations leave the buffer protocol out
    strokes = (
        f"M{run.start()},{row}.5h{run.end() - run.start()}"
        for row in range(side)
        for run in _DARK.finditer(modules[row * side : (row + 1) * side])
    )
    # Rows overlap by a hair, or some printers leave white lines between them.
    path = f'<path stroke="#000" stroke-width="1.02" d="{"".join(strokes)}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{path}</svg>'
