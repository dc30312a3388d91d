"""People, roles, consent, inbox, moderation, sign-offs, access log."""
