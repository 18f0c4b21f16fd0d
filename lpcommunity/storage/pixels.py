"""The pixels of a picture that came in, as every screen shows them: eight bits a tone, in sRGB.

A camera may mean other colours by the same numbers, or keep sixteen bits of each, and says so in the file. What is
drawn anew keeps nothing of the file, so it is reckoned into the numbers.
"""

import io
import threading
from contextlib import suppress
from typing import Any, cast

from PIL import Image, ImageCms

from lpcommunity.storage import colour_profiles, jpeg_scans

# Of a picture as it is decoded, after a JPEG was asked for a fraction of its size.
MOST_PIXELS_DECODED = 25_000_000
# A JPEG of several scans is held in memory at its whole size, two bytes for each pixel and colour.
MOST_PIXELS_IN_SCANS = {"CMYK": 16_000_000}
# A camera may put a second picture into its JPEG, for one eye more or for brightness: Pillow calls that MPO.
JPEG = frozenset({"JPEG", "MPO"})
# Drawing takes the memory of a whole picture, and a core. Ten people who add one at the same time wait for one another,
# so that whoever only reads does not wait for them.
ONE_AT_A_TIME = threading.Lock()
_SPACES = {"GRAY": "L", "RGB": "RGB", "CMYK": "CMYK"}  # what a profile is about, and the pixels that it fits
_SRGB = ImageCms.createProfile("sRGB")


def is_jpeg(image: Image.Image) -> bool:
    """Whether this was opened from a JPEG, with or without a second picture in it."""
    return image.format in JPEG


def has_too_many_scans(image: Image.Image, content: bytes) -> bool:
    """Whether this is a JPEG that would be drawn over and over, far more often than any that comes into focus."""
    return is_jpeg(image) and jpeg_scans.number_of_scans(content) > jpeg_scans.MOST


def most_pixels(image: Image.Image, content: bytes, most: int) -> int:
    """How many pixels a JPEG may have that otherwise may have `most`: less where it is held in memory whole."""
    in_scans = is_jpeg(image) and ("progressive" in image.info or jpeg_scans.number_of_scans(content) > 1)
    return min(most, MOST_PIXELS_IN_SCANS.get(image.mode, MOST_PIXELS_DECODED)) if in_scans else most


def eight_bits(image: Image.Image) -> Image.Image:
    """The picture with eight bits for each tone, one of the modes L, LA, RGB, RGBA and CMYK. Its colours still mean
    what its profile says.
    """
    if image.mode.startswith("I") or image.mode == "F":
        return _toned(image)
    if image.mode in {"1", "P", "PA"} or "transparency" in image.info:
        return image.convert("RGBA" if _shines_through(image) else "L" if image.mode == "1" else "RGB")
    return image if image.mode in {"L", "LA", "RGB", "RGBA", "CMYK"} else image.convert("RGB")


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A picture of eight bits as RGB, or RGBA where something shines through, with nothing but its pixels.

    `profile` is the ICC profile that came with it. One that is broken, of something else or described in
    other ways than colour_profiles knows counts for nothing.
    """
    alpha = image.getchannel("A") if image.mode in {"LA", "RGBA"} else None
    flat = image if alpha is None else image.convert(image.mode.removesuffix("A"))
    made = _converted(flat, profile) or flat.convert("RGB")
    if alpha is not None:
        made.putalpha(alpha)
    made.info.clear()
    made.getexif().clear()
    return made


def _converted(image: Image.Image, profile: bytes | None) -> Image.Image | None:
    profile = colour_profiles.rebuilt(profile or b"")
    if profile is None:
        return None
    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError, MemoryError):
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if _SPACES.get(meant.profile.xcolor_space.strip()) == image.mode:
            return ImageCms.profileToProfile(
                image, meant, _SRGB,
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )  # fmt: skip
    return None


def _toned(image: Image.Image) -> Image.Image:
    """Sixteen bits of grey or more, as eight. Pillow by itself cuts off whatever is brighter than 255."""
    wide = image if image.mode in {"I;16", "F"} else image.convert("I")
    lowest, highest = cast("tuple[float, float]", wide.getextrema())
    if wide.mode != "F" and lowest >= 0 and highest <= 65_535:
        lowest, highest = 0, 65_535
    scale = 255 / ((highest - lowest) or 1)
    grey = wide.point(lambda tone: tone * scale + (0.5 - lowest * scale)).convert("L")
    clear: Any = image.info.get("transparency")
    if isinstance(clear, int):
        grey.putalpha(_apart_from_zero(wide.convert("F").point(lambda tone: tone * 1.0 - clear)))
    return grey


def _apart_from_zero(image: Image.Image) -> Image.Image:
    """A mask: white wherever the number is not 0."""
    above = image.point(lambda tone: tone * 255.0 + 0.0).convert("L")
    below = image.point(lambda tone: tone * -255.0 + 0.0).convert("L")
    above.paste(255, mask=below)
    return above


def _shines_through(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
