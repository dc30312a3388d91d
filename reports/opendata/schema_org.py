"""What search engines read of a dataset's page: schema.org as JSON-LD, equal to what is shown."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from city.models import City
from reports.models import Dataset, Release
from reports.opendata.licence import licence_of
from reports.opendata.shelf import Shelf

# As in Django's json_script: nothing in a title can end the block.
UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def dataset_json(
    dataset: Dataset, release: Release | None, shelves: list[Shelf], city: City
) -> SafeString:
    address = f"{settings.SITE_URL}{dataset.get_absolute_url()}"
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": str(dataset.title),
        "description": str(dataset.description),
        "url": address,
        "license": licence_of(dataset.licence).url,
        "isAccessibleForFree": True,
        "inLanguage": ["ko", "en"],
        "creator": {
            "@type": "GovernmentOrganization" if city.is_government else "Organization",
            "name": str(city.operator or city.name),
            "url": settings.SITE_URL,
        },
        "spatialCoverage": {"@type": "Place", "name": str(city.name)},
    }
    if release:
        said |= {
            "identifier": f"{address}{release.name}/",
            "version": release.name,
            "dateModified": release.published_at.isoformat(),
            "temporalCoverage": f"../{release.as_of:%Y-%m-%d}",
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": file.name,
                    "contentUrl": f"{address}{release.name}/{file.name}",
                    "encodingFormat": file.media_type.split(";")[0],
                    "contentSize": f"{file.size} B",
                    "sha256": file.digest,
                }
                for shelf in shelves
                for file in shelf.data
                if not file.is_withdrawn
            ],
        }
    return as_block(said)


def as_block(said: dict[str, Any]) -> SafeString:
    text = json.dumps(said, ensure_ascii=False).translate(UNSAFE)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
