"""Documents → links: what a footnote says was amended, the same task elsewhere, citations.

`amendments.annotate` adds to a document what it says of others and needs no other document;
`corpus` settles what that means among all published documents. Nothing is imported here: the
command line asks this package for its help.
"""
