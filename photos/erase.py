"""Photos that somebody may no longer see: their rows and their files go."""

from collections.abc import Iterable

from django.db import transaction

from photos.models import Photo


def erase_photos(photos: Iterable[Photo]) -> int:
    """Files go after the commit, so that a rolled-back erasure leaves no broken pictures."""
    photos = list(photos)
    files = [file for photo in photos for file in (photo.file, photo.thumbnail) if file]
    storages = [(file.storage, str(file.name)) for file in files]
    Photo.objects.filter(pk__in=[photo.pk for photo in photos]).delete()

    def delete_files():
        for storage, name in storages:
            storage.delete(name)

    transaction.on_commit(delete_files)
    return len(photos)
