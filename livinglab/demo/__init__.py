"""The demo city: its texts and how they are played through the real verbs."""
