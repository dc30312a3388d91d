"""증빙 자료집: indicators with targets and files, and packs of what was counted, decided and is missing."""
