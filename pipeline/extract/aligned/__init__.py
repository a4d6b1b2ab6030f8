"""Tables that white space makes: corridors between words → columns → rows. No reader behind it.

Whoever has words with a place can use it: points of a page, or characters and lines of a text.
"""
