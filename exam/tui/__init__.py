"""The terminal: the examiners' console and the candidate's desk, two faces of one service; no exam rule lives here."""
