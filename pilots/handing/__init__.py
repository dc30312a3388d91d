"""실증 이어받기: a pilot as one checked file, drafts from other cities’ files, results pooled."""
