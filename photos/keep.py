"""Keeps the safe version of a photo, and covers parts of it later."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from photos.clean import Cover, make_safe
from photos.models import Photo


def keep_photo(*, upload, alt: str = "", covers: tuple[Cover, ...] = ()) -> Photo:
    """Raises photos.clean.PhotoRefused when the upload cannot be used."""
    safe = make_safe(upload, covers)
    photo = Photo(alt=" ".join(alt.split())[:300], width=safe.width, height=safe.height)
    if covers:
        photo.covered_at = timezone.now()
    photo.file.save("photo.jpg", ContentFile(safe.picture), save=False)
    photo.thumbnail.save("thumbnail.jpg", ContentFile(safe.thumbnail), save=False)
    photo.save()
    return photo


@transaction.atomic
def cover_photo(*, photo: Photo, covers: tuple[Cover, ...]) -> Photo:
    """Paints over parts of a kept photo. The old pixels are gone, under a new address too."""
    old = [photo.file.name, photo.thumbnail.name]
    with photo.file.open("rb") as file:
        safe = make_safe(ContentFile(file.read()), covers)
    photo.file.save("photo.jpg", ContentFile(safe.picture), save=False)
    photo.thumbnail.save("thumbnail.jpg", ContentFile(safe.thumbnail), save=False)
    photo.covered_at = timezone.now()
    photo.save()
    _delete_files(photo.file.storage, old)
    return photo


@transaction.atomic
def move_photo(*, photo: Photo) -> Photo:
    """The same picture under a new address: who has kept the old one finds nothing there."""
    old = [photo.file.name, photo.thumbnail.name]
    for file in (photo.file, photo.thumbnail):
        with file.open("rb") as kept:
            file.save("photo.jpg", ContentFile(kept.read()), save=False)
    photo.save(update_fields=["file", "thumbnail"])
    _delete_files(photo.file.storage, old)
    return photo


def _delete_files(storage, names: list[str | None]) -> None:
    def delete():
        for name in names:
            if name:
                storage.delete(name)

    transaction.on_commit(delete)
