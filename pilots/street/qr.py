"""A QR code as a drawing inside a page: it stays sharp on paper, and nothing is fetched."""

import qrcode
from django.utils.safestring import SafeString, mark_safe
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathImage

QUIET = 2  # squares of white around it; the poster leaves the rest


def drawn(address: str) -> SafeString:
    """A quarter of it may be torn off or sprayed over."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET, image_factory=SvgPathImage)
    code.add_data(address)
    svg = code.make_image().to_string(encoding="unicode")
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" class="poster__code" ', 1))  # noqa: S308
