"""The ways in which answers come in: by a link of one's own, at a kiosk, on paper."""
