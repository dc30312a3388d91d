"""Workshops and meetings of a pilot: signing up, coming, minutes, and calendars."""
