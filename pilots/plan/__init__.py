"""The plan of a pilot: how it stands, how it stood, what it belongs to, who may write in it."""
