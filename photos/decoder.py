"""Re-encodes one picture. Runs as a program of its own, so that a decoder that crashes or hungers
takes nothing along (see photos/clean.py). Imports nothing of the portal.

    python decoder.py IN OUT THUMBNAIL COVERS_AS_JSON

Exit codes: 0 done (prints "width height"), 10 not a picture we know, 11 too large, 12 damaged.
"""

import io
import json
import resource
import sys

NOT_A_PICTURE, TOO_LARGE, DAMAGED = 10, 11, 12
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")  # a phone's MPO opens as JPEG
MOST_PIXELS = 50_000_000
MOST_PIXELS_OF_A_JPEG = 210_000_000  # phones make 200 megapixels; JPEGs are decoded at a fraction
LONGEST_SIDE, THUMBNAIL_SIDE = 1600, 480
MEMORY, CPU_SECONDS = 1_500_000_000, 20


def limit_myself() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_picture(path):
    from PIL import Image, UnidentifiedImageError
    from pillow_heif import register_heif_opener

    Image.init()  # all plugins known, the few above used
    register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # we refuse by our own limits, before any pixel is decoded
    try:
        picture = Image.open(path, formats=FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        sys.exit(NOT_A_PICTURE)
    width, height = picture.size
    is_jpeg = picture.format in ("JPEG", "MPO")
    if width * height > (MOST_PIXELS_OF_A_JPEG if is_jpeg else MOST_PIXELS):
        sys.exit(TOO_LARGE)
    if is_jpeg:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    return picture


def in_srgb(picture):
    """Wide-gamut phone photos keep their colours although the profile is dropped."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return picture


def upright_and_plain(picture):
    from PIL import Image, ImageOps

    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3)
    picture = in_srgb(ImageOps.exif_transpose(picture))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        return ground
    return picture.convert("RGB")


def cover(picture, covers) -> None:
    """Paints over faces and plates; a blur could be undone, paint cannot."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)
    width, height = picture.size
    for x, y, w, h in covers:
        box = (x * width, y * height, (x + w) * width, (y + h) * height)
        draw.rectangle(box, fill=(94, 102, 112))


def main(path, out, thumbnail, covers) -> None:
    from PIL import Image

    picture = open_picture(path)
    try:
        picture = upright_and_plain(picture)
    except MemoryError:
        sys.exit(TOO_LARGE)
    except (OSError, ValueError, SyntaxError, EOFError, IndexError):
        sys.exit(DAMAGED)
    cover(picture, json.loads(covers))
    # A new image carries no metadata of the old one.
    fresh = Image.frombytes("RGB", picture.size, picture.tobytes())
    fresh.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    fresh.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    fresh.save(thumbnail, "JPEG", quality=78, optimize=True, progressive=True)
    print(picture.width, picture.height)


if __name__ == "__main__":
    limit_myself()
    main(*sys.argv[1:5])
