"""Photos of people: decided by content, looked at before decoding, cut square and drawn anew.

What comes out was painted by us from pixels: nothing hidden in the file that came in survives, no place, no script.
"""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from lpcommunity.access import Invalid
from lpcommunity.storage import pixels

SIDE = 256
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 20_000_000
MOST_PIXELS_JPEG = 60_000_000  # a JPEG is decoded at a fraction of its size
KINDS = ("JPEG", "PNG", "WEBP", "GIF")
TYPE = "image/webp"


def square(filename: str, content: bytes) -> bytes:
    """A square WebP of 256 pixels from the middle of this picture. Raises Invalid (field photo)."""
    if len(content) > MOST_BYTES:
        raise Invalid("photo", "photo-too-large", filename=filename)
    try:
        with pixels.ONE_AT_A_TIME:
            return _drawn(filename, content)
    except Image.DecompressionBombError as error:  # far beyond our own limit
        raise Invalid("photo", "photo-too-many-pixels", filename=filename, most=MOST_PIXELS) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Invalid("photo", "photo-unreadable", filename=filename) from error


def _drawn(filename: str, content: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit comes right after
        image = Image.open(io.BytesIO(content), formats=KINDS)
    with image:
        most = pixels.most_pixels(image, content, MOST_PIXELS_JPEG if pixels.is_jpeg(image) else MOST_PIXELS)
        if image.width * image.height > most:
            raise Invalid("photo", "photo-too-many-pixels", filename=filename, most=most)
        if pixels.has_too_many_scans(image, content):
            raise Invalid("photo", "photo-too-many-scans", filename=filename)
        if min(image.size) < 32:
            raise Invalid("photo", "photo-too-small", filename=filename)
        image.draft("RGB", (SIDE * 2, SIDE * 2))
        if image.width * image.height > pixels.MOST_PIXELS_DECODED:
            raise Invalid("photo", "photo-too-many-pixels", filename=filename, most=MOST_PIXELS)
        profile = image.info.get("icc_profile")
        upright = pixels.eight_bits(ImageOps.exif_transpose(image))
        fitted = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    _on_paper(pixels.in_srgb(fitted, profile)).save(out, "WEBP", quality=84, method=4)
    return out.getvalue()


def _on_paper(image: Image.Image) -> Image.Image:
    """Without transparency, on white; a new image that carries no metadata."""
    whole = image.convert("RGBA")
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole.getchannel("A"))
    return paper
