"""Sensors of pilots: who may send, what arrives, what is made of it."""
