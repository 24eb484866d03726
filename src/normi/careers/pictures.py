"""
From whatever picture a person has to the small square we keep: turned upright, cut, and drawn anew.

Owns what is taken and what comes out. Nothing but the colours of the square leaves this module: where, when and with
what the picture was taken is gone. A square that came from here comes back unchanged, byte for byte.
"""

import io
import struct
from dataclasses import dataclass
from threading import Lock

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from normi.errors import Invalid, TooLarge

MOST_BYTES = 10 * 1024 * 1024
MOST_MEGAPIXELS = {"JPEG": 50, "PNG": 16, "WEBP": 16}
"""The formats we take. A JPEG is made smaller while it is unpacked; the others must be unpacked whole."""
SMALLEST, SIDE = 64, 400
WORKING_SIDE = 2_000
"""Pixels of the shorter side that cutting is done in. Enough for the closest cut."""
CLOSEST = 400
MEDIA_TYPE = "image/png"
TOO_MANY_PIXELS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
one_at_a_time = Lock()
"""So that however many send a picture at once, there is memory for one."""
BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error)


@dataclass(frozen=True)
class Crop:
    """
    Which square of the picture to keep. Whole percent, so that three sliders say it all.

    `zoom` is 100 (the largest square) to 400; `across` and `down` are 0 (left, top) to 100 (right, bottom).
    """

    zoom: int = 100
    across: int = 50
    down: int = 50

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """
        The square in a picture of this size: left, top, right, bottom.

        >>> Crop().box(300, 200), Crop(zoom=200, across=0, down=100).box(300, 200)
        ((50, 0, 250, 200), (0, 100, 100, 200))
        """
        side = max(1, min(width, height) * 100 // self.zoom)
        left, top = (width - side) * self.across // 100, (height - side) * self.down // 100
        return left, top, left + side, top + side


MIDDLE = Crop()


def portrait(content: bytes, crop: Crop = MIDDLE) -> bytes:
    """
    The square as PNG, at most 400 pixels wide. Raises TooLarge or Invalid, each with advice.

    The size is read from the file's head before anything is unpacked, so a small file cannot grow without end.
    """
    if not 100 <= crop.zoom <= CLOSEST or not (0 <= crop.across <= 100 and 0 <= crop.down <= 100):
        raise Invalid(_("The cut lies outside the picture."), remedy=_("Set the sliders again."))
    if len(content) > MOST_BYTES:
        raise TooLarge(_("The picture is larger than 10 MB."), remedy=_("Choose a smaller one, or make it smaller."))
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MOST_MEGAPIXELS)) as picture:
            _refuse_size(picture)
            with one_at_a_time:
                return _encoded(_square(picture, crop))
    except TOO_MANY_PIXELS:
        raise _too_many(min(MOST_MEGAPIXELS.values())) from None
    except UnidentifiedImageError:
        raise Invalid(_("This is not a picture we can read."), remedy=_("Choose a JPEG, PNG or WebP file.")) from None
    except BROKEN:
        raise Invalid(
            _("The picture is damaged or not complete."), remedy=_("Open it, save it again, or choose another one.")
        ) from None


def _refuse_size(picture: Image.Image) -> None:
    width, height = picture.size
    most = MOST_MEGAPIXELS[picture.format or ""]
    if width * height > most * 1_000_000:
        raise _too_many(most)
    if min(width, height) < SMALLEST:
        raise Invalid(_("The picture is too small to see anything in."), remedy=_("Choose a larger one."))


def _too_many(most: int) -> TooLarge:
    return TooLarge(
        _("The picture has more than %(count)d million points.") % {"count": most},
        remedy=_("Make it smaller, or take a picture of it on the screen."),
    )


def _square(picture: Image.Image, crop: Crop) -> Image.Image:
    picture.draft("RGB", (WORKING_SIDE, WORKING_SIDE))
    scale = WORKING_SIDE / min(picture.size)
    if scale < 1:
        picture.thumbnail((round(picture.width * scale), round(picture.height * scale)))
    upright = ImageOps.exif_transpose(picture)
    square = upright.crop(crop.box(*upright.size))
    if square.width > SIDE:
        square = square.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    return _on_white(square)


def _on_white(square: Image.Image) -> Image.Image:
    """In plain colours; what one could see through becomes white."""
    seen = square.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen).convert("RGB")


def _encoded(square: Image.Image) -> bytes:
    """Drawn on a new sheet: a copy could carry the old one's metadata along."""
    sheet = Image.new("RGB", square.size)
    sheet.paste(square)
    file = io.BytesIO()
    sheet.save(file, "PNG", optimize=True)
    return file.getvalue()
