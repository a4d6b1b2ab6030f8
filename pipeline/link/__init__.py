"""Documents → links: what a footnote says was amended, the same task elsewhere, citations.

Nothing is linked yet; the datasets of this stage have their files and no rows.
"""
