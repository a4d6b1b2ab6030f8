"""The review app (`annex review`): what needs a person's eyes, page beside table, each decision at
once an entry in the files of corrections.

`command` starts it, `server` and `guard` keep it on this machine, `app` has its addresses. `shelf`
and `sheets` show what is published, `queue` what needs eyes, `decide` turns what a reader does
into entries, `entries` and `diary` keep them on the disk.
"""
