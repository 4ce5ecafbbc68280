"""Draws, signs and verifies records; the only home of reportlab, pikepdf and pyHanko.

Importing the package loads none of them: take what you need from its modules, and only when you need it.

- `publisher.RecordPublisher`: from data to the unsigned file
- `key_folder.KeyFolder`: signs with the keys of a workspace
- `practice_keys.make_practice_keys`: keys for practice, with a published passphrase
- `verification.verify_pdf`: ACCEPT, DECIDE, PRACTICE or RETURN, from the file alone
"""
