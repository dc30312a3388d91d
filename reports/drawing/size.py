"""How large a picture wants to be, so that a page keeps its place while the picture loads."""

import re
from collections.abc import Mapping

BOX = re.compile(r'<svg [^>]*?viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
Sizes = dict[str, list[int]]


def sizes_of(pictures: Mapping[str, str]) -> Sizes:
    """{"name.ko.svg": [width, height]}; what is no drawing (the outlines) has none."""
    found = {name: BOX.match(picture) for name, picture in pictures.items()}
    return {
        name: [round(float(box[1])), round(float(box[2]))] for name, box in found.items() if box
    }
