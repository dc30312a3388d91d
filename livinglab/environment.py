"""Reads settings from the environment, and says in one sentence what is missing."""

import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def var_folder(default: Path) -> Path:
    """The one folder this installation writes to (LIVINGLAB_VAR)."""
    folder = Path(os.environ.get("LIVINGLAB_VAR") or default).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {folder} cannot be written to ({error.strerror}). "
            "Set LIVINGLAB_VAR to a folder that this user may write to."
        ) from error
    return folder


def secret_key(var: Path) -> str:
    """SECRET_KEY from the environment, else one made once and kept in var/."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    kept = var / "secret_key"
    try:
        # "x" lets exactly one of several starting processes make the key.
        with kept.open("x", encoding="ascii") as file:
            kept.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    for _ in range(50):
        if key := kept.read_text("ascii"):
            return key
    raise ImproperlyConfigured(f"{kept} is empty. Delete it, or set SECRET_KEY.")
