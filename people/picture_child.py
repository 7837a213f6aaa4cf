"""Re-encodes one picture from standard input to standard output, in a process of its own with hard limits.

Decoders meet the bytes of strangers here, so this file imports nothing of the newsroom and is run by path. The first
line of the output is the format, the rest the picture. It exits with TOO_LARGE or UNREADABLE otherwise.
"""

from __future__ import annotations

import io
import resource
import sys

from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2400
"""Pixels; a larger picture is scaled down, since readers get this file."""

MEMORY = 2 * 1024**3
"""Bytes of address space, libraries included. A picture of MAX_PIXELS with transparency takes about 0.6 GB."""

SECONDS = 30
TOO_LARGE, UNREADABLE = 3, 4


def reencode(data: bytes) -> tuple[str, bytes]:
    """The format, judged by content, and the picture upright, in sRGB, and without EXIF, GPS or comments."""
    Image.MAX_IMAGE_PIXELS = None  # the limit is our own, and below
    opened = Image.open(io.BytesIO(data), formats=FORMATS)
    if opened.width * opened.height > MAX_PIXELS:
        sys.exit(TOO_LARGE)
    kind = opened.format if opened.format in FORMATS else "JPEG"  # several JPEGs in one file call themselves MPO
    profile = opened.info.get("icc_profile")
    image = _small_and_plain(opened)
    fresh = _in_srgb(image, profile)
    fresh.info.clear()
    buffer = io.BytesIO()
    fresh.save(buffer, kind, quality=88)
    return str(kind), buffer.getvalue()


def _small_and_plain(opened: Image.Image) -> Image.Image:
    image: Image.Image = opened
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    elif image.mode in {"1", "P", "PA", "LA"}:
        transparent = "A" in image.getbands() or "transparency" in image.info
        image = image.convert("RGBA" if transparent else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return ImageOps.exif_transpose(image)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return image.convert(mode)


def main() -> None:
    """Set the limits before a byte is read."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        kind, picture = reencode(sys.stdin.buffer.read())
    except Exception:  # whatever a decoder raises, MemoryError included, means one thing to the editor
        sys.exit(UNREADABLE)
    sys.stdout.buffer.write(kind.encode() + b"\n" + picture)


if __name__ == "__main__":
    main()
